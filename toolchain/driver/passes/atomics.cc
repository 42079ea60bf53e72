// Atomic accesses on a machine with one hart and no atomic instructions.
//
// A load or a store of one register cannot be interrupted half way, so it is a plain volatile
// access with the compiler kept from moving others across. Eight bytes are one register too, a
// capability, and are always moved as one: clang writes i64 also for pointers. Whatever reads and
// then writes is a call of __atomic_*_1, _2, _4 or _cap, the functions CHERIoT's library has;
// arithmetic on long long is __atomic_fetch_*_8.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/LowerAtomic.h>

#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

constexpr unsigned CapabilitySize = 8;

/// Nothing in memory is moved across this; no instruction.
void barrier_insert(llvm::IRBuilder<> &builder)
{
    auto *type = llvm::FunctionType::get(builder.getVoidTy(), false);
    builder.CreateCall(llvm::InlineAsm::get(type, "", "~{memory}", true));
}

/// The C numbering of memory orders.
int order_number(llvm::AtomicOrdering order)
{
    return static_cast<int>(llvm::toCABI(order));
}

class Lowering
{
public:
    explicit Lowering(llvm::Instruction &theInstruction)
        : instruction(theInstruction), module(*theInstruction.getModule()),
          layout(theInstruction.getDataLayout()), builder(&theInstruction)
    {}

    void load_lower(llvm::LoadInst &load)
    {
        if (load.getOrdering() == llvm::AtomicOrdering::SequentiallyConsistent) {
            barrier_insert(builder);
        }
        if (is_capability_sized(load.getType()) && !load.getType()->isPointerTy()) {
            llvm::Value *capability = builder.CreateAlignedLoad(
                builder.getPtrTy(), load.getPointerOperand(), load.getAlign(), true);
            after_barrier(load.getOrdering());
            uses_replace(load, capability);
        } else {
            llvm::LoadInst *plain = builder.CreateAlignedLoad(
                load.getType(), load.getPointerOperand(), load.getAlign(), true);
            after_barrier(load.getOrdering());
            load.replaceAllUsesWith(plain);
        }
        load.eraseFromParent();
    }

    void store_lower(llvm::StoreInst &store)
    {
        const llvm::AtomicOrdering order = store.getOrdering();
        if (llvm::isReleaseOrStronger(order)) {
            barrier_insert(builder);
        }
        llvm::Value *value = store.getValueOperand();
        if (is_capability_sized(value->getType())) {
            value = capability_of(value);
        }
        builder.CreateAlignedStore(value, store.getPointerOperand(), store.getAlign(), true);
        if (order == llvm::AtomicOrdering::SequentiallyConsistent) {
            barrier_insert(builder);
        }
        store.eraseFromParent();
    }

    void fence_lower()
    {
        barrier_insert(builder);
        instruction.eraseFromParent();
    }

    void exchange_lower(llvm::AtomicCmpXchgInst &exchange)
    {
        llvm::Value *expected = exchange.getCompareOperand();
        llvm::Value *desired = exchange.getNewValOperand();
        llvm::Type *type = desired->getType();
        const bool isCapability = is_capability_sized(type);
        if (isCapability) {
            expected = capability_of(expected);
            desired = capability_of(desired);
        }
        auto [old, isDone] =
            compare_exchange(exchange.getPointerOperand(), expected, desired,
                             exchange.getSuccessOrdering(), exchange.getFailureOrdering());
        for (llvm::User *user : llvm::make_early_inc_range(exchange.users())) {
            auto *part = llvm::dyn_cast<llvm::ExtractValueInst>(user);
            if (part == nullptr) {
                continue;
            }
            if (part->getIndices().front() == 1) {
                part->replaceAllUsesWith(isDone);
            } else {
                uses_replace(*part, old);
            }
            part->eraseFromParent();
        }
        if (!exchange.use_empty()) {
            llvm::Value *pair = llvm::PoisonValue::get(exchange.getType());
            llvm::Value *value = isCapability ? bits_of(old, type) : old;
            pair = builder.CreateInsertValue(pair, value, 0);
            exchange.replaceAllUsesWith(builder.CreateInsertValue(pair, isDone, 1));
        }
        exchange.eraseFromParent();
    }

