// See pipeline.h.
#include "toolchain/driver/pipeline.h"

#include <llvm/IR/Module.h>
#include <llvm/IR/PassInstrumentation.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Transforms/Scalar/DCE.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/SROA.h>

#include "toolchain/driver/passes/invented_stores.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

llvm::OptimizationLevel level_of(char optimisationLevel)
{
    switch (optimisationLevel) {
    case '0':
        return llvm::OptimizationLevel::O0;
    case '1':
        return llvm::OptimizationLevel::O1;
    case '3':
        return llvm::OptimizationLevel::O3;
    case 's':
        return llvm::OptimizationLevel::Os;
    case 'z':
        return llvm::OptimizationLevel::Oz;
    default:
        return llvm::OptimizationLevel::O2;
    }
}

/// LLVM's analyses, tied together.
class Analyses
{
public:
    Analyses(llvm::TargetMachine *machine, const llvm::PipelineTuningOptions &tuning)
        : builder(machine, tuning, std::nullopt, &callbacks)
    {
        invented_stores_prevent(callbacks);
        builder.registerModuleAnalyses(modules);
        builder.registerCGSCCAnalyses(components);
        builder.registerFunctionAnalyses(functions);
        builder.registerLoopAnalyses(loops);
        builder.crossRegisterProxies(loops, functions, components, modules);
    }

    llvm::PassInstrumentationCallbacks callbacks;
    llvm::LoopAnalysisManager loops;
    llvm::FunctionAnalysisManager functions;
    llvm::CGSCCAnalysisManager components;
    llvm::ModuleAnalysisManager modules;
    llvm::PassBuilder builder;
};

/// There are no vectors, and code is small memory.
llvm::PipelineTuningOptions tuning_of(char optimisationLevel)
{
    llvm::PipelineTuningOptions tuning;
    tuning.LoopVectorization = false;
    tuning.SLPVectorization = false;
    tuning.LoopInterleaving = false;
    tuning.LoopUnrolling = optimisationLevel == '2' || optimisationLevel == '3';
    return tuning;
}

void early_run(llvm::Module &module)
{
    small_aggregates_pass(module);
    storage_align(module);
    conventions_lower(module);
    builtins_expand(module);
    member_pointers_lower(module);
    casts_lower_early(module);
    atomics_lower(module);
    variadics_lower(module);
    postures_guard(module);
    copies_prepare(module);
}

void optimisation_run(llvm::Module &module, char optimisationLevel, llvm::TargetMachine *machine)
{
    Analyses analyses(machine, tuning_of(optimisationLevel));
    const llvm::OptimizationLevel level = level_of(optimisationLevel);
    llvm::ModulePassManager passes = level == llvm::OptimizationLevel::O0
                                         ? analyses.builder.buildO0DefaultPipeline(level)
                                         : analyses.builder.buildPerModuleDefaultPipeline(level);
    passes.run(module, analyses.modules);
}

void locals_promote(llvm::Module &module, llvm::TargetMachine *machine)
{
    Analyses analyses(machine, {});
    llvm::FunctionPassManager functions;
    functions.addPass(llvm::SROAPass(llvm::SROAOptions::PreserveCFG));
    functions.addPass(llvm::EarlyCSEPass());
    functions.addPass(llvm::DCEPass());
    llvm::ModulePassManager passes;
    passes.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(functions)));
    passes.run(module, analyses.modules);
}

Result<void> late_run(llvm::Module &module)
{
    TRY_VOID(slots_repair(module));
    copies_prepare(module);
    copies_finish(module);
    casts_lower_late(module);
    pairs_repair(module);
    misaligned_repair(module);
    TRY_VOID(tags_verify(module));
    return {};
}

} // namespace

Result<void> pipeline_run(llvm::Module &module, char optimisationLevel,
                          llvm::TargetMachine *machine)
{
    const llvm::StringSet<> known = functions_known(module);
    early_run(module);
    optimisation_run(module, optimisationLevel, machine);
    TRY_VOID(slots_repair(module));
    copies_prepare(module);
    copies_finish(module);
    casts_lower_late(module);
    // What was hidden from LLVM may have become small copies between local variables.
    if (optimisationLevel != '0') {
        locals_promote(module, machine);
    }
    TRY_VOID(late_run(module));
    runtime_calls_mark(module, known);
    return {};
}

} // namespace griotte::toolchain
