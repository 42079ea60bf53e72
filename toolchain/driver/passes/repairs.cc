// After optimisation: copies that became integers, and capabilities at unknown alignment.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/Local.h>

#include "toolchain/driver/passes/evidence.h"
#include "toolchain/driver/passes/passes.h"
#include "toolchain/driver/passes/webs.h"

namespace griotte::toolchain {

namespace {

const llvm::Align Eight(CapabilityBytes);

/// Makes a web of integers one of capabilities. They have the same bits.
class Retyper
{
public:
    explicit Retyper(Web &theWeb) : web(theWeb) {}

    void retype()
    {
        for (llvm::Instruction *value : web.values) {
            replacements[value] = shell_make(*value);
        }
        for (llvm::Instruction *value : web.values) {
            operands_fill(*value);
        }
        for (llvm::StoreInst *store : web.stores) {
            llvm::IRBuilder<> builder(store);
            llvm::StoreInst *replacement =
                builder.CreateAlignedStore(counterpart(store->getValueOperand()),
                                           store->getPointerOperand(), store->getAlign());
            replacement->copyMetadata(*store,
                                      {llvm::LLVMContext::MD_dbg, llvm::LLVMContext::MD_alias_scope,
                                       llvm::LLVMContext::MD_noalias});
            store->eraseFromParent();
        }
        for (llvm::Instruction *value : web.values) {
            value->replaceAllUsesWith(llvm::PoisonValue::get(value->getType()));
            value->eraseFromParent();
        }
    }

private:
    /// The replacement of one value, its operands from the web still missing.
    llvm::Instruction *shell_make(llvm::Instruction &value)
    {
        llvm::IRBuilder<> builder(&value);
        llvm::Type *pointer = builder.getPtrTy();
        llvm::Constant *null = llvm::ConstantPointerNull::get(builder.getPtrTy());
        if (auto *load = llvm::dyn_cast<llvm::LoadInst>(&value)) {
            llvm::LoadInst *replacement =
                builder.CreateAlignedLoad(pointer, load->getPointerOperand(), load->getAlign());
            replacement->copyMetadata(*load,
                                      {llvm::LLVMContext::MD_dbg, llvm::LLVMContext::MD_alias_scope,
                                       llvm::LLVMContext::MD_noalias});
            return replacement;
        }
        if (auto *phi = llvm::dyn_cast<llvm::PHINode>(&value)) {
            llvm::PHINode *replacement = builder.CreatePHI(pointer, phi->getNumIncomingValues());
            for (llvm::BasicBlock *block : phi->blocks()) {
                replacement->addIncoming(null, block);
            }
            return replacement;
        }
        if (auto *select = llvm::dyn_cast<llvm::SelectInst>(&value)) {
            auto *replacement = llvm::SelectInst::Create(select->getCondition(), null, null);
            return builder.Insert(replacement);
        }
        return builder.Insert(new llvm::FreezeInst(null));
    }

    void operands_fill(llvm::Instruction &value)
    {
        llvm::Instruction *replacement = replacements[&value];
        if (llvm::isa<llvm::LoadInst>(value)) {
            return;
        }
        const bool isSelect = llvm::isa<llvm::SelectInst>(value);
        for (unsigned i = isSelect ? 1 : 0; i < value.getNumOperands(); i++) {
            replacement->setOperand(i, counterpart(value.getOperand(i)));
        }
    }

    llvm::Value *counterpart(llvm::Value *value)
    {
        const auto known = replacements.find(value);
        if (known != replacements.end()) {
            return known->second;
        }
        return llvm::ConstantPointerNull::get(llvm::PointerType::get(value->getContext(), 0));
    }

    Web &web;
    llvm::DenseMap<llvm::Value *, llvm::Instruction *> replacements;
};

void bytes_copy(llvm::IRBuilder<> &builder, llvm::Value *destination, llvm::Value *source)
{
    auto *pointer = builder.getPtrTy();
    llvm::CallInst *call =
        builder.CreateCall(builder.GetInsertBlock()->getModule()->getOrInsertFunction(
                               "memcpy", pointer, pointer, pointer, builder.getInt32Ty()),
                           {destination, source, builder.getInt32(CapabilityBytes)});
    call->addFnAttr(llvm::Attribute::NoBuiltin);
    call->setDoesNotThrow();
}

llvm::AllocaInst *slot_make(llvm::Function &function)
{
    llvm::IRBuilder<> builder(&*function.getEntryBlock().getFirstInsertionPt());
    llvm::AllocaInst *slot = builder.CreateAlloca(builder.getPtrTy(), nullptr, "aligned");
    slot->setAlignment(Eight);
    return slot;
}

void load_realign(llvm::LoadInst &load)
{
    const llvm::Align known = llvm::getOrEnforceKnownAlignment(load.getPointerOperand(), Eight,
                                                               load.getDataLayout(), &load);
    if (known >= Eight) {
        load.setAlignment(known);
        return;
    }
    llvm::AllocaInst *slot = slot_make(*load.getFunction());
    llvm::IRBuilder<> builder(&load);
    bytes_copy(builder, slot, load.getPointerOperand());
    load.replaceAllUsesWith(builder.CreateAlignedLoad(load.getType(), slot, Eight));
    load.eraseFromParent();
}

void store_realign(llvm::StoreInst &store)
{
    const llvm::Align known = llvm::getOrEnforceKnownAlignment(store.getPointerOperand(), Eight,
                                                               store.getDataLayout(), &store);
    if (known >= Eight) {
        store.setAlignment(known);
        return;
    }
    llvm::AllocaInst *slot = slot_make(*store.getFunction());
    llvm::IRBuilder<> builder(&store);
    builder.CreateAlignedStore(store.getValueOperand(), slot, Eight);
    bytes_copy(builder, store.getPointerOperand(), slot);
    store.eraseFromParent();
}

} // namespace

void pairs_repair(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (Web &web : suspicious_webs(function)) {
            Retyper(web).retype();
        }
    }
}

void misaligned_repair(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction :
             llvm::make_early_inc_range(llvm::instructions(function)))
        {
            auto *load = llvm::dyn_cast<llvm::LoadInst>(&instruction);
            auto *store = llvm::dyn_cast<llvm::StoreInst>(&instruction);
            if (load != nullptr && load->getType()->isPointerTy() && load->getAlign() < Eight) {
                load_realign(*load);
            } else if (store != nullptr && store->getAlign() < Eight &&
                       store->getValueOperand()->getType()->isPointerTy())
            {
                store_realign(*store);
            }
        }
    }
}

} // namespace griotte::toolchain
