// IR as text, for tests of single passes.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

#include "toolchain/driver/cheriot_version.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

/// A module made from text, and the text it became.
class Ir
{
public:
    explicit Ir(const std::string &text)
    {
        llvm::SMDiagnostic diagnostic;
        module = llvm::parseAssemblyString("target datalayout = \"" +
                                               std::string(CheriotDataLayout) + "\"\n" + text,
                                           diagnostic, context);
        EXPECT_NE(module, nullptr)
            << diagnostic.getMessage().str() << " in line " << diagnostic.getLineNo();
    }

    llvm::Module &get() { return *module; }

    /// The module as text; it must be valid.
    std::string text()
    {
        std::string result;
        llvm::raw_string_ostream stream(result);
        EXPECT_FALSE(llvm::verifyModule(*module, &stream)) << result;
        module->print(stream, nullptr);
        return result;
    }

    bool has(const std::string &part) { return text().find(part) != std::string::npos; }

private:
    llvm::LLVMContext context;
    std::unique_ptr<llvm::Module> module;
};

} // namespace griotte::toolchain
