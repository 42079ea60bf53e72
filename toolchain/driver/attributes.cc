// See attributes.h.
#include "toolchain/driver/attributes.h"

#include <clang/AST/ASTContext.h>
#include <clang/AST/Attr.h>
#include <clang/AST/Decl.h>
#include <clang/AST/DeclCXX.h>
#include <clang/AST/Expr.h>
#include <clang/CodeGen/ModuleBuilder.h>
#include <clang/Sema/Lookup.h>
#include <clang/Sema/ParsedAttr.h>
#include <clang/Sema/Sema.h>
#include <clang/Sema/SemaDiagnostic.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>

namespace griotte::toolchain {

namespace {

using clang::ParsedAttr;
using clang::ParsedAttrInfo;

enum class Argument
{
    None,
    Text,
    Number,
    Posture,
};

constexpr llvm::StringRef Prefix = "cheriot.";

/// The integer an argument stands for: an expression, or an identifier the parser did not look up.
std::optional<llvm::APSInt> number_read(clang::Sema &sema, const ParsedAttr &attribute)
{
    if (attribute.isArgExpr(0)) {
        return attribute.getArgAsExpr(0)->getIntegerConstantExpr(sema.Context);
    }
    clang::IdentifierLoc *name = attribute.getArgAsIdent(0);
    clang::LookupResult found(sema, name->getIdentifierInfo(), name->getLoc(),
                              clang::Sema::LookupOrdinaryName);
    sema.LookupName(found, sema.getCurScope());
    clang::Expr::EvalResult value;
    if (auto *variable = found.getAsSingle<clang::VarDecl>()) {
        const clang::APValue *constant = variable->evaluateValue();
        if (constant != nullptr && constant->isInt()) {
            return constant->getInt();
        }
    } else if (auto *enumerator = found.getAsSingle<clang::EnumConstantDecl>()) {
        return enumerator->getInitVal();
    }
    return std::nullopt;
}

/// The argument as text; nothing, after a diagnostic, when it is not of its kind.
std::optional<std::string> argument_read(clang::Sema &sema, const ParsedAttr &attribute,
                                         Argument kind)
{
    llvm::StringRef text;
    switch (kind) {
    case Argument::None:
        return std::string();
    case Argument::Text:
        if (!sema.checkStringLiteralArgumentAttr(attribute, 0, text)) {
            return std::nullopt;
        }
        return text.str();
    case Argument::Number: {
        const std::optional<llvm::APSInt> value = number_read(sema, attribute);
        if (!value.has_value() || value->isNegative()) {
            sema.Diag(attribute.getLoc(), clang::diag::err_attribute_argument_type)
                << attribute << clang::AANT_ArgumentIntegerConstant;
            return std::nullopt;
        }
        return llvm::toString(*value, 10);
    }
    case Argument::Posture:
        if (attribute.isArgIdent(0)) {
            text = attribute.getArgAsIdent(0)->getIdentifierInfo()->getName();
        } else if (!sema.checkStringLiteralArgumentAttr(attribute, 0, text)) {
            return std::nullopt;
        }
        if (text == "enabled" || text == "disabled" || text == "inherit") {
            return text.str();
        }
        sema.Diag(attribute.getLoc(), sema.getDiagnostics().getCustomDiagID(
                                          clang::DiagnosticsEngine::Error,
                                          "%0 takes 'enabled', 'disabled' or 'inherit', not '%1'"))
            << attribute << text;
        return std::nullopt;
    }
    return std::nullopt;
}

/// One attribute, as clang asks about it. `Traits` names it, its argument and its spellings.
template <typename Traits>
struct FunctionAttribute final : ParsedAttrInfo
{
    FunctionAttribute()
    {
        NumArgs = Traits::Kind == Argument::None ? 0 : 1;
        OptArgs = 0;
        Spellings = Traits::Spellings;
    }

    bool diagAppertainsToDecl(clang::Sema &sema, const ParsedAttr &attribute,
                              const clang::Decl *declaration) const override
    {
        if (Traits::IsForAnything || declaration->getAsFunction() != nullptr) {
            return true;
        }
        sema.Diag(attribute.getLoc(), clang::diag::warn_attribute_wrong_decl_type)
            << attribute << attribute.isRegularKeywordAttribute() << clang::ExpectedFunction;
        return false;
    }

