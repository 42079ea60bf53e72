// The run-time library that compiled code calls without being told to: of another domain, so its
// functions are libcalls (docs/reference/compartments.md, "Calls between domains").
#include <llvm/IR/Module.h>

#include "toolchain/driver/attributes.h"
#include "toolchain/driver/passes/passes.h"
#include "toolchain/target/CHERIoTDomain.h"

namespace griotte::toolchain {

// A libcall is none of them: optimisation may drop its declaration and write another one that says
// nothing.
llvm::StringSet<> functions_known(const llvm::Module &module)
{
    llvm::StringSet<> result;
    for (const llvm::Function &function : module) {
        if (!function.hasFnAttribute(LibraryCallAttribute)) {
            result.insert(function.getName());
        }
    }
    return result;
}

void runtime_calls_mark(llvm::Module &module, const llvm::StringSet<> &known)
{
    if (!llvm::CHERIoT::getDomain(module).has_value()) {
        return;
    }
    for (llvm::Function &function : module) {
        const bool isInstruction =
            function.isIntrinsic() || function.getName().starts_with("cheriot.");
        if (function.isDeclaration() && !isInstruction && !known.contains(function.getName())) {
            function.addFnAttr(LibraryCallAttribute);
        }
    }
}

} // namespace griotte::toolchain
