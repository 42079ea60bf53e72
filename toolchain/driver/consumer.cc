// See consumer.h.
#include "toolchain/driver/consumer.h"

#include <clang/AST/ASTConsumer.h>
#include <clang/AST/ASTContext.h>
#include <clang/CodeGen/ModuleBuilder.h>
#include <clang/Frontend/CompilerInstance.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/attributes.h"
#include "toolchain/driver/builtins.h"
#include "toolchain/driver/misuse.h"

namespace griotte::toolchain {

namespace {

/// Passes everything on to clang's generator, which writes the IR as it goes.
class Consumer final : public clang::ASTConsumer
{
public:
    Consumer(std::unique_ptr<clang::CodeGenerator> theGenerator, const TargetOptions &theTarget,
             std::unique_ptr<llvm::Module> &theResult)
        : generator(std::move(theGenerator)), target(theTarget), result(theResult)
    {}

    void Initialize(clang::ASTContext &theContext) override
    {
        context = &theContext;
        generator->Initialize(theContext);
    }

    bool HandleTopLevelDecl(clang::DeclGroupRef declarations) override
    {
        builtins_label(*context);
        if (target.isMisuseWarned) {
            misuse_warn(*context, declarations);
        }
        return generator->HandleTopLevelDecl(declarations);
    }

    void HandleInterestingDecl(clang::DeclGroupRef declarations) override
    {
        HandleTopLevelDecl(declarations);
    }

    void HandleInlineFunctionDefinition(clang::FunctionDecl *function) override
    {
        builtins_label(*context);
        generator->HandleInlineFunctionDefinition(function);
    }

    void HandleTagDeclDefinition(clang::TagDecl *tag) override
    {
        generator->HandleTagDeclDefinition(tag);
    }

    void HandleTagDeclRequiredDefinition(const clang::TagDecl *tag) override
    {
        generator->HandleTagDeclRequiredDefinition(tag);
    }

    void HandleCXXImplicitFunctionInstantiation(clang::FunctionDecl *function) override
    {
        generator->HandleCXXImplicitFunctionInstantiation(function);
    }

    void CompleteTentativeDefinition(clang::VarDecl *variable) override
    {
        generator->CompleteTentativeDefinition(variable);
    }

    void CompleteExternalDeclaration(clang::DeclaratorDecl *declaration) override
    {
        generator->CompleteExternalDeclaration(declaration);
    }

    void AssignInheritanceModel(clang::CXXRecordDecl *record) override
    {
        generator->AssignInheritanceModel(record);
    }

    void HandleCXXStaticMemberVarInstantiation(clang::VarDecl *variable) override
    {
        builtins_label(*context);
        generator->HandleCXXStaticMemberVarInstantiation(variable);
    }

    void HandleVTable(clang::CXXRecordDecl *record) override { generator->HandleVTable(record); }

    void HandleTranslationUnit(clang::ASTContext &theContext) override
    {
        builtins_label(theContext);
        generator->HandleTranslationUnit(theContext);
        clang::DiagnosticsEngine &diagnostics = theContext.getDiagnostics();
        if (diagnostics.hasErrorOccurred() || generator->GetModule() == nullptr) {
            return;
        }
        attributes_attach(*generator, *generator->GetModule(),
                          target.isBareMetal ? std::string() : target.compartment, diagnostics);
        if (!target.isBareMetal) {
            runtime_functions_attach(*generator, *generator->GetModule());
        }
        if (!diagnostics.hasErrorOccurred()) {
            result = generator->ReleaseModule();
        }
    }

private:
    std::unique_ptr<clang::CodeGenerator> generator;
    const TargetOptions &target;
    std::unique_ptr<llvm::Module> &result;
    clang::ASTContext *context = nullptr;
};

} // namespace

IrAction::IrAction(llvm::LLVMContext &theContext, const TargetOptions &theTarget)
    : context(theContext), target(theTarget)
{}

IrAction::~IrAction() = default;

std::unique_ptr<llvm::Module> IrAction::module_take()
{
    return std::move(module);
}

std::unique_ptr<clang::ASTConsumer> IrAction::CreateASTConsumer(clang::CompilerInstance &compiler,
                                                                llvm::StringRef input)
{
    return std::make_unique<Consumer>(clang::CreateLLVMCodeGen(compiler, input, context), target,
                                      module);
}

} // namespace griotte::toolchain
