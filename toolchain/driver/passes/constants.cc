// See constants.h.
#include "toolchain/driver/passes/constants.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>

namespace griotte::toolchain {

namespace {

class Rewriter
{
public:
    explicit Rewriter(llvm::function_ref<llvm::Constant *(llvm::ConstantExpr &)> theReplace)
        : replace(theReplace)
    {}

    llvm::Constant *rewrite(llvm::Constant *constant)
    {
        if (llvm::isa<llvm::GlobalValue>(constant) || constant->getNumOperands() == 0) {
            return constant;
        }
        const auto known = results.find(constant);
        if (known != results.end()) {
            return known->second;
        }
        llvm::Constant *result = rewrite_new(constant);
        results[constant] = result;
        return result;
    }

private:
    llvm::Constant *rewrite_new(llvm::Constant *constant)
    {
        auto *expression = llvm::dyn_cast<llvm::ConstantExpr>(constant);
        if (expression != nullptr) {
            if (llvm::Constant *replacement = replace(*expression)) {
                return replacement;
            }
        }
        llvm::SmallVector<llvm::Constant *> operands;
        bool isChanged = false;
        for (llvm::Use &use : constant->operands()) {
            auto *operand = llvm::dyn_cast<llvm::Constant>(use.get());
            if (operand == nullptr) {
                return constant; // a block's address
            }
            operands.push_back(rewrite(operand));
            isChanged |= operands.back() != operand;
        }
        if (!isChanged) {
            return constant;
        }
        if (expression != nullptr) {
            return expression->getWithOperands(operands);
        }
        if (auto *type = llvm::dyn_cast<llvm::StructType>(constant->getType())) {
            return llvm::ConstantStruct::get(type, operands);
        }
        if (auto *type = llvm::dyn_cast<llvm::ArrayType>(constant->getType())) {
            return llvm::ConstantArray::get(type, operands);
        }
        return constant;
    }

    llvm::function_ref<llvm::Constant *(llvm::ConstantExpr &)> replace;
    llvm::DenseMap<llvm::Constant *, llvm::Constant *> results;
};

} // namespace

void constants_rewrite(llvm::Module &module,
                       llvm::function_ref<llvm::Constant *(llvm::ConstantExpr &)> replace)
{
    Rewriter rewriter(replace);
    for (llvm::GlobalVariable &variable : module.globals()) {
        if (variable.hasInitializer()) {
            variable.setInitializer(rewriter.rewrite(variable.getInitializer()));
        }
    }
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            for (llvm::Use &use : instruction.operands()) {
                auto *constant = llvm::dyn_cast<llvm::Constant>(use.get());
                if (constant != nullptr && !llvm::isa<llvm::Function>(constant)) {
                    use.set(rewriter.rewrite(constant));
                }
            }
        }
    }
}

} // namespace griotte::toolchain