    void modify_lower(llvm::AtomicRMWInst &modify)
    {
        using Operation = llvm::AtomicRMWInst;
        llvm::Value *operand = modify.getValOperand();
        const bool isCapability = is_capability_sized(operand->getType());
        const bool isArithmetic =
            modify.getOperation() == Operation::Add || modify.getOperation() == Operation::Sub;
        if (modify.getOperation() == Operation::Xchg) {
            swap_lower(modify);
        } else if (isCapability && isArithmetic && is_pointer_offset(operand)) {
            loop_lower(modify, true);
        } else if (const char *name = library_name(modify.getOperation());
                   name != nullptr && operand->getType()->isIntegerTy())
        {
            const unsigned size = size_of(operand->getType());
            llvm::Value *old =
                library_call(std::string("__atomic_fetch_") + name + "_" + std::to_string(size),
                             operand->getType(), {modify.getPointerOperand(), operand},
                             {order_number(modify.getOrdering())});
            modify.replaceAllUsesWith(old);
            modify.eraseFromParent();
        } else {
            loop_lower(modify, false);
        }
    }

private:
    unsigned size_of(llvm::Type *type) const
    {
        return static_cast<unsigned>(layout.getTypeStoreSize(type).getFixedValue());
    }

    bool is_capability_sized(llvm::Type *type) const { return size_of(type) == CapabilitySize; }

    void after_barrier(llvm::AtomicOrdering order)
    {
        if (llvm::isAcquireOrStronger(order)) {
            barrier_insert(builder);
        }
    }

    llvm::AllocaInst *slot_make(llvm::Type *type)
    {
        llvm::Function &function = *instruction.getFunction();
        llvm::IRBuilder<> atEntry(&*function.getEntryBlock().getFirstInsertionPt());
        return atEntry.CreateAlloca(type, nullptr, "atomic");
    }

    /// Eight bytes as a capability. Clang loads them as an integer just before: that load is
    /// retyped, so that the tag comes along.
    llvm::Value *capability_of(llvm::Value *value)
    {
        if (value->getType()->isPointerTy()) {
            return value;
        }
        auto *load = llvm::dyn_cast<llvm::LoadInst>(value);
        if (load != nullptr && load->isSimple() && load->hasOneUse() &&
            load->getAlign() >= llvm::Align(CapabilitySize))
        {
            llvm::IRBuilder<> atLoad(load);
            return atLoad.CreateAlignedLoad(atLoad.getPtrTy(), load->getPointerOperand(),
                                            load->getAlign());
        }
        llvm::AllocaInst *slot = slot_make(builder.getPtrTy());
        builder.CreateAlignedStore(value, slot, llvm::Align(CapabilitySize));
        return builder.CreateAlignedLoad(builder.getPtrTy(), slot, llvm::Align(CapabilitySize));
    }

    /// The other way round.
    llvm::Value *bits_of(llvm::Value *capability, llvm::Type *type)
    {
        if (type->isPointerTy()) {
            return capability;
        }
        llvm::AllocaInst *slot = slot_make(builder.getPtrTy());
        builder.CreateAlignedStore(capability, slot, llvm::Align(CapabilitySize));
        return builder.CreateAlignedLoad(type, slot, llvm::Align(CapabilitySize));
    }

    /// Replaces the value `old` by `capability`, in stores directly and elsewhere as bits.
    void uses_replace(llvm::Instruction &old, llvm::Value *capability)
    {
        if (old.getType() == capability->getType()) {
            old.replaceAllUsesWith(capability);
            return;
        }
        for (llvm::User *user : llvm::make_early_inc_range(old.users())) {
            auto *store = llvm::dyn_cast<llvm::StoreInst>(user);
            if (store != nullptr && store->getValueOperand() == &old && store->isSimple() &&
                store->getAlign() >= llvm::Align(CapabilitySize))
            {
                llvm::IRBuilder<> atStore(store);
                atStore.CreateAlignedStore(capability, store->getPointerOperand(),
                                           store->getAlign());
                store->eraseFromParent();
            }
        }
        if (!old.use_empty()) {
            old.replaceAllUsesWith(bits_of(capability, old.getType()));
        }
    }

