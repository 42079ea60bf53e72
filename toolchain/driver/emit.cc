// See emit.h.
#include "toolchain/driver/emit.h"

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Target/TargetMachine.h>

#include "toolchain/driver/cheriot_version.h"
#include "toolchain/target/TargetInfo/CHERIoTTargetInfo.h"

namespace griotte::toolchain {

namespace {

/// The registered target, by name: LLVM's triples do not know it.
const llvm::Target *target_find()
{
    static const bool isRegistered = [] {
        initializeCHERIoTTargetInfo();
        initializeCHERIoTTargetMC();
        initializeCHERIoTAsmParser();
        initializeCHERIoTCodeGenerator();
        return true;
    }();
    for (const llvm::Target &target : llvm::TargetRegistry::targets()) {
        if (isRegistered && llvm::StringRef(target.getName()) == "cheriot") {
            return &target;
        }
    }
    return nullptr;
}

llvm::CodeGenOptLevel effort_of(char optimisationLevel)
{
    switch (optimisationLevel) {
    case '0':
        return llvm::CodeGenOptLevel::None;
    case '1':
        return llvm::CodeGenOptLevel::Less;
    case '3':
        return llvm::CodeGenOptLevel::Aggressive;
    default:
        return llvm::CodeGenOptLevel::Default;
    }
}

} // namespace

Result<std::unique_ptr<llvm::TargetMachine>> target_machine_make(char optimisationLevel)
{
    const llvm::Target *target = target_find();
    if (target == nullptr || !target->hasTargetMachine()) {
        return fail("this griotte was built without a code generator; -emit-llvm, -E and "
                    "-fsyntax-only need none");
    }
    llvm::TargetOptions options;
    options.FunctionSections = true;
    options.DataSections = true;
    std::unique_ptr<llvm::TargetMachine> machine(target->createTargetMachine(
        llvm::Triple(CheriotTriple), "cheriot", "", options, llvm::Reloc::Static, std::nullopt,
        effort_of(optimisationLevel)));
    if (machine == nullptr) {
        return fail("the code generator refuses to be set up for {}", CheriotTriple);
    }
    return machine;
}

Result<void> module_emit(llvm::TargetMachine &machine, llvm::Module &module, EmissionKind kind,
                         llvm::raw_pwrite_stream &output)
{
    llvm::legacy::PassManager passes;
    const auto file = kind == EmissionKind::Object ? llvm::CodeGenFileType::ObjectFile
                                                   : llvm::CodeGenFileType::AssemblyFile;
    if (machine.addPassesToEmitFile(passes, output, nullptr, file)) {
        return fail("the code generator cannot write this kind of file");
    }
    passes.run(module);
    return {};
}

} // namespace griotte::toolchain
