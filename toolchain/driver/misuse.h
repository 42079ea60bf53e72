// Warns of integers that become pointers again: the tag stays behind, and the program traps far
// away from the mistake.
#pragma once

#include <clang/AST/DeclGroup.h>

namespace clang {
class ASTContext;
}

namespace griotte::toolchain {

/// Warns at each conversion of an integer to a pointer whose integer was computed from a pointer.
void misuse_warn(clang::ASTContext &context, clang::DeclGroupRef declarations);

} // namespace griotte::toolchain
