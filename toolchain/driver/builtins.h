// The __builtin_cheri_* functions. clang type-checks them from builtins.def and calls them by name;
// this gives the names C cannot spell, and the back end makes an instruction of each.
#pragma once

#include <span>
#include <string>

#include <clang/Basic/Builtins.h>

namespace clang {
class ASTContext;
}

namespace griotte::toolchain {

/// A builtin that changes its first argument and returns it.
struct CapabilityBuiltin
{
    std::string name;
    unsigned argumentCount;
};

std::span<const CapabilityBuiltin> capability_builtins();

/// The table in clang's form.
clang::Builtin::InfosShard builtins_shard();

/// Labels the builtins used so far so that IR calls them cheriot.NAME: user code may well have its
/// own cheri_bounds_set. To be called before code is generated from their uses.
void builtins_label(clang::ASTContext &context);

} // namespace griotte::toolchain
