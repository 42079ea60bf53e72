// A verification engine that sends anything at all.
#include "tests/fuzz/small_machine.h"

#include "machine/debugger/rvfi_dii.h"

using namespace griotte::machine;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static SilentConsole console;
    RvfiDiiSession session(small_machine({}, console));
    for (size_t at = 0; at + RvfiDiiSession::CommandSize <= size; at += RvfiDiiSession::CommandSize)
    {
        const std::string_view command(reinterpret_cast<const char *>(data) + at,
                                       RvfiDiiSession::CommandSize);
        if (!session.command(command).has_value()) {
            break;
        }
    }
    return 0;
}
