// Integers of eight bytes that are only moved: loaded, perhaps chosen between, and stored.
#pragma once

#include <llvm/ADT/SetVector.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/Instructions.h>

namespace griotte::toolchain {

/// The loads, phis, selects and stores one moved value goes through.
struct Web
{
    llvm::SmallSetVector<llvm::Instruction *, 8> values;
    llvm::SmallSetVector<llvm::StoreInst *, 8> stores;
    /// Whether nothing but moving happens to it, so that it could as well be a capability.
    bool isOnlyMoved = true;
    /// Whether a type says that it is a number.
    bool isNumber = false;
};

/// The web that contains `load`, of i64.
Web web_of(llvm::LoadInst &load);

/// Every web of a function that moves what may be a capability: eight-byte integer loads that reach
/// stores, at addresses aligned for capabilities, without a type that proves them numbers.
llvm::SmallVector<Web> suspicious_webs(llvm::Function &function);

} // namespace griotte::toolchain
