// Preparing, finishing and repairing copies.
#include "ir.h"

namespace griotte::toolchain {

namespace {

const std::string Declarations = R"(
declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
declare void @llvm.memmove.p0.p0.i32(ptr, ptr, i32, i1)
)";

std::string copy(const std::string &arguments, const std::string &metadata = "")
{
    return Declarations +
           "define void @f(ptr %a, ptr %b, i32 %n) {\n"
           "  call void @llvm.memcpy.p0.p0.i32(" +
           arguments + ", i1 false)" + metadata + "\n  ret void\n}\n";
}

TEST(CopiesPrepare, MovesAlignedBytesAsCapabilities)
{
    Ir ir(copy("ptr align 8 %a, ptr align 8 %b, i32 20"));
    copies_prepare(ir.get());
    EXPECT_FALSE(ir.has("@llvm.memcpy.p0.p0.i32(ptr align"));
    EXPECT_TRUE(ir.has("load ptr, ptr %b, align 8"));
    EXPECT_TRUE(ir.has("load i32, ptr %4, align 8")) << ir.text(); // the tail
}

TEST(CopiesPrepare, LoadsEverythingBeforeStoring)
{
    Ir ir(copy("ptr align 8 %a, ptr align 8 %b, i32 16"));
    copies_prepare(ir.get());
    const std::string text = ir.text();
    EXPECT_LT(text.rfind("load ptr"), text.find("store ptr"));
}

TEST(CopiesPrepare, HidesWhatMayBeAligned)
{
    for (const char *arguments :
         {"ptr align 4 %a, ptr align 8 %b, i32 16", "ptr %a, ptr %b, i32 8",
          "ptr align 8 %a, ptr align 8 %b, i32 %n", "ptr align 8 %a, ptr align 8 %b, i32 200"})
    {
        Ir ir(copy(arguments));
        copies_prepare(ir.get());
        EXPECT_TRUE(ir.has("call void @cheriot.memcpy(")) << arguments;
    }
}

TEST(CopiesPrepare, LeavesWhatIsTooSmallForACapability)
{
    Ir ir(copy("ptr %a, ptr %b, i32 7"));
    copies_prepare(ir.get());
    EXPECT_TRUE(ir.has("call void @llvm.memcpy"));
}

const std::string Types = R"(
!0 = !{i64 0, i64 4, !1, i64 4, i64 4, !1, i64 8, i64 8, !3}
!1 = !{!2, !2, i64 0}
!2 = !{!"int", !5, i64 0}
!3 = !{!4, !4, i64 0}
!4 = !{!"p1 int", !5, i64 0}
!5 = !{!"omnipotent char", !6, i64 0}
!6 = !{!"Simple C/C++ TBAA"}
)";

TEST(CopiesPrepare, MovesNumbersAsNumbersWhereTypesSaySo)
{
    Ir ir(copy("ptr align 8 %a, ptr align 8 %b, i32 16", ", !tbaa.struct !0") + Types);
    copies_prepare(ir.get());
    EXPECT_TRUE(ir.has("load i32, ptr %b, align 8, !tbaa"));
    EXPECT_TRUE(ir.has("load ptr, ptr %4, align 8, !tbaa")) << ir.text();
}

TEST(CopiesPrepare, HidesPackedStructuresWithPointers)
{
    Ir ir(copy("ptr align 4 %a, ptr align 4 %b, i32 16", ", !tbaa.struct !0") + Types);
    copies_prepare(ir.get());
    EXPECT_TRUE(ir.has("call void @cheriot.memcpy("));
}

TEST(CopiesPrepare, AlignsLocalBuffers)
{
    Ir ir(Declarations + R"(
define void @f(ptr %a) {
  %buffer = alloca [8 x i8], align 1
  call void @llvm.memcpy.p0.p0.i32(ptr align 1 %buffer, ptr align 8 %a, i32 8, i1 false)
  ret void
})");
    copies_prepare(ir.get());
    EXPECT_TRUE(ir.has("%buffer = alloca [8 x i8], align 8"));
    EXPECT_TRUE(ir.has("store ptr %1, ptr %buffer, align 8"));
}

