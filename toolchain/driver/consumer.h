// Clang's syntax tree to IR, with what CHERIoT adds on the way.
#pragma once

#include <memory>
#include <string>

#include <clang/Frontend/FrontendAction.h>

#include "toolchain/driver/options.h"

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace griotte::toolchain {

/// Compiles one source file to IR: clang's own generation, then builtins under their IR names,
/// attributes, and warnings about lost tags.
class IrAction final : public clang::ASTFrontendAction
{
public:
    IrAction(llvm::LLVMContext &theContext, const TargetOptions &theTarget);
    ~IrAction() override;

    /// The result; null when there were errors.
    std::unique_ptr<llvm::Module> module_take();

    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance &compiler,
                                                          llvm::StringRef input) override;

private:
    llvm::LLVMContext &context;
    const TargetOptions &target;
    std::unique_ptr<llvm::Module> module;
};

} // namespace griotte::toolchain
