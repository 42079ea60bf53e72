// CHERIoT's attributes on functions: registered with clang as plugins are, kept in the syntax tree
// as annotations, written to IR as "cheriot.NAME"="value" function attributes.
//
// The spellings and what each means: docs/reference/compiler.md.
#pragma once

#include <string>

namespace clang {
class CodeGenerator;
class DiagnosticsEngine;
} // namespace clang
namespace llvm {
class Module;
}

namespace griotte::toolchain {

/// Marks a C++ member function whose address only a member pointer can have taken.
inline constexpr const char *MethodAttribute = "cheriot.method";
inline constexpr const char *CompartmentAttribute = "cheriot.compartment";
inline constexpr const char *CallbackAttribute = "cheriot.callback";
inline constexpr const char *LibraryCallAttribute = "cheriot.libcall";
inline constexpr const char *InterruptStateAttribute = "cheriot.interrupt_state";

/// Does nothing but make sure that the attributes are linked in; they register themselves.
void attributes_register();

/// Gives the functions of `module`, which `generator` made, the attributes of their declarations,
/// and takes away the annotations that carried them. Contradictions, and entry points of another
/// compartment than `compartment` (empty: not checked), become errors of `diagnostics`.
void attributes_attach(clang::CodeGenerator &generator, llvm::Module &module,
                       const std::string &compartment, clang::DiagnosticsEngine &diagnostics);

/// Functions that clang calls by itself (`__cxa_guard_acquire`, `memcpy`) and that no source
/// declares are those of the run-time library: "cheriot.libcall".
void runtime_functions_attach(clang::CodeGenerator &generator, llvm::Module &module);

} // namespace griotte::toolchain
