// See webs.h.
#include "toolchain/driver/passes/webs.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/InstIterator.h>

#include "toolchain/driver/passes/evidence.h"

namespace griotte::toolchain {

namespace {

class Tracer
{
public:
    Web trace(llvm::LoadInst &load)
    {
        value_add(load);
        while (!pending.empty()) {
            llvm::Instruction *value = pending.pop_back_val();
            operands_trace(*value);
            users_trace(*value);
        }
        return std::move(web);
    }

private:
    void value_add(llvm::Instruction &value)
    {
        if (web.values.insert(&value)) {
            pending.push_back(&value);
        }
    }

    void access_judge(bool isSimple, llvm::Align alignment, const llvm::Instruction &access,
                      const llvm::Value *address)
    {
        web.isOnlyMoved &= isSimple && alignment >= CapabilityBytes;
        web.isNumber |=
            arithmetic_size(access.getMetadata(llvm::LLVMContext::MD_tbaa)).has_value() ||
            is_without_capabilities(address);
    }

    void operands_trace(llvm::Instruction &value)
    {
        if (auto *load = llvm::dyn_cast<llvm::LoadInst>(&value)) {
            access_judge(load->isSimple(), load->getAlign(), *load, load->getPointerOperand());
            return;
        }
        const bool isSelect = llvm::isa<llvm::SelectInst>(value);
        for (unsigned i = isSelect ? 1 : 0; i < value.getNumOperands(); i++) {
            operand_trace(value.getOperand(i));
        }
    }

    void operand_trace(llvm::Value *operand)
    {
        if (is_mover(operand)) {
            value_add(*llvm::cast<llvm::Instruction>(operand));
            return;
        }
        // Zero is also the null capability; any other number makes numbers of all of them.
        const auto *constant = llvm::dyn_cast<llvm::Constant>(operand);
        web.isOnlyMoved &= constant != nullptr &&
                           (constant->isNullValue() || llvm::isa<llvm::UndefValue>(constant));
    }

    void users_trace(llvm::Instruction &value)
    {
        for (llvm::User *user : value.users()) {
            auto *store = llvm::dyn_cast<llvm::StoreInst>(user);
            if (store != nullptr && store->getValueOperand() == &value) {
                web.stores.insert(store);
                access_judge(store->isSimple(), store->getAlign(), *store,
                             store->getPointerOperand());
            } else if (is_mover(user) && !llvm::isa<llvm::LoadInst>(user)) {
                value_add(*llvm::cast<llvm::Instruction>(user));
            } else {
                web.isOnlyMoved = false;
            }
        }
    }

    static bool is_mover(const llvm::Value *value)
    {
        return value->getType()->isIntegerTy(64) &&
               (llvm::isa<llvm::LoadInst>(value) || llvm::isa<llvm::PHINode>(value) ||
                llvm::isa<llvm::SelectInst>(value) || llvm::isa<llvm::FreezeInst>(value));
    }

    Web web;
    llvm::SmallVector<llvm::Instruction *> pending;
};

} // namespace

Web web_of(llvm::LoadInst &load)
{
    return Tracer().trace(load);
}

llvm::SmallVector<Web> suspicious_webs(llvm::Function &function)
{
    llvm::SmallVector<Web> result;
    llvm::SmallPtrSet<llvm::Instruction *, 16> seen;
    for (llvm::Instruction &instruction : llvm::instructions(function)) {
        auto *load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
        if (load == nullptr || !load->getType()->isIntegerTy(64) || seen.contains(load)) {
            continue;
        }
        Web web = web_of(*load);
        seen.insert(web.values.begin(), web.values.end());
        if (web.isOnlyMoved && !web.isNumber && !web.stores.empty()) {
            result.push_back(std::move(web));
        }
    }
    return result;
}

} // namespace griotte::toolchain
