// See compile.h.
#include "toolchain/driver/compile.h"

#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "toolchain/driver/emit.h"
#include "toolchain/driver/frontend.h"
#include "toolchain/driver/pipeline.h"

namespace griotte::toolchain {

namespace {

using Product = Frontend::Product;

/// Optimises the module and writes what was asked for.
Result<void> module_finish(Frontend &frontend, llvm::Module &module)
{
    const Product product = frontend.product();
    const bool isMachineCode = product == Product::Assembly || product == Product::Object;
    std::unique_ptr<llvm::TargetMachine> machine;
    auto made = target_machine_make(frontend.optimisation_level());
    if (made.has_value()) {
        machine = std::move(*made);
    } else if (isMachineCode) {
        return std::unexpected(made.error());
    }
    if (!frontend.is_unprocessed()) {
        TRY_VOID(pipeline_run(module, frontend.optimisation_level(), machine.get()));
    }
    const auto output = frontend.output_open();
    if (output == nullptr) {
        return {}; // already diagnosed
    }
    switch (product) {
    case Product::IrText:
        module.print(*output, nullptr);
        return {};
    case Product::IrBitcode:
        llvm::WriteBitcodeToFile(module, *output);
        return {};
    case Product::Assembly:
        return module_emit(*machine, module, EmissionKind::Assembly, *output);
    case Product::Object:
    case Product::Clang:
        break;
    }
    return module_emit(*machine, module, EmissionKind::Object, *output);
}

} // namespace

bool compile(const std::vector<const char *> &arguments, const TargetOptions &target)
{
    llvm::LLVMContext context;
    Frontend frontend;
    if (!frontend.prepare(arguments, target)) {
        return false;
    }
    if (const auto module = frontend.run(context)) {
        if (const auto finished = module_finish(frontend, *module); !finished.has_value()) {
            frontend.fail(finished.error().message);
        }
    }
    frontend.finish();
    return !frontend.is_failed();
}

} // namespace griotte::toolchain
