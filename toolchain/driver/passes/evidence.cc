// See evidence.h.
#include "toolchain/driver/passes/evidence.h"

#include <array>

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Metadata.h>

namespace griotte::toolchain {

namespace {

struct ArithmeticType
{
    llvm::StringLiteral name;
    uint64_t size;
};

/// Clang's names of scalar types in type-based alias metadata. Enumerations of C++ have names of
/// their own and count as unknown.
constexpr std::array ArithmeticTypes = {
    ArithmeticType{"int", 4},       ArithmeticType{"long", 4},     ArithmeticType{"short", 2},
    ArithmeticType{"long long", 8}, ArithmeticType{"bool", 1},     ArithmeticType{"_Bool", 1},
    ArithmeticType{"float", 4},     ArithmeticType{"double", 8},   ArithmeticType{"long double", 8},
    ArithmeticType{"wchar_t", 2},   ArithmeticType{"char16_t", 2}, ArithmeticType{"char32_t", 4},
};

/// What clang called the accessed type; empty when it did not say.
llvm::StringRef type_name(const llvm::MDNode *accessTag)
{
    if (accessTag == nullptr || accessTag->getNumOperands() < 2) {
        return {};
    }
    const auto *type = llvm::dyn_cast_or_null<llvm::MDNode>(accessTag->getOperand(1).get());
    const auto *name = type == nullptr || type->getNumOperands() == 0
                           ? nullptr
                           : llvm::dyn_cast<llvm::MDString>(type->getOperand(0).get());
    return name == nullptr ? llvm::StringRef() : name->getString();
}

/// "any pointer", "vtable pointer", and "p1 int" for a pointer to int.
bool is_pointer_name(llvm::StringRef name)
{
    return name.ends_with(" pointer") ||
           (name.consume_front("p") && !name.empty() && llvm::isDigit(name.front()));
}

/// Whether a structure copied at less than a capability's alignment has pointers all the same: it
/// is packed, but may lie where they fit.
bool has_pointer_field(const llvm::MDNode *types)
{
    for (unsigned i = 2; i < types->getNumOperands(); i += 3) {
        if (is_pointer_name(type_name(llvm::dyn_cast_or_null<llvm::MDNode>(types->getOperand(i)))))
        {
            return true;
        }
    }
    return false;
}

bool has_pointer(const llvm::Type *type)
{
    if (type->isPointerTy()) {
        return true;
    }
    for (const llvm::Type *part : type->subtypes()) {
        if (has_pointer(part)) {
            return true;
        }
    }
    return false;
}

/// Whether everything done to the variable directly is done as its own type.
bool is_used_as_declared(const llvm::AllocaInst &variable)
{
    for (const llvm::User *user : variable.users()) {
        const auto *load = llvm::dyn_cast<llvm::LoadInst>(user);
        const auto *store = llvm::dyn_cast<llvm::StoreInst>(user);
        if ((load != nullptr && load->getType()->isPointerTy()) ||
            (store != nullptr && store->getValueOperand()->getType()->isPointerTy()))
        {
            return false;
        }
    }
    return true;
}

} // namespace

std::optional<uint64_t> arithmetic_size(const llvm::MDNode *accessTag)
{
    const llvm::StringRef name = type_name(accessTag);
    for (const ArithmeticType &known : ArithmeticTypes) {
        if (name == known.name) {
            return known.size;
        }
    }
    return std::nullopt;
}

bool is_without_capabilities(const llvm::Value *object)
{
    const llvm::Value *base = llvm::getUnderlyingObject(object);
    if (const auto *constant = llvm::dyn_cast<llvm::GlobalVariable>(base)) {
        return constant->isConstant() && constant->hasDefinitiveInitializer() &&
               !has_pointer(constant->getValueType());
    }
    const auto *variable = llvm::dyn_cast<llvm::AllocaInst>(base);
    return variable != nullptr && base == object->stripPointerCasts() &&
           !variable->isArrayAllocation() &&
           (variable->getAllocatedType()->isIntegerTy(64) ||
            variable->getAllocatedType()->isDoubleTy()) &&
           is_used_as_declared(*variable);
}

bool is_copy_without_capabilities(const llvm::MemTransferInst &copy)
{
    const auto *length = llvm::dyn_cast<llvm::ConstantInt>(copy.getLength());
    if (length != nullptr && length->getValue().ult(CapabilityBytes)) {
        return true;
    }
    const bool isAligned = copy.getDestAlign().valueOrOne() >= CapabilityBytes &&
                           copy.getSourceAlign().valueOrOne() >= CapabilityBytes;
    const llvm::MDNode *types = copy.getMetadata(llvm::LLVMContext::MD_tbaa_struct);
    if (!isAligned && types != nullptr && !has_pointer_field(types)) {
        return true; // an object of a type that is not aligned for capabilities
    }
    return is_without_capabilities(copy.getSource()) || is_without_capabilities(copy.getDest());
}

} // namespace griotte::toolchain
