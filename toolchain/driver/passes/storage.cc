// Variables that may come to hold capabilities by copying; docs/design/tag-preservation.md.
//
// In C any variable of enough bytes may hold what was copied into it: `char saved[3][16]` keeps a
// structure's capabilities elsewhere, and CHERIoT only where it is aligned. So all variables of
// eight bytes or more are.
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

void storage_align(llvm::Module &module)
{
    const llvm::Align enough(CapabilityBytes);
    const llvm::DataLayout &layout = module.getDataLayout();
    for (llvm::GlobalVariable &variable : module.globals()) {
        // A section somebody chose may be an array of its contents.
        const bool isOurs = variable.isStrongDefinitionForLinker() && !variable.isConstant() &&
                            !variable.hasSection() && !variable.hasAppendingLinkage();
        if (isOurs && layout.getTypeAllocSize(variable.getValueType()) >= CapabilityBytes &&
            variable.getAlign().valueOrOne() < enough)
        {
            variable.setAlignment(enough);
        }
    }
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            auto *variable = llvm::dyn_cast<llvm::AllocaInst>(&instruction);
            if (variable == nullptr || variable->getAlign() >= enough) {
                continue;
            }
            const auto size = variable->getAllocationSize(layout);
            if (!size.has_value() || size->getFixedValue() >= CapabilityBytes) {
                variable->setAlignment(enough);
            }
        }
    }
}

} // namespace griotte::toolchain