    AttrHandling handleDeclAttribute(clang::Sema &sema, clang::Decl *declaration,
                                     const ParsedAttr &attribute) const override
    {
        // The parser keeps the arguments of [[cheriot::x(1)]] only if an unscoped [[x]] exists.
        // Nobody is to write that.
        if (attribute.isStandardAttributeSyntax() && !attribute.hasScope()) {
            sema.Diag(attribute.getLoc(), clang::diag::warn_unknown_attribute_ignored)
                << attribute << attribute.getRange();
            return AttributeNotApplied;
        }
        const std::optional<std::string> value = argument_read(sema, attribute, Traits::Kind);
        if (value.has_value() && !Traits::IsForAnything) {
            // Clang evaluates an annotation's arguments as constants; the text has none.
            declaration->addAttr(clang::AnnotateAttr::Create(
                sema.Context, (Prefix + Traits::Name + "=" + *value).str(), nullptr, 0,
                attribute.getRange()));
        }
        return value.has_value() ? AttributeApplied : AttributeNotApplied;
    }
};

// clang-format off
#define SPELLINGS(name)                                                                            \
    {ParsedAttr::AS_GNU, "cheri_" name}, {ParsedAttr::AS_GNU, "cheriot_" name},                    \
    {ParsedAttr::AS_CXX11, "cheriot::" name}, {ParsedAttr::AS_CXX11, "cheri::" name},              \
    {ParsedAttr::AS_C23, "cheriot::" name}, {ParsedAttr::AS_C23, "cheri::" name},                  \
    {ParsedAttr::AS_CXX11, name}, {ParsedAttr::AS_C23, name}
// clang-format on

#define ATTRIBUTE(Type, name, kind, isForAnything, ...)                                            \
    struct Type                                                                                    \
    {                                                                                              \
        static constexpr llvm::StringLiteral Name = name;                                          \
        static constexpr Argument Kind = kind;                                                     \
        static constexpr bool IsForAnything = isForAnything;                                       \
        static constexpr ParsedAttrInfo::Spelling Spellings[] = {SPELLINGS(name), ##__VA_ARGS__};  \
    };                                                                                             \
    const clang::ParsedAttrInfoRegistry::Add<FunctionAttribute<Type>> registered##Type(            \
        "cheriot-" name, "CHERIoT's " name)

ATTRIBUTE(Compartment, "compartment", Argument::Text, false);
ATTRIBUTE(LibraryCall, "libcall", Argument::None, false);
ATTRIBUTE(Callback, "callback", Argument::None, false);
ATTRIBUTE(InterruptState, "interrupt_state", Argument::Posture, false,
          {ParsedAttr::AS_GNU, "interrupt_state"});
ATTRIBUTE(MinimumStack, "minimum_stack", Argument::Number, false);
// Accepted anywhere and nothing to do: bounds are those of whole objects.
ATTRIBUTE(NoSubobjectBounds, "no_subobject_bounds", Argument::None, true);
#undef ATTRIBUTE
#undef SPELLINGS

/// Removes what clang emitted for the annotations: a table of strings that nothing reads.
void annotations_remove(llvm::Module &module)
{
    llvm::GlobalVariable *table = module.getNamedGlobal("llvm.global.annotations");
    if (table == nullptr) {
        return;
    }
    llvm::SmallVector<llvm::Constant *> kept;
    for (const llvm::Use &entry :
         llvm::cast<llvm::ConstantArray>(table->getInitializer())->operands())
    {
        auto *record = llvm::cast<llvm::ConstantStruct>(entry.get());
        auto *text = llvm::cast<llvm::GlobalVariable>(record->getOperand(1)->stripPointerCasts());
        const auto *string = llvm::cast<llvm::ConstantDataSequential>(text->getInitializer());
        if (!string->getAsCString().starts_with(Prefix)) {
            kept.push_back(record);
        }
    }
    llvm::GlobalVariable *replacement = nullptr;
    if (!kept.empty()) {
        auto *type = llvm::ArrayType::get(kept.front()->getType(), kept.size());
        replacement =
            new llvm::GlobalVariable(module, type, table->isConstant(), table->getLinkage(),
                                     llvm::ConstantArray::get(type, kept));
        replacement->setSection(table->getSection());
        replacement->takeName(table);
    }
    table->eraseFromParent();
    for (llvm::GlobalVariable &text : llvm::make_early_inc_range(module.globals())) {
        text.removeDeadConstantUsers();
        if (text.getSection() == "llvm.metadata" && text.hasLocalLinkage() && text.use_empty()) {
            text.eraseFromParent();
        }
    }
}

class Attachment
{
public:
    Attachment(const std::string &theCompartment, clang::DiagnosticsEngine &theDiagnostics)
        : compartment(theCompartment), diagnostics(theDiagnostics)
    {}

