// Rewriting constant expressions wherever a module has them: in initialisers and as operands.
#pragma once

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>

namespace griotte::toolchain {

/// Offers every constant expression to `replace`, innermost last; what it returns takes the
/// expression's place, null leaves it and looks inside.
void constants_rewrite(llvm::Module &module,
                       llvm::function_ref<llvm::Constant *(llvm::ConstantExpr &)> replace);

} // namespace griotte::toolchain
