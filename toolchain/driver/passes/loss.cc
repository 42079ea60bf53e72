// See loss.h.
#include "toolchain/driver/passes/loss.h"

#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Instructions.h>

namespace griotte::toolchain {

namespace {

/// "file:line: in 'function': " as far as debug information tells.
std::string place_of(const llvm::Instruction &instruction)
{
    std::string result;
    if (const llvm::DILocation *location = instruction.getDebugLoc()) {
        result =
            fmt::format("{}:{}: ", std::string_view(location->getFilename()), location->getLine());
    }
    return fmt::format("{}in '{}': ", result,
                       std::string_view(instruction.getFunction()->getName()));
}

} // namespace

std::unexpected<Error> tag_lost(const llvm::Instruction &instruction, const char *what)
{
    return fail("{}{}; a capability's tag could be lost here, so no code is written. This is a "
                "mistake of griotte's: please report it with the source. Meanwhile compile this "
                "file with -O0",
                place_of(instruction), what);
}

} // namespace griotte::toolchain
