// Sizes and alignments are those of docs/reference/abi.md, in C and in C++.
// RUN: %cc -ffreestanding -fsyntax-only %s
// RUN: %cxx -ffreestanding -nostdinc++ -fsyntax-only -x c++ -std=c++23 %s
// RUN: %ir_cc %s | FileCheck %s
#include <stddef.h>
#include <stdint.h>
#ifndef __cplusplus
#define static_assert _Static_assert
#define alignof _Alignof
typedef __WCHAR_TYPE__ wchar_t;
#endif

static_assert(sizeof(void *) == 8 && alignof(void *) == 8, "");
static_assert(sizeof(void (*)(void)) == 8, "");
static_assert(sizeof(char) == 1 && sizeof(short) == 2 && sizeof(int) == 4 && sizeof(long) == 4, "");
static_assert(sizeof(long long) == 8 && alignof(long long) == 8, "");
static_assert(sizeof(float) == 4 && sizeof(double) == 8 && alignof(double) == 8, "");
static_assert(sizeof(long double) == 8, "");
static_assert(sizeof(size_t) == 4 && sizeof(ptrdiff_t) == 4, "");
static_assert(sizeof(intptr_t) == 4 && sizeof(uintptr_t) == 4, "");
static_assert(sizeof(wchar_t) == 2 && (wchar_t)-1 > 0, "");
static_assert((char)-1 > 0, "char is unsigned");
static_assert(sizeof(__builtin_va_list) == 8, "");
struct Mixed { char c; void *p; int i; };
static_assert(sizeof(struct Mixed) == 24 && offsetof(struct Mixed, p) == 8, "");

// CHECK: target datalayout = "e-m:e-p:64:64:64:32-i64:64-n32-S64"
// CHECK: target triple = "cheriot-unknown-none-elf"
