// Chooses the engine. The translator is only compiled for hosts it has an emitter for.
#include "machine/cpu/engine.h"

#include "machine/cpu/interpreter/interpreter.h"
#ifdef GRIOTTE_TRANSLATOR
#include "machine/cpu/translator/translator.h"
#endif

namespace griotte::machine {

bool engine_is_available(EngineKind kind)
{
#ifdef GRIOTTE_TRANSLATOR
    constexpr bool HasTranslator = true;
#else
    constexpr bool HasTranslator = false;
#endif
    return kind == EngineKind::Interpreter || HasTranslator;
}

std::unique_ptr<Engine> engine_make([[maybe_unused]] EngineOptions options, Hart &hart)
{
#ifdef GRIOTTE_TRANSLATOR
    if (options.kind == EngineKind::Translator) {
        if (auto translator = Translator::create(hart, options.warmth)) {
            return translator;
        }
    }
#endif
    return std::make_unique<Interpreter>(hart);
}

} // namespace griotte::machine
