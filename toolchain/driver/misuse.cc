// See misuse.h.
#include "toolchain/driver/misuse.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Expr.h>
#include <clang/AST/RecursiveASTVisitor.h>
#include <clang/Basic/Diagnostic.h>

namespace griotte::toolchain {

namespace {

/// Whether the value of an integer expression comes from a pointer, as far as the expression and
/// the initialisers of the local variables it names show.
bool is_from_pointer(const clang::Expr *expression, unsigned depth = 0)
{
    expression = expression->IgnoreParens();
    if (const auto *cast = llvm::dyn_cast<clang::CastExpr>(expression)) {
        return cast->getCastKind() == clang::CK_PointerToIntegral ||
               is_from_pointer(cast->getSubExpr(), depth);
    }
    if (const auto *binary = llvm::dyn_cast<clang::BinaryOperator>(expression)) {
        return (binary->isAdditiveOp() || binary->isBitwiseOp()) &&
               (is_from_pointer(binary->getLHS(), depth) ||
                is_from_pointer(binary->getRHS(), depth));
    }
    if (const auto *call = llvm::dyn_cast<clang::CallExpr>(expression)) {
        const clang::FunctionDecl *callee = call->getDirectCallee();
        return callee != nullptr && callee->getIdentifier() != nullptr &&
               callee->getName() == "__builtin_cheri_address_get";
    }
    if (const auto *reference = llvm::dyn_cast<clang::DeclRefExpr>(expression)) {
        const auto *variable = llvm::dyn_cast<clang::VarDecl>(reference->getDecl());
        constexpr unsigned Far = 4;
        return variable != nullptr && variable->isLocalVarDecl() && variable->hasInit() &&
               depth < Far && is_from_pointer(variable->getInit(), depth + 1);
    }
    return false;
}

class Finder : public clang::RecursiveASTVisitor<Finder>
{
public:
    explicit Finder(clang::ASTContext &theContext)
        : diagnostics(theContext.getDiagnostics()),
          warning(diagnostics.getCustomDiagID(
              clang::DiagnosticsEngine::Warning,
              "this pointer was made from an integer and has no tag: using it traps; move the "
              "original pointer instead, for example with __builtin_cheri_address_set "
              "[-Wcheri-capability-misuse]"))
    {}

    bool shouldVisitTemplateInstantiations() const { return false; }

    bool VisitCastExpr(clang::CastExpr *cast)
    {
        if (cast->getCastKind() == clang::CK_IntegralToPointer &&
            is_from_pointer(cast->getSubExpr()))
        {
            diagnostics.Report(cast->getExprLoc(), warning) << cast->getSourceRange();
        }
        return true;
    }

private:
    clang::DiagnosticsEngine &diagnostics;
    unsigned warning;
};

} // namespace

void misuse_warn(clang::ASTContext &context, clang::DeclGroupRef declarations)
{
    Finder finder(context);
    const clang::SourceManager &sources = context.getSourceManager();
    for (clang::Decl *declaration : declarations) {
        if (!sources.isInSystemHeader(declaration->getLocation())) {
            finder.TraverseDecl(declaration);
        }
    }
}

} // namespace griotte::toolchain
