// Conversions between pointers and integers.
//
// In C an integer converted from a pointer is its address, of 32 bits. In LLVM ptrtoint to i64
// gives all the bits of the capability, and the optimiser prefers that width. So C's conversions
// are made 32 bits wide first, and what is 64 bits wide afterwards means bits.
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/KnownBits.h>

#include "toolchain/driver/passes/constants.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

constexpr unsigned AddressBits = 32;

bool is_wide(const llvm::Type *type)
{
    return type->isIntegerTy() && type->getIntegerBitWidth() != AddressBits;
}

/// A place in the frame for one capability, to move bits between ptr and i64.
llvm::AllocaInst *slot_make(llvm::Function &function)
{
    llvm::IRBuilder<> builder(&*function.getEntryBlock().getFirstInsertionPt());
    llvm::AllocaInst *slot = builder.CreateAlloca(builder.getPtrTy(), nullptr, "bits");
    slot->setAlignment(llvm::Align(8));
    return slot;
}

/// Whether no user of `value`, an i64, sees more than its low 32 bits.
bool is_low_half_enough(const llvm::Value &value)
{
    for (const llvm::User *user : value.users()) {
        if (const auto *cast = llvm::dyn_cast<llvm::TruncInst>(user)) {
            if (cast->getType()->getIntegerBitWidth() <= AddressBits) {
                continue;
            }
        }
        const auto *binary = llvm::dyn_cast<llvm::BinaryOperator>(user);
        if (binary == nullptr) {
            return false;
        }
        const auto *mask = llvm::dyn_cast<llvm::ConstantInt>(binary->getOperand(1));
        const bool isMasked = binary->getOpcode() == llvm::Instruction::And && mask != nullptr &&
                              mask->getValue().getActiveBits() <= AddressBits;
        // Sums and products: the low half depends on low halves only.
        const bool isLow = binary->getOpcode() == llvm::Instruction::Add ||
                           binary->getOpcode() == llvm::Instruction::Sub ||
                           binary->getOpcode() == llvm::Instruction::Mul ||
                           binary->getOpcode() == llvm::Instruction::And ||
                           binary->getOpcode() == llvm::Instruction::Or ||
                           binary->getOpcode() == llvm::Instruction::Xor;
        if (!isMasked && !(isLow && is_low_half_enough(*binary))) {
            return false;
        }
    }
    return true;
}

void to_integer_lower(llvm::PtrToIntInst &cast)
{
    llvm::IRBuilder<> builder(&cast);
    llvm::Value *pointer = cast.getPointerOperand();
    llvm::Value *result;
    if (cast.getType()->getIntegerBitWidth() < AddressBits || is_low_half_enough(cast)) {
        result = builder.CreateZExtOrTrunc(builder.CreatePtrToInt(pointer, builder.getInt32Ty()),
                                           cast.getType());
    } else {
        llvm::AllocaInst *slot = slot_make(*cast.getFunction());
        builder.CreateAlignedStore(pointer, slot, llvm::Align(8));
        result = builder.CreateZExtOrTrunc(
            builder.CreateAlignedLoad(builder.getInt64Ty(), slot, llvm::Align(8)), cast.getType());
    }
    cast.replaceAllUsesWith(result);
    cast.eraseFromParent();
}

void to_pointer_lower(llvm::IntToPtrInst &cast)
{
    llvm::IRBuilder<> builder(&cast);
    llvm::Value *integer = cast.getOperand(0);
    const llvm::KnownBits known = llvm::computeKnownBits(integer, cast.getDataLayout());
    llvm::Value *result;
    if (known.countMaxActiveBits() <= AddressBits) {
        result = builder.CreateIntToPtr(builder.CreateZExtOrTrunc(integer, builder.getInt32Ty()),
                                        cast.getType());
    } else {
        llvm::AllocaInst *slot = slot_make(*cast.getFunction());
        builder.CreateAlignedStore(builder.CreateZExtOrTrunc(integer, builder.getInt64Ty()), slot,
                                   llvm::Align(8));
        result = builder.CreateAlignedLoad(cast.getType(), slot, llvm::Align(8));
    }
    cast.replaceAllUsesWith(result);
    cast.eraseFromParent();
}

/// (void *)-1 and its like: clang extends the integer to the pointer's width first.
llvm::Constant *constant_narrow(llvm::ConstantExpr &expression)
{
    if (expression.getOpcode() != llvm::Instruction::IntToPtr) {
        return nullptr;
    }
    const auto *value = llvm::dyn_cast<llvm::ConstantInt>(expression.getOperand(0));
    if (value == nullptr || value->getBitWidth() <= AddressBits) {
        return nullptr;
    }
    return llvm::ConstantExpr::getIntToPtr(
        llvm::ConstantInt::get(expression.getContext(), value->getValue().trunc(AddressBits)),
        expression.getType());
}

/// trunc (i64 ptrtoint @x) to i32, as constant folding writes an address.
llvm::Constant *constant_address(llvm::ConstantExpr &expression)
{
    if (expression.getOpcode() != llvm::Instruction::Trunc ||
        expression.getType()->getIntegerBitWidth() != AddressBits)
    {
        return nullptr;
    }
    auto *inner = llvm::dyn_cast<llvm::ConstantExpr>(expression.getOperand(0));
    if (inner == nullptr || inner->getOpcode() != llvm::Instruction::PtrToInt) {
        return nullptr;
    }
    return llvm::ConstantExpr::getPtrToInt(inner->getOperand(0), expression.getType());
}

} // namespace

void casts_lower_early(llvm::Module &module)
{
    constants_rewrite(module, constant_narrow);
    for (llvm::Function &function : module) {
        for (llvm::Instruction &instruction :
             llvm::make_early_inc_range(llvm::instructions(function)))
        {
            llvm::IRBuilder<> builder(&instruction);
            auto *toInteger = llvm::dyn_cast<llvm::PtrToIntInst>(&instruction);
            auto *toPointer = llvm::dyn_cast<llvm::IntToPtrInst>(&instruction);
            llvm::Value *result = nullptr;
            if (toInteger != nullptr && is_wide(toInteger->getType())) {
                result = builder.CreateZExtOrTrunc(
                    builder.CreatePtrToInt(toInteger->getPointerOperand(), builder.getInt32Ty()),
                    toInteger->getType());
            } else if (toPointer != nullptr && is_wide(toPointer->getOperand(0)->getType())) {
                result = builder.CreateIntToPtr(
                    builder.CreateZExtOrTrunc(toPointer->getOperand(0), builder.getInt32Ty()),
                    toPointer->getType());
            } else {
                continue;
            }
            instruction.replaceAllUsesWith(result);
            instruction.eraseFromParent();
        }
    }
}

void casts_lower_late(llvm::Module &module)
{
    constants_rewrite(module, constant_address);
    for (llvm::Function &function : module) {
        llvm::SmallVector<llvm::Instruction *> casts;
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            const bool isToInteger =
                llvm::isa<llvm::PtrToIntInst>(instruction) && is_wide(instruction.getType());
            const bool isToPointer = llvm::isa<llvm::IntToPtrInst>(instruction) &&
                                     is_wide(instruction.getOperand(0)->getType());
            if (isToInteger || isToPointer) {
                casts.push_back(&instruction);
            }
        }
        for (llvm::Instruction *instruction : casts) {
            if (auto *toInteger = llvm::dyn_cast<llvm::PtrToIntInst>(instruction)) {
                to_integer_lower(*toInteger);
            } else {
                to_pointer_lower(*llvm::cast<llvm::IntToPtrInst>(instruction));
            }
        }
    }
}

} // namespace griotte::toolchain
