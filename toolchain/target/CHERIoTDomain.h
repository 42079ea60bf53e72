//===-- CHERIoTDomain.h - Functions of other domains ------------*- C++ -*-===//
//
// docs/reference/compartments.md, "Calls between domains": what a function is
// to the code of a compartment or a library, and how that reaches it. In bare
// metal there is one domain, and all functions are plain.
//
//===----------------------------------------------------------------------===//

#ifndef GRIOTTE_TOOLCHAIN_TARGET_CHERIOTDOMAIN_H
#define GRIOTTE_TOOLCHAIN_TARGET_CHERIOTDOMAIN_H

#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>

namespace llvm {

class CallBase;
class Function;
class GlobalValue;
class Module;

namespace CHERIoT {

/// The module flag that says whose code this is; without it, bare metal.
inline constexpr StringLiteral DomainFlag = "cheriot-compartment";

/// Function attributes, as the front end writes them.
inline constexpr StringLiteral EntryAttribute = "cheriot.compartment";
inline constexpr StringLiteral LibraryCallAttribute = "cheriot.libcall";
inline constexpr StringLiteral CallbackAttribute = "cheriot.callback";
inline constexpr StringLiteral PostureAttribute = "cheriot.interrupt_state";
inline constexpr StringLiteral MinimumStackAttribute = "cheriot.minimum_stack";

/// The domain \p M is compiled for, perhaps without a name; nothing for bare
/// metal.
std::optional<StringRef> getDomain(const Module &M);

enum class FunctionKind {
  Plain,
  /// An entry point of a compartment, this one or another.
  Entry,
  /// What pointers of callback type point to.
  Callback,
  /// A function of a shared library.
  LibraryCall,
  /// Its own domain's, but with an interrupt posture of its own.
  Postured,
};

/// What \p GV, a function or an alias of one, is to its module. An alias is
/// what it is an alias of. A library's function that every file has a copy of
/// (C++ `inline`) is plain, or postured: each domain calls its own.
FunctionKind getKind(const GlobalValue &GV);

/// Do calls of functions of this kind follow the convention of entry points?
inline bool hasEntryConvention(FunctionKind Kind) {
  return Kind == FunctionKind::Entry || Kind == FunctionKind::Callback;
}

/// The interrupts while a function runs, numbered as in an export.
enum class Posture : uint8_t { Inherit = 0, Enabled = 1, Disabled = 2 };

/// The posture \p F was given; an entry point without one counts as inheriting,
/// although the switcher enables interrupts for it.
Posture getPosture(const Function &F);

/// How a call gets where it goes.
enum class Route {
  /// A jump to a symbol or through an unsealed capability.
  Direct,
  /// Through the sentry in an import.
  Sentry,
  /// By way of the switcher, with the sealed export entry in an import.
  Switcher,
};

/// How \p Caller calls \p Callee, a function or an alias of one.
Route getRoute(const Function &Caller, const GlobalValue &Callee);

/// The same for a function of the run-time library that code generation calls
/// by its name alone.
Route getRuntimeRoute(const Function &Caller, StringRef Name);

/// May a tail call jump to the import of the library's function \p Name,
/// declared with \p Declared? Only what inherits the posture can be jumped to.
/// Of the run-time functions the atomic ones do not.
bool isJumpable(StringRef Name, Posture Declared);

/// Is \p Call, through a pointer, one of callback type?
bool isCallbackCall(const CallBase &Call);

/// A function that code generation declared by itself is a library's.
void markRuntimeFunction(Function &F);

/// Flags of machine operands: not the symbol itself but the import slot.
enum OperandFlag : unsigned {
  MO_None = 0,
  /// Of this function, or of the run-time function of this name.
  MO_Import,
  /// Of the switcher; the symbol does not count.
  MO_SwitcherImport,
};

} // namespace CHERIoT
} // namespace llvm

#endif
