// Lowerings that run before optimisation, and the late ones of casts.
#include <llvm/IR/Constants.h>

#include "ir.h"

namespace griotte::toolchain {

namespace {

TEST(CastsLowerEarly, MakesAnAddressOfWidePointerCasts)
{
    Ir ir(R"(
@g = global ptr inttoptr (i64 -1 to ptr)
define i64 @f(ptr %p, i64 %x) {
  %a = ptrtoint ptr %p to i64
  %q = inttoptr i64 %x to ptr
  store ptr %q, ptr %p, align 8
  ret i64 %a
})");
    casts_lower_early(ir.get());
    EXPECT_TRUE(ir.has("ptrtoint ptr %p to i32"));
    EXPECT_TRUE(ir.has("inttoptr i32 %"));
    EXPECT_TRUE(ir.has("@g = global ptr inttoptr (i32 -1 to ptr)"));
    EXPECT_FALSE(ir.has("to i64\n  %2"));
}

TEST(CastsLowerLate, KeepsTheBitsThatAreAskedFor)
{
    Ir ir(R"(
define i64 @f(ptr %p) {
  %a = ptrtoint ptr %p to i64
  ret i64 %a
}
define i32 @g(ptr %p) {
  %a = ptrtoint ptr %p to i64
  %b = add i64 %a, 1
  %c = trunc i64 %b to i32
  ret i32 %c
}
define ptr @h(i64 %x, i32 %y) {
  %w = zext i32 %y to i64
  %p = inttoptr i64 %w to ptr
  %q = inttoptr i64 %x to ptr
  store ptr %p, ptr %q, align 8
  ret ptr %q
})");
    casts_lower_late(ir.get());
    const std::string text = ir.text();
    EXPECT_NE(text.find("load i64, ptr %bits, align 8"), std::string::npos) << text;
    EXPECT_NE(text.find("ptrtoint ptr %p to i32"), std::string::npos) << text;
    EXPECT_NE(text.find("load ptr, ptr %bits, align 8"), std::string::npos) << text;
    EXPECT_TRUE(tags_verify(ir.get()).has_value());
}

TEST(BuiltinsExpand, LeavesInstructionsOnly)
{
    Ir ir(R"(
declare i32 @cheriot.offset_get(ptr)
declare ptr @cheriot.offset_set(ptr, i32)
declare i1 @cheriot.sealed_get(ptr)
define i1 @f(ptr %p) {
  %o = call i32 @cheriot.offset_get(ptr %p)
  %q = call ptr @cheriot.offset_set(ptr %p, i32 %o)
  %s = call i1 @cheriot.sealed_get(ptr %q)
  ret i1 %s
})");
    builtins_expand(ir.get());
    EXPECT_FALSE(ir.has("offset"));
    EXPECT_FALSE(ir.has("sealed_get"));
    EXPECT_TRUE(ir.has("call ptr @cheriot.address_set(ptr %p, i32"));
}

TEST(ConventionsLower, TurnsTheCarrierIntoTheAttribute)
{
    Ir ir(R"(
define preserve_mostcc void @f(ptr %g) {
  call preserve_mostcc void %g()
  ret void
})");
    conventions_lower(ir.get());
    EXPECT_FALSE(ir.has("preserve_mostcc"));
    EXPECT_TRUE(ir.has("call void %g() #0"));
    EXPECT_TRUE(ir.has("\"cheriot.callback\""));
}

TEST(AtomicsLower, LeavesNoAtomicOfAnyKind)
{
    Ir ir(R"(
define void @f(ptr %p, ptr %q, float %x, i64 %n) {
  %a = load atomic ptr, ptr %p acquire, align 8
  store atomic ptr %a, ptr %q release, align 8
  %b = atomicrmw max ptr %p, i32 3 seq_cst
  %c = atomicrmw fadd ptr %p, float %x seq_cst
  %d = atomicrmw umin ptr %p, i64 %n seq_cst
  %e = atomicrmw nand ptr %p, i16 3 seq_cst
  %g = cmpxchg ptr %p, i64 %n, i64 %d seq_cst monotonic
  %h = extractvalue { i64, i1 } %g, 0
  store i64 %h, ptr %q, align 8
  fence seq_cst
  ret void
})");
    atomics_lower(ir.get());
    EXPECT_TRUE(tags_verify(ir.get()).has_value()) << tags_verify(ir.get()).error().message;
    EXPECT_TRUE(ir.has("@__atomic_fetch_nand_2("));
    EXPECT_TRUE(ir.has("@__atomic_compare_exchange_cap("));
    EXPECT_TRUE(ir.has("@__atomic_compare_exchange_4("));
}

/// The libcalls of a module, by name, after a pass has added declarations.
std::string runtime_calls_of(const std::string &flag)
{
    Ir ir(R"(
declare i32 @plain()
declare i32 @library() "cheriot.libcall"
define void @f() {
  call i32 @plain()
  call i32 @library()
  ret void
})" + flag);
    const llvm::StringSet<> known = functions_known(ir.get());
    llvm::LLVMContext &context = ir.get().getContext();
    auto *type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), false);
    // A pass drops a libcall and comes back to it, and calls an instruction.
    ir.get().getFunction("library")->replaceAllUsesWith(
        llvm::PoisonValue::get(llvm::PointerType::get(context, 0)));
    ir.get().getFunction("library")->eraseFromParent();
    for (const char *name : {"plain", "library", "memcpy", "cheriot.base_get"}) {
        ir.get().getOrInsertFunction(name, type);
    }
    runtime_calls_mark(ir.get(), known);
    std::string marked;
    for (const llvm::Function &function : ir.get()) {
        marked += function.hasFnAttribute("cheriot.libcall") ? function.getName().str() + " " : "";
    }
    return marked;
}

TEST(RuntimeCallsMark, MakesLibcallsOfWhatNoSourceDeclared)
{
    EXPECT_EQ(runtime_calls_of("!llvm.module.flags = !{!0}\n"
                               "!0 = !{i32 1, !\"cheriot-compartment\", !\"mine\"}"),
              "library memcpy ");
}

TEST(RuntimeCallsMark, LeavesBareMetalAlone)
{
    EXPECT_EQ(runtime_calls_of(""), "");
}

TEST(PosturesGuard, NeverInlinesEntryPoints)
{
    Ir ir(R"(
define i32 @entry() alwaysinline "cheriot.compartment"="mine" {
  ret i32 1
})");
    postures_guard(ir.get());
    const llvm::Function *entry = ir.get().getFunction("entry");
    EXPECT_TRUE(entry->hasFnAttribute(llvm::Attribute::NoInline));
    EXPECT_FALSE(entry->hasFnAttribute(llvm::Attribute::AlwaysInline));
}

} // namespace

} // namespace griotte::toolchain
