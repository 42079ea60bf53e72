// See frontend.h.
//
// clang's CompilerInstance::ExecuteAction would make its own target, so the action is driven by
// hand: BeginSourceFile, Execute, EndSourceFile.
#include "toolchain/driver/frontend.h"

#include <clang/Basic/DiagnosticFrontend.h>
#include <clang/Basic/TargetInfo.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/FrontendTool/Utils.h>
#include <llvm/IR/DiagnosticInfo.h>
#include <llvm/IR/DiagnosticPrinter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>
#include <llvm/IRReader/IRReader.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/SourceMgr.h>
#include <llvm/Support/raw_ostream.h>

#include "toolchain/driver/attributes.h"
#include "toolchain/driver/cheriot_version.h"
#include "toolchain/driver/consumer.h"
#include "toolchain/driver/target_info.h"
#include "toolchain/target/CHERIoTDomain.h"

namespace griotte::toolchain {

namespace {

/// LLVM's diagnostics - of the back end and of inline assembly - in clang's voice.
class Handler final : public llvm::DiagnosticHandler
{
public:
    explicit Handler(clang::CompilerInstance &theCompiler) : compiler(theCompiler) {}

    bool handleDiagnostics(const llvm::DiagnosticInfo &information) override
    {
        using clang::DiagnosticsEngine;
        DiagnosticsEngine::Level level = DiagnosticsEngine::Remark;
        switch (information.getSeverity()) {
        case llvm::DS_Error:
            level = DiagnosticsEngine::Error;
            break;
        case llvm::DS_Warning:
            level = DiagnosticsEngine::Warning;
            break;
        case llvm::DS_Note:
            level = DiagnosticsEngine::Note;
            break;
        case llvm::DS_Remark:
            return true;
        }
        std::string text;
        clang::SourceLocation location;
        if (const auto *assembly = llvm::dyn_cast<llvm::DiagnosticInfoSrcMgr>(&information)) {
            text = assembly->getSMDiag().getMessage().str();
            location = clang::SourceLocation::getFromRawEncoding(
                static_cast<unsigned>(assembly->getLocCookie()));
        } else {
            llvm::raw_string_ostream stream(text);
            llvm::DiagnosticPrinterRawOStream printer(stream);
            information.print(printer);
        }
        if (!compiler.hasSourceManager()) {
            location = clang::SourceLocation();
        }
        DiagnosticsEngine &diagnostics = compiler.getDiagnostics();
        diagnostics.Report(location, diagnostics.getCustomDiagID(level, "%0")) << text;
        return true;
    }

private:
    clang::CompilerInstance &compiler;
};

Frontend::Product product_of(clang::frontend::ActionKind action)
{
    switch (action) {
    case clang::frontend::EmitObj:
    case clang::frontend::EmitCodeGenOnly:
        return Frontend::Product::Object;
    case clang::frontend::EmitAssembly:
        return Frontend::Product::Assembly;
    case clang::frontend::EmitBC:
        return Frontend::Product::IrBitcode;
    case clang::frontend::EmitLLVM:
    case clang::frontend::EmitLLVMOnly:
        return Frontend::Product::IrText;
    default:
        return Frontend::Product::Clang;
    }
}

} // namespace

struct Frontend::State
{
    std::shared_ptr<clang::CompilerInvocation> invocation;
    std::unique_ptr<clang::TextDiagnosticPrinter> printer;
    std::unique_ptr<clang::CompilerInstance> compiler;
    TargetOptions target;
    bool isFailed = false;

    bool action_run(clang::FrontendAction &action)
    {
        for (const clang::FrontendInputFile &input : compiler->getFrontendOpts().Inputs) {
            if (!action.BeginSourceFile(*compiler, input)) {
                return false;
            }
            if (llvm::Error error = action.Execute()) {
                llvm::consumeError(std::move(error));
            }
            action.EndSourceFile();
        }
        return !compiler->getDiagnostics().hasErrorOccurred();
    }

    std::unique_ptr<llvm::Module> ir_read(const clang::FrontendInputFile &input,
                                          llvm::LLVMContext &context)
    {
        llvm::SMDiagnostic diagnostic;
        auto module = llvm::parseIRFile(input.getFile(), diagnostic, context);
        if (module == nullptr) {
            diagnostic.print("griotte cc", llvm::errs());
            isFailed = true;
            return nullptr;
        }
        module->setDataLayout(CheriotDataLayout);
        module->setTargetTriple(llvm::Triple(CheriotTriple));
        return module;
    }

