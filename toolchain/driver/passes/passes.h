// CHERIoT's passes on IR, in the order they run. Each takes a module and leaves it valid;
// pipeline.cc calls them. docs/design/tag-preservation.md explains what they keep and why it is
// enough.
#pragma once

#include <llvm/ADT/StringSet.h>

#include "base/error.h"

namespace llvm {
class Module;
}

namespace griotte::toolchain {

// ---- before any optimisation: what clang wrote is made what the machine has --------------------

/// The functions that are called as what the source says they are, for runtime_calls_mark().
llvm::StringSet<> functions_known(const llvm::Module &module);

/// Arguments that are an aggregate of eight bytes, aligned to eight, become its value: a `ptr` that
/// was a `byval` reference.
void small_aggregates_pass(llvm::Module &module);

/// Variables of eight bytes or more get the alignment of capabilities.
void storage_align(llvm::Module &module);

/// The calling convention that carried "callback" through clang's types becomes the attribute
/// "cheriot.callback", on functions and on calls.
void conventions_lower(llvm::Module &module);

/// Builtins that are no instruction: offset_get, offset_set, address_increment, sealed_get, ...
void builtins_expand(llvm::Module &module);

/// C++ pointers to member functions: an address in clang's IR, a slot that holds the function's
/// capability afterwards.
void member_pointers_lower(llvm::Module &module);

/// Conversions between pointers and integers of other widths than an address's go through the
/// address: C's meaning, which LLVM would take for the capability's bits.
void casts_lower_early(llvm::Module &module);

/// Atomic accesses become plain ones or calls of __atomic_*; those of eight bytes keep tags.
void atomics_lower(llvm::Module &module);

/// va_arg, va_copy and va_end by docs/reference/abi.md. va_start is the back end's.
void variadics_lower(llvm::Module &module);

/// Calls between functions of different interrupt postures are never inlined.
void postures_guard(llvm::Module &module);

// ---- before and after optimisation ---------------------------------------------------------

/// Copies of memory that may hold capabilities: small ones become loads and stores of ptr, others
/// calls no pass of LLVM's looks into.
void copies_prepare(llvm::Module &module);

// ---- after it ------------------------------------------------------------------------------

/// Local variables that copies go through get the alignment of capabilities: LLVM may have cut them
/// out of larger ones. Fails when a copy's two sides can never agree. Before copies_prepare().
Result<void> slots_repair(llvm::Module &module);

/// The opaque calls copies_prepare() left become capability loads and stores where they turned out
/// to be small and aligned, and calls of memcpy and memmove, which keep tags, where not.
void copies_finish(llvm::Module &module);

/// Loads of eight-byte integers that only feed stores become loads and stores of ptr unless the
/// type says that they are integers.
void pairs_repair(llvm::Module &module);

/// Conversions between ptr and i64 that optimisation made - the capability's bits - become 32-bit
/// conversions where the metadata is not asked for, and go through memory where it is.
void casts_lower_late(llvm::Module &module);

/// Loads and stores of ptr that are not known to be aligned become copies through an aligned slot.
void misaligned_repair(llvm::Module &module);

/// Functions that passes came to call by themselves are the run-time library's:
/// "cheriot.libcall" on declarations that are not among `known`. In code for the RTOS only.
void runtime_calls_mark(llvm::Module &module, const llvm::StringSet<> &known);

/// Fails on anything that could still lose a tag.
Result<void> tags_verify(llvm::Module &module);

} // namespace griotte::toolchain
