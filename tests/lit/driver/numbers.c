// Eight-byte numbers stay numbers where types prove it.
// RUN: %ir_cc -O2 %s | FileCheck %s
// CHECK-LABEL: @number(
// CHECK: load i64
// CHECK: store i64
void number(long long *a, long long *b) { *a = *b; }
// CHECK-LABEL: @swap(
// CHECK-NOT: load ptr
// CHECK: ret void
struct Time { long long seconds; double fraction; };
void swap(struct Time *a, struct Time *b) { struct Time t = *a; *a = *b; *b = t; }
// CHECK-LABEL: @bits(
// CHECK: bitcast double %{{.*}} to i64
long long bits(double d) { long long l; __builtin_memcpy(&l, &d, 8); return l; }
// CHECK-LABEL: @table(
// CHECK-NOT: call ptr @memcpy
int table(int i) { const int numbers[] = {1, 2, 3, 4, 5, 6, 7, 8}; return numbers[i & 7]; }
// CHECK-LABEL: @sum(
// CHECK: add {{.*}}i64
long long sum(long long *a, int n) { long long s = 0; while (n--) { s += *a++; } return s; }