    /// Tells the passes and the back end whose code it is.
    std::unique_ptr<llvm::Module> domain_mark(std::unique_ptr<llvm::Module> module) const
    {
        if (module != nullptr && !target.isBareMetal) {
            module->setModuleFlag(llvm::Module::Error, llvm::CHERIoT::DomainFlag,
                                  llvm::MDString::get(module->getContext(), target.compartment));
        }
        return module;
    }
};

Frontend::Frontend() : state(std::make_unique<State>()) {}
Frontend::~Frontend() = default;

bool Frontend::prepare(const std::vector<const char *> &arguments, const TargetOptions &target)
{
    attributes_register();
    state->target = target;
    state->invocation = std::make_shared<clang::CompilerInvocation>();
    state->compiler = std::make_unique<clang::CompilerInstance>(state->invocation);
    clang::CompilerInstance &compiler = *state->compiler;
    compiler.createVirtualFileSystem();
    // The printer reads the options that are only being parsed, so it is made before and kept.
    state->printer = std::make_unique<clang::TextDiagnosticPrinter>(
        llvm::errs(), state->invocation->getDiagnosticOpts());
    compiler.createDiagnostics(state->printer.get(), false);
    if (!clang::CompilerInvocation::CreateFromArgs(*state->invocation, arguments,
                                                   compiler.getDiagnostics(), "griotte"))
    {
        state->isFailed = true;
        return false;
    }
    compiler.createDiagnostics(state->printer.get(), false);
    clang::FrontendOptions &options = compiler.getFrontendOpts();
    options.DisableFree = false;
    // The driver named every directory there is.
    compiler.getHeaderSearchOpts().UseStandardSystemIncludes = false;
    compiler.getHeaderSearchOpts().UseStandardCXXIncludes = false;
    clang::CodeGenOptions &generation = compiler.getCodeGenOpts();
    // The names say which integer becomes a function when a member pointer is called.
    generation.DiscardValueNames = false;
    generation.ClearASTBeforeBackend = false;
    if (!options.LLVMArgs.empty()) {
        std::vector<const char *> forLlvm = {"griotte cc (LLVM option)"};
        for (const std::string &argument : options.LLVMArgs) {
            forLlvm.push_back(argument.c_str());
        }
        llvm::cl::ParseCommandLineOptions(static_cast<int>(forLlvm.size()), forLlvm.data());
    }
    clang::LangOptions &language = compiler.getLangOpts();
    if (language.CPlusPlus) {
        // Addresses are smaller than pointers. Only Microsoft's dialect lets C++ cast to a smaller
        // integer, and of that dialect this is the one thing wanted.
        language.MicrosoftExt = true;
    }
    compiler.setTarget(target_info_make(state->invocation->getTargetOpts(),
                                        {target.isBareMetal, target.compartment})
                           .release());
    compiler.getTarget().adjust(compiler.getDiagnostics(), language, nullptr);
    return true;
}

Frontend::Product Frontend::product() const
{
    return product_of(state->compiler->getFrontendOpts().ProgramAction);
}

char Frontend::optimisation_level() const
{
    const clang::CodeGenOptions &options = state->compiler->getCodeGenOpts();
    switch (options.OptimizeSize) {
    case 1:
        return 's';
    case 2:
        return 'z';
    default:
        return static_cast<char>('0' + options.OptimizationLevel);
    }
}

bool Frontend::is_unprocessed() const
{
    return state->compiler->getCodeGenOpts().DisableLLVMPasses;
}

std::unique_ptr<llvm::Module> Frontend::run(llvm::LLVMContext &context)
{
    clang::CompilerInstance &compiler = *state->compiler;
    context.setDiagnosticHandler(std::make_unique<Handler>(compiler));
    if (product() == Product::Clang) {
        const auto action = clang::CreateFrontendAction(compiler);
        state->isFailed = action == nullptr || !state->action_run(*action);
        return nullptr;
    }
    const auto &inputs = compiler.getFrontendOpts().Inputs;
    if (inputs.size() == 1 && inputs.front().getKind().getLanguage() == clang::Language::LLVM_IR) {
        return state->domain_mark(state->ir_read(inputs.front(), context));
    }
    IrAction action(context, state->target);
    state->isFailed = !state->action_run(action);
    auto module = state->isFailed ? nullptr : action.module_take();
    state->isFailed = module == nullptr;
    return state->domain_mark(std::move(module));
}

bool Frontend::is_failed() const
{
    return state->isFailed || (state->compiler->hasDiagnostics() &&
                               state->compiler->getDiagnostics().hasErrorOccurred());
}

std::unique_ptr<llvm::raw_pwrite_stream> Frontend::output_open()
{
    clang::CompilerInstance &compiler = *state->compiler;
    const bool isText = product() == Product::IrText || product() == Product::Assembly;
    return compiler.createDefaultOutputFile(
        !isText, compiler.getFrontendOpts().Inputs.front().getFile(), isText ? "s" : "o");
}

void Frontend::fail(const std::string &message)
{
    clang::DiagnosticsEngine &diagnostics = state->compiler->getDiagnostics();
    diagnostics.Report(diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Error, "%0"))
        << message;
    state->isFailed = true;
}

void Frontend::finish()
{
    state->compiler->clearOutputFiles(is_failed());
    state->compiler->printDiagnosticStats();
}

} // namespace griotte::toolchain