    /// The operand of pointer arithmetic: clang reads it from a temporary of pointer type.
    static bool is_pointer_offset(const llvm::Value *operand)
    {
        if (operand->getType()->isPointerTy()) {
            return true;
        }
        const auto *load = llvm::dyn_cast<llvm::LoadInst>(operand);
        const auto *slot =
            load == nullptr ? nullptr : llvm::dyn_cast<llvm::AllocaInst>(load->getPointerOperand());
        return slot != nullptr && slot->getAllocatedType()->isPointerTy();
    }

    static const char *library_name(llvm::AtomicRMWInst::BinOp operation)
    {
        switch (operation) {
        case llvm::AtomicRMWInst::Add:
            return "add";
        case llvm::AtomicRMWInst::Sub:
            return "sub";
        case llvm::AtomicRMWInst::And:
            return "and";
        case llvm::AtomicRMWInst::Or:
            return "or";
        case llvm::AtomicRMWInst::Xor:
            return "xor";
        case llvm::AtomicRMWInst::Nand:
            return "nand";
        default:
            return nullptr;
        }
    }

    llvm::Value *library_call(const std::string &name, llvm::Type *result,
                              llvm::SmallVector<llvm::Value *> arguments,
                              llvm::ArrayRef<int> orders)
    {
        for (const int order : orders) {
            arguments.push_back(builder.getInt32(static_cast<uint32_t>(order)));
        }
        llvm::SmallVector<llvm::Type *> types;
        for (const llvm::Value *argument : arguments) {
            types.push_back(argument->getType());
        }
        const auto callee =
            module.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false));
        llvm::CallInst *call = builder.CreateCall(callee, arguments);
        call->setDoesNotThrow();
        // Narrow integers travel in whole registers.
        if (result->isIntegerTy() && result->getIntegerBitWidth() < 32) {
            call->addRetAttr(llvm::Attribute::ZExt);
        }
        for (unsigned i = 0; i < types.size(); i++) {
            if (types[i]->isIntegerTy() && types[i]->getIntegerBitWidth() < 32) {
                call->addParamAttr(i, llvm::Attribute::ZExt);
            }
        }
        return call;
    }

    std::string suffix_of(llvm::Type *type) const
    {
        return is_capability_sized(type) ? "cap" : std::to_string(size_of(type));
    }

    /// The old value and whether it was the expected one.
    std::pair<llvm::Value *, llvm::Value *>
    compare_exchange(llvm::Value *object, llvm::Value *expected, llvm::Value *desired,
                     llvm::AtomicOrdering success, llvm::AtomicOrdering failure)
    {
        llvm::Type *type = desired->getType();
        llvm::AllocaInst *slot = slot_make(type);
        builder.CreateStore(expected, slot);
        llvm::Value *status =
            library_call("__atomic_compare_exchange_" + suffix_of(type), builder.getInt32Ty(),
                         {object, slot, desired}, {order_number(success), order_number(failure)});
        return {builder.CreateLoad(type, slot), builder.CreateICmpNE(status, builder.getInt32(0))};
    }

    void swap_lower(llvm::AtomicRMWInst &modify)
    {
        llvm::Value *operand = modify.getValOperand();
        llvm::Type *type = operand->getType();
        if (is_capability_sized(type)) {
            operand = capability_of(operand);
        } else if (!type->isIntegerTy()) {
            operand = builder.CreateBitCast(operand, builder.getIntNTy(size_of(type) * 8));
        }
        llvm::Value *old = library_call("__atomic_exchange_" + suffix_of(type), operand->getType(),
                                        {modify.getPointerOperand(), operand},
                                        {order_number(modify.getOrdering())});
        if (is_capability_sized(type)) {
            uses_replace(modify, old);
        } else {
            modify.replaceAllUsesWith(builder.CreateBitCast(old, type));
        }
        modify.eraseFromParent();
    }

    /// Anything else: compute from what is there, and exchange unless it has changed since.
    void loop_lower(llvm::AtomicRMWInst &modify, bool isPointerArithmetic)
    {
        llvm::Value *operand = modify.getValOperand();
        llvm::Type *type = operand->getType();
        const bool isCapability = is_capability_sized(type);
        llvm::Value *object = modify.getPointerOperand();
        llvm::Type *held = isCapability ? static_cast<llvm::Type *>(builder.getPtrTy())
                                        : builder.getIntNTy(size_of(type) * 8);
        llvm::BasicBlock *before = modify.getParent();
        llvm::BasicBlock *after = before->splitBasicBlock(modify.getIterator(), "atomic.end");
        llvm::BasicBlock *loop = llvm::BasicBlock::Create(module.getContext(), "atomic.loop",
                                                          before->getParent(), after);
        before->getTerminator()->eraseFromParent();
        builder.SetInsertPoint(before);
        llvm::Value *first =
            builder.CreateAlignedLoad(held, object, modify.getAlign(), true, "atomic.first");
        llvm::Value *offset = nullptr;
        if (isPointerArithmetic && !operand->getType()->isPointerTy()) {
            offset = builder.CreateTrunc(operand, builder.getInt32Ty());
        }
        builder.CreateBr(loop);
        builder.SetInsertPoint(loop);
        llvm::PHINode *current = builder.CreatePHI(held, 2, "atomic.old");
        current->addIncoming(first, before);
        llvm::Value *desired;
        if (offset != nullptr) {
            const bool isSubtraction = modify.getOperation() == llvm::AtomicRMWInst::Sub;
            desired =
                builder.CreatePtrAdd(current, isSubtraction ? builder.CreateNeg(offset) : offset);
        } else {
            llvm::Value *value =
                isCapability ? bits_of(current, type) : builder.CreateBitCast(current, type);
            llvm::Value *computed =
                llvm::buildAtomicRMWValue(modify.getOperation(), builder, value, operand);
            desired =
                isCapability ? capability_of(computed) : builder.CreateBitCast(computed, held);
        }
        const auto [old, isDone] = compare_exchange(
            object, current, desired, modify.getOrdering(),
            llvm::AtomicCmpXchgInst::getStrongestFailureOrdering(modify.getOrdering()));
        current->addIncoming(old, builder.GetInsertBlock());
        builder.CreateCondBr(isDone, after, loop);
        builder.SetInsertPoint(&modify);
        if (isCapability) {
            uses_replace(modify, old);
        } else {
            modify.replaceAllUsesWith(builder.CreateBitCast(old, type));
        }
        modify.eraseFromParent();
    }

    llvm::Instruction &instruction;
    llvm::Module &module;
    const llvm::DataLayout &layout;
    llvm::IRBuilder<> builder;
};

} // namespace

void atomics_lower(llvm::Module &module)
{
    llvm::SmallVector<llvm::Instruction *> atomics;
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            if (instruction.isAtomic()) {
                atomics.push_back(&instruction);
            }
        }
    }
    for (llvm::Instruction *instruction : atomics) {
        Lowering lowering(*instruction);
        if (auto *load = llvm::dyn_cast<llvm::LoadInst>(instruction)) {
            lowering.load_lower(*load);
        } else if (auto *store = llvm::dyn_cast<llvm::StoreInst>(instruction)) {
            lowering.store_lower(*store);
        } else if (auto *exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(instruction)) {
            lowering.exchange_lower(*exchange);
        } else if (auto *modify = llvm::dyn_cast<llvm::AtomicRMWInst>(instruction)) {
            lowering.modify_lower(*modify);
        } else {
            lowering.fence_lower();
        }
    }
}

} // namespace griotte::toolchain
