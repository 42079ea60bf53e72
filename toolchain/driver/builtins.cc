// See builtins.h.
#include "toolchain/driver/builtins.h"

#include <array>

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>

namespace griotte::toolchain {

namespace {

constexpr llvm::StringRef SourcePrefix = "__builtin_cheri_";
constexpr llvm::StringRef IrPrefix = "cheriot.";

// clang wants every string in one table, and records that point into it.
constexpr char TextStorage[] = "\0"
#define BUILTIN(name, type, attributes) "__builtin_cheri_" #name "\0" type "\0" attributes "\0\0"
#define CAPABILITY_BUILTIN(name, type, attributes, arguments) BUILTIN(name, type, attributes)
#include "toolchain/driver/builtins.def"
#undef BUILTIN
#undef CAPABILITY_BUILTIN
    ;
constexpr llvm::StringTable Text = TextStorage;

constexpr std::array Names = {
#define BUILTIN(name, type, attributes) llvm::StringLiteral(#name),
#define CAPABILITY_BUILTIN(name, type, attributes, arguments) llvm::StringLiteral(#name),
#include "toolchain/driver/builtins.def"
#undef BUILTIN
#undef CAPABILITY_BUILTIN
};

// clang's macro names clang's things unqualified.
using namespace clang;
constexpr auto Records = clang::Builtin::MakeInfos<Names.size()>({
#define BUILTIN(name, type, attributes)                                                            \
    CLANG_BUILTIN_ENTRY(__builtin_cheri_##name, type, attributes)
#define CAPABILITY_BUILTIN(name, type, attributes, arguments) BUILTIN(name, type, attributes)
#include "toolchain/driver/builtins.def"
#undef BUILTIN
#undef CAPABILITY_BUILTIN
});

} // namespace

std::span<const CapabilityBuiltin> capability_builtins()
{
    static const CapabilityBuiltin builtins[] = {
#define BUILTIN(name, type, attributes)
#define CAPABILITY_BUILTIN(name, type, attributes, arguments) {"__builtin_cheri_" #name, arguments},
#include "toolchain/driver/builtins.def"
#undef BUILTIN
#undef CAPABILITY_BUILTIN
    };
    return builtins;
}

clang::Builtin::InfosShard builtins_shard()
{
    return {&Text, Records};
}

void builtins_label(clang::ASTContext &context)
{
    const clang::TranslationUnitDecl *unit = context.getTranslationUnitDecl();
    for (const llvm::StringRef name : Names) {
        const auto identifier = context.Idents.find((SourcePrefix + name).str());
        if (identifier == context.Idents.end()) {
            continue;
        }
        for (clang::NamedDecl *declaration : unit->lookup(identifier->second)) {
            auto *function = llvm::dyn_cast<clang::FunctionDecl>(declaration);
            if (function != nullptr && !function->hasAttr<clang::AsmLabelAttr>()) {
                function->addAttr(
                    clang::AsmLabelAttr::CreateImplicit(context, (IrPrefix + name).str()));
            }
        }
    }
}

} // namespace griotte::toolchain
