// Runs clang in this process on one "cc1" command line, as its driver writes them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "toolchain/driver/options.h"

namespace clang {
class CompilerInstance;
}
namespace llvm {
class LLVMContext;
class Module;
class raw_pwrite_stream;
} // namespace llvm

namespace griotte::toolchain {

/// One source file on its way. Source to IR is clang's work; the rest is done on the result.
class Frontend
{
public:
    /// What the command line asks for.
    enum class Product
    {
        /// Clang makes it alone: preprocessed text, dependencies, a syntax check.
        Clang,
        IrText,
        IrBitcode,
        Assembly,
        Object,
    };

    Frontend();
    ~Frontend();
    Frontend(const Frontend &) = delete;
    Frontend &operator=(const Frontend &) = delete;

    /// Parses the command line. False after diagnostics.
    bool prepare(const std::vector<const char *> &arguments, const TargetOptions &target);

    Product product() const;
    char optimisation_level() const;
    /// -Xclang -disable-llvm-passes: the IR as clang wrote it, which no back end takes.
    bool is_unprocessed() const;

    /// Source to IR, or the whole of Product::Clang. Null after diagnostics and for
    /// Product::Clang; is_failed() tells which.
    std::unique_ptr<llvm::Module> run(llvm::LLVMContext &context);
    bool is_failed() const;

    /// Where the product goes; null after diagnostics.
    std::unique_ptr<llvm::raw_pwrite_stream> output_open();

    /// Reports an error that has no place in the source.
    void fail(const std::string &message);

    /// "1 warning generated." To be called last.
    void finish();

private:
    struct State;
    std::unique_ptr<State> state;
};

} // namespace griotte::toolchain
