// A verification engine that sends anything at all, and cannot tell which engine it talks to.
#include "tests/fuzz/small_machine.h"

#include "machine/debugger/rvfi_dii.h"

using namespace griotte::machine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static SilentConsole console;
    RvfiDiiSession reference(small_machine({.engine = Interpreting}, console));
    RvfiDiiSession subject(small_machine({.engine = Translating}, console));
    for (size_t at = 0; at + RvfiDiiSession::CommandSize <= size; at += RvfiDiiSession::CommandSize)
    {
        const std::string_view command(reinterpret_cast<const char *>(data) + at,
                                       RvfiDiiSession::CommandSize);
        const auto reply = reference.command(command);
        if (subject.command(command) != reply) {
            std::abort();
        }
        if (!reply.has_value()) {
            break;
        }
    }
    return 0;
}