    /// An alias is, for whoever calls it, what it is an alias of.
    void alias_attach(llvm::GlobalAlias &alias, const clang::FunctionDecl &declaration) const
    {
        if (auto *function = llvm::dyn_cast_or_null<llvm::Function>(alias.getAliaseeObject())) {
            annotations_attach(*function, declaration);
        }
    }

    void function_attach(llvm::Function &function, const clang::FunctionDecl &declaration) const
    {
        const auto *method = llvm::dyn_cast<clang::CXXMethodDecl>(&declaration);
        if (method != nullptr && method->isInstance()) {
            function.addFnAttr(MethodAttribute);
        }
        annotations_attach(function, declaration);
    }

private:
    void annotations_attach(llvm::Function &function, const clang::FunctionDecl &declaration) const
    {
        for (const auto *annotation : declaration.specific_attrs<clang::AnnotateAttr>()) {
            const auto [name, value] = annotation->getAnnotation().split('=');
            if (!name.starts_with(Prefix)) {
                continue;
            }
            if (function.hasFnAttribute(name) &&
                function.getFnAttribute(name).getValueAsString() != value)
            {
                diagnostics.Report(annotation->getLocation(),
                                   diagnostics.getCustomDiagID(
                                       clang::DiagnosticsEngine::Error,
                                       "%0 is declared with %1 '%2' and with '%3'; make all "
                                       "declarations agree"))
                    << &declaration << name << function.getFnAttribute(name).getValueAsString()
                    << value;
                continue;
            }
            function.addFnAttr(name, value);
            if (name == CompartmentAttribute) {
                compartment_check(function, declaration, value);
            }
        }
    }

    void compartment_check(const llvm::Function &function, const clang::FunctionDecl &declaration,
                           llvm::StringRef owner) const
    {
        if (compartment.empty() || function.isDeclaration() || owner == compartment) {
            return;
        }
        diagnostics.Report(declaration.getLocation(),
                           diagnostics.getCustomDiagID(
                               clang::DiagnosticsEngine::Error,
                               "%0 is an entry point of compartment '%1' but is defined in '%2' "
                               "(-cheri-compartment=); define it in a source file of '%1'"))
            << &declaration << owner << compartment;
    }

    const std::string &compartment;
    clang::DiagnosticsEngine &diagnostics;
};

/// The function that the source declares under this symbol; null if it declares none.
const clang::FunctionDecl *declaration_find(clang::CodeGenerator &generator, llvm::StringRef symbol)
{
    const clang::Decl *declaration = generator.GetDeclForMangledName(symbol);
    return declaration == nullptr ? nullptr : declaration->getAsFunction();
}

} // namespace

void attributes_register() {}

void attributes_attach(clang::CodeGenerator &generator, llvm::Module &module,
                       const std::string &compartment, clang::DiagnosticsEngine &diagnostics)
{
    annotations_remove(module);
    const Attachment attachment(compartment, diagnostics);
    for (llvm::Function &function : module) {
        if (const auto *source = declaration_find(generator, function.getName())) {
            attachment.function_attach(function, *source->getMostRecentDecl());
        }
    }
    for (llvm::GlobalAlias &alias : module.aliases()) {
        if (const auto *source = declaration_find(generator, alias.getName())) {
            attachment.alias_attach(alias, *source->getMostRecentDecl());
        }
    }
}

void runtime_functions_attach(clang::CodeGenerator &generator, llvm::Module &module)
{
    for (llvm::Function &function : module) {
        // C++ names that no source declares are thunks of methods.
        const bool isOther = function.isIntrinsic() || function.getName().starts_with(Prefix) ||
                             function.getName().starts_with("_Z");
        if (function.isDeclaration() && !isOther &&
            declaration_find(generator, function.getName()) == nullptr)
        {
            function.addFnAttr(LibraryCallAttribute);
        }
    }
}

} // namespace griotte::toolchain
