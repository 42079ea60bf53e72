// What shows that memory holds no capability.
#pragma once

#include <cstdint>
#include <optional>

namespace llvm {
class Constant;
class Instruction;
class MDNode;
class MemTransferInst;
class Type;
class Value;
} // namespace llvm

namespace griotte::toolchain {

/// Bytes a capability takes, and its alignment.
inline constexpr uint64_t CapabilityBytes = 8;

/// The size of the arithmetic type an access tag (!tbaa, or a field's in !tbaa.struct) names;
/// nothing when the type is a pointer, a character, or unknown, all of which may be a capability's
/// bytes.
std::optional<uint64_t> arithmetic_size(const llvm::MDNode *accessTag);

/// Whether `object` is known to hold no capability: a constant without pointers, or a local
/// variable of an eight-byte arithmetic type that is never accessed as a pointer.
bool is_without_capabilities(const llvm::Value *object);

/// Whether a copy moves no capability, by its size, its operands or its types.
bool is_copy_without_capabilities(const llvm::MemTransferInst &copy);

} // namespace griotte::toolchain