TEST(CopiesPrepare, TakesNothingFromConstantsForCapabilities)
{
    Ir ir("@table = constant [4 x i32] [i32 1, i32 2, i32 3, i32 4]\n" +
          copy("ptr %a, ptr @table, i32 16"));
    copies_prepare(ir.get());
    EXPECT_TRUE(ir.has("call void @llvm.memcpy"));
}

TEST(CopiesFinish, CallsTheLibrary)
{
    for (const char *arguments :
         {"ptr align 4 %a, ptr align 8 %b, i32 %n", "ptr align 8 %a, ptr align 8 %b, i32 400"})
    {
        Ir ir(copy(arguments));
        copies_prepare(ir.get());
        copies_finish(ir.get());
        EXPECT_TRUE(ir.has("call ptr @memcpy(ptr %a, ptr %b, i32 ")) << arguments;
        EXPECT_FALSE(ir.has("call void @llvm")) << arguments;
    }
}

TEST(CopiesFinish, ExpandsWhatBecameConstant)
{
    Ir ir(R"(
declare void @cheriot.memmove(ptr, ptr, i32)
define void @f(ptr %a, ptr %b) {
  call void @cheriot.memmove(ptr align 8 %a, ptr align 8 %b, i32 8)
  ret void
})");
    copies_finish(ir.get());
    EXPECT_TRUE(ir.has("load ptr, ptr %b, align 8"));
    EXPECT_FALSE(ir.has("memmove"));
}

TEST(PairsRepair, RetypesCopiesThroughPhisAndSelects)
{
    Ir ir(R"(
define void @f(ptr %a, ptr %b, i1 %c) {
entry:
  %x = load i64, ptr %a, align 8
  br i1 %c, label %then, label %end
then:
  %y = load i64, ptr %b, align 8
  %z = select i1 %c, i64 %x, i64 0
  br label %end
end:
  %m = phi i64 [ %y, %then ], [ %x, %entry ]
  %w = phi i64 [ %z, %then ], [ 0, %entry ]
  store i64 %m, ptr %a, align 8
  store i64 %w, ptr %b, align 8
  ret void
})");
    pairs_repair(ir.get());
    EXPECT_FALSE(ir.has("load i64")) << ir.text();
    EXPECT_FALSE(ir.has("store i64"));
    EXPECT_TRUE(ir.has("phi ptr"));
    EXPECT_TRUE(ir.has("select i1 %c, ptr"));
}

TEST(PairsRepair, LeavesNumbers)
{
    Ir ir(R"(
define i64 @f(ptr %a, ptr %b) {
  %x = load i64, ptr %a, align 8, !tbaa !0
  store i64 %x, ptr %b, align 8, !tbaa !0
  %y = load i64, ptr %a, align 8
  store i64 %y, ptr %b, align 8
  %z = add i64 %y, 1
  %v = load volatile i64, ptr %a, align 8
  store volatile i64 %v, ptr %b, align 8
  ret i64 %z
}
!0 = !{!1, !1, i64 0}
!1 = !{!"long long", !2, i64 0}
!2 = !{!"omnipotent char", !3, i64 0}
!3 = !{!"Simple C/C++ TBAA"})");
    pairs_repair(ir.get());
    EXPECT_FALSE(ir.has("load ptr")) << ir.text();
    EXPECT_FALSE(ir.has("load volatile ptr")) << ir.text();
}

TEST(MisalignedRepair, GoesThroughAnAlignedSlot)
{
    Ir ir(R"(
define ptr @f(ptr %a, ptr %b) {
  %x = load ptr, ptr %a, align 1
  store ptr %x, ptr %b, align 4
  ret ptr %x
})");
    misaligned_repair(ir.get());
    EXPECT_TRUE(ir.has("call ptr @memcpy(ptr %aligned, ptr %a, i32 8)")) << ir.text();
    EXPECT_TRUE(tags_verify(ir.get()).has_value());
}

TEST(MisalignedRepair, AlignsTheObjectWhereItCan)
{
    Ir ir(R"(
define ptr @f(ptr %p) {
  %slot = alloca [8 x i8], align 1
  store ptr %p, ptr %slot, align 1
  %x = load ptr, ptr %slot, align 1
  ret ptr %x
})");
    misaligned_repair(ir.get());
    EXPECT_TRUE(ir.has("%slot = alloca [8 x i8], align 8"));
    EXPECT_FALSE(ir.has("memcpy"));
}

} // namespace

} // namespace griotte::toolchain
