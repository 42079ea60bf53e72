// Small lowerings that follow clang: the callback convention, compound builtins, postures.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>

#include "toolchain/driver/attributes.h"
#include "toolchain/driver/passes/passes.h"

namespace griotte::toolchain {

namespace {

/// A declaration of a builtin that is an instruction: no memory, no unwinding, no side effect.
llvm::Function *builtin_get(llvm::Module &module, llvm::StringRef name, llvm::Type *result,
                            llvm::ArrayRef<llvm::Type *> parameters)
{
    auto callee =
        module.getOrInsertFunction(name, llvm::FunctionType::get(result, parameters, false));
    auto *function = llvm::cast<llvm::Function>(callee.getCallee());
    function->setMemoryEffects(llvm::MemoryEffects::none());
    function->setDoesNotThrow();
    function->setWillReturn();
    return function;
}

/// Writes the value of one compound builtin.
class Expansion
{
public:
    Expansion(llvm::Module &theModule, llvm::CallInst &theCall)
        : module(theModule), call(theCall), builder(&theCall)
    {}

    llvm::Value *address_increment()
    {
        return builder.CreatePtrAdd(call.getArgOperand(0), call.getArgOperand(1));
    }

    llvm::Value *offset_get()
    {
        return builder.CreateSub(getter("cheriot.address_get"), getter("cheriot.base_get"));
    }

    llvm::Value *offset_set()
    {
        llvm::Value *address = builder.CreateAdd(getter("cheriot.base_get"), call.getArgOperand(1));
        return builder.CreateCall(builtin_get(module, "cheriot.address_set", builder.getPtrTy(),
                                              {builder.getPtrTy(), builder.getInt32Ty()}),
                                  {call.getArgOperand(0), address});
    }

    llvm::Value *sealed_get()
    {
        return builder.CreateICmpNE(getter("cheriot.type_get"), builder.getInt32(0));
    }

    /// The load filter knows what has been freed: through memory and back.
    llvm::Value *tag_get_temporal()
    {
        llvm::Function *function = call.getFunction();
        llvm::IRBuilder<> atEntry(&*function->getEntryBlock().getFirstInsertionPt());
        llvm::AllocaInst *slot = atEntry.CreateAlloca(builder.getPtrTy());
        builder.CreateAlignedStore(call.getArgOperand(0), slot, llvm::Align(8), true);
        llvm::Value *loaded =
            builder.CreateAlignedLoad(builder.getPtrTy(), slot, llvm::Align(8), true);
        return builder.CreateCall(
            builtin_get(module, "cheriot.tag_get", builder.getInt1Ty(), {builder.getPtrTy()}),
            {loaded});
    }

private:
    llvm::Value *getter(llvm::StringRef name)
    {
        return builder.CreateCall(
            builtin_get(module, name, builder.getInt32Ty(), {builder.getPtrTy()}),
            {call.getArgOperand(0)});
    }

    llvm::Module &module;
    llvm::CallInst &call;
    llvm::IRBuilder<> builder;
};

struct CompoundBuiltin
{
    const char *name;
    llvm::Value *(Expansion::*expand)();
};

constexpr CompoundBuiltin CompoundBuiltins[] = {
    {"cheriot.address_increment", &Expansion::address_increment},
    {"cheriot.offset_increment", &Expansion::address_increment},
    {"cheriot.offset_get", &Expansion::offset_get},
    {"cheriot.offset_set", &Expansion::offset_set},
    {"cheriot.sealed_get", &Expansion::sealed_get},
    {"cheriot.tag_get_temporal", &Expansion::tag_get_temporal},
};

/// The posture a function sets, "" when it runs in its caller's.
llvm::StringRef posture_of(const llvm::Function &function)
{
    const llvm::StringRef posture =
        function.getFnAttribute(InterruptStateAttribute).getValueAsString();
    return posture == "inherit" ? llvm::StringRef() : posture;
}

} // namespace

void conventions_lower(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        if (function.getCallingConv() == llvm::CallingConv::PreserveMost) {
            function.setCallingConv(llvm::CallingConv::C);
            function.addFnAttr(CallbackAttribute);
        }
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            auto *call = llvm::dyn_cast<llvm::CallBase>(&instruction);
            if (call != nullptr && call->getCallingConv() == llvm::CallingConv::PreserveMost) {
                call->setCallingConv(llvm::CallingConv::C);
                call->addFnAttr(llvm::Attribute::get(module.getContext(), CallbackAttribute));
            }
        }
    }
}

void builtins_expand(llvm::Module &module)
{
    for (const CompoundBuiltin &builtin : CompoundBuiltins) {
        llvm::Function *function = module.getFunction(builtin.name);
        if (function == nullptr) {
            continue;
        }
        for (llvm::User *user : llvm::make_early_inc_range(function->users())) {
            auto *call = llvm::dyn_cast<llvm::CallInst>(user);
            if (call == nullptr) {
                continue; // its address, in llvm.used perhaps: nothing to expand
            }
            Expansion expansion(module, *call);
            call->replaceAllUsesWith((expansion.*builtin.expand)());
            call->eraseFromParent();
        }
        if (function->use_empty()) {
            function->eraseFromParent();
        }
    }
}

void postures_guard(llvm::Module &module)
{
    for (llvm::Function &function : module) {
        // A call of it that appears later cannot be judged any more.
        if ((!posture_of(function).empty() && function.hasAddressTaken()) ||
            function.hasFnAttribute(CompartmentAttribute))
        {
            function.removeFnAttr(llvm::Attribute::AlwaysInline);
            function.addFnAttr(llvm::Attribute::NoInline);
        }
        for (llvm::Instruction &instruction : llvm::instructions(function)) {
            auto *call = llvm::dyn_cast<llvm::CallBase>(&instruction);
            llvm::Function *callee = call == nullptr ? nullptr : call->getCalledFunction();
            if (callee == nullptr || callee->isIntrinsic()) {
                continue;
            }
            const llvm::StringRef wanted = posture_of(*callee);
            const bool isPostureChange = !wanted.empty() && wanted != posture_of(function);
            // Neither may a call of an entry point be: it is another compartment's code.
            if (isPostureChange || callee->hasFnAttribute(CompartmentAttribute)) {
                call->removeFnAttr(llvm::Attribute::AlwaysInline);
                call->addFnAttr(llvm::Attribute::NoInline);
            }
        }
    }
}

} // namespace griotte::toolchain
