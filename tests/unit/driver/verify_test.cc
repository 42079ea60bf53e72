// The verifier: every way to lose a tag it knows, and that it lets correct code pass.
#include "ir.h"

namespace griotte::toolchain {

namespace {

std::string error_of(const std::string &body)
{
    Ir ir("define ptr @f(ptr %a, ptr %b, i64 %x) {\n" + body +
          "\n}\n"
          "declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)\n");
    const auto result = tags_verify(ir.get());
    return result.has_value() ? "" : result.error().message;
}

TEST(TagsVerify, RejectsCopiesThroughIntegers)
{
    EXPECT_NE(error_of(R"(
  %v = load i64, ptr %a, align 8
  store i64 %v, ptr %b, align 8
  ret ptr null)")
                  .find("in 'f': eight bytes are copied as an integer"),
              std::string::npos);
}

TEST(TagsVerify, RejectsBitsOfCapabilities)
{
    EXPECT_NE(error_of("  %v = ptrtoint ptr %a to i64\n  store i64 %v, ptr %b, align 8\n"
                       "  ret ptr null"),
              "");
    EXPECT_NE(error_of("  %v = inttoptr i64 %x to ptr\n  ret ptr %v"), "");
}

TEST(TagsVerify, RejectsMisalignedCapabilities)
{
    EXPECT_NE(error_of("  %v = load ptr, ptr %a, align 4\n  ret ptr %v"), "");
    EXPECT_NE(error_of("  store ptr %a, ptr %b, align 1\n  ret ptr null"), "");
}

TEST(TagsVerify, RejectsWhatShouldHaveBeenLowered)
{
    EXPECT_NE(error_of("  %v = load atomic ptr, ptr %a seq_cst, align 8\n  ret ptr %v"), "");
    EXPECT_NE(error_of("  %v = va_arg ptr %a, ptr\n  ret ptr %v"), "");
    EXPECT_NE(error_of("  %v = load <2 x ptr>, ptr %a, align 8\n  ret ptr null"), "");
}

TEST(TagsVerify, NamesTheSourceLine)
{
    Ir ir(R"(
define ptr @f(ptr %a) !dbg !3 {
  %v = load ptr, ptr %a, align 4, !dbg !5
  ret ptr %v
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "source.c", directory: "/")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = distinct !DISubprogram(name: "f", file: !1, line: 6, type: !4, unit: !0, spFlags: DISPFlagDefinition)
!4 = !DISubroutineType(types: !{})
!5 = !DILocation(line: 7, column: 3, scope: !3))");
    const auto result = tags_verify(ir.get());
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().message.starts_with("source.c:7: in 'f': "));
}

TEST(TagsVerify, AcceptsCorrectCode)
{
    EXPECT_EQ(error_of(R"(
  %v = load ptr, ptr %a, align 8
  store ptr %v, ptr %b, align 8
  %i = ptrtoint ptr %v to i32
  %n = load i64, ptr %a, align 8
  %m = add i64 %n, 1
  store i64 %m, ptr %a, align 8
  %q = inttoptr i32 %i to ptr
  ret ptr %q)"),
              "");
}

TEST(SlotsRepair, AlignsALocalVariableThatWasCutOut)
{
    Ir ir(R"(
declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
define void @f(ptr align 8 %a) {
  %slot = alloca [16 x i8], align 4
  call void @llvm.memcpy.p0.p0.i32(ptr align 4 %slot, ptr align 8 %a, i32 16, i1 false)
  ret void
})");
    EXPECT_TRUE(slots_repair(ir.get()).has_value());
    EXPECT_TRUE(ir.has("alloca [16 x i8], align 8"));
}

TEST(SlotsRepair, MovesOneThatWasCutOutInTheMiddle)
{
    Ir ir(R"(
declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
define void @f(ptr align 8 %a) {
  %slot = alloca [12 x i8], align 4
  %from = getelementptr i8, ptr %a, i32 4
  call void @llvm.memcpy.p0.p0.i32(ptr align 4 %slot, ptr align 4 %from, i32 12, i1 false)
  ret void
})");
    EXPECT_TRUE(slots_repair(ir.get()).has_value());
    EXPECT_TRUE(ir.has("alloca [16 x i8], align 8"));
    EXPECT_TRUE(ir.has("%slot = getelementptr inbounds i8, ptr %1, i32 4"));
}

TEST(SlotsRepair, RejectsOneThatCannotAgreeWithBothSides)
{
    Ir ir(R"(
declare void @llvm.memcpy.p0.p0.i32(ptr, ptr, i32, i1)
define void @f(ptr align 8 %a) {
  %slot = alloca [12 x i8], align 4
  %from = getelementptr i8, ptr %a, i32 4
  call void @llvm.memcpy.p0.p0.i32(ptr align 4 %slot, ptr align 4 %from, i32 12, i1 false)
  call void @llvm.memcpy.p0.p0.i32(ptr align 8 %a, ptr align 4 %slot, i32 12, i1 false)
  ret void
})");
    const auto result = slots_repair(ir.get());
    ASSERT_FALSE(result.has_value());
    EXPECT_NE(result.error().message.find("in 'f': a copy goes through"), std::string::npos);
}

} // namespace

} // namespace griotte::toolchain
