// va_arg by docs/reference/abi.md: slots of four or eight bytes; aggregates by reference.
// RUN: %ir_cc -O1 %s | FileCheck %s
#include <stdarg.h>
struct Point { int x, y, z; };

// CHECK-LABEL: define {{.*}}@four(
// CHECK: call void @llvm.va_start.p0(ptr nonnull [[LIST:%.*]])
// CHECK: [[SLOT:%.*]] = load ptr, ptr [[LIST]]
// CHECK: getelementptr i8, ptr [[SLOT]], i32 4
// CHECK: load i32, ptr [[SLOT]], align 4
// CHECK-NOT: va_end
int four(int n, ...) { va_list l; va_start(l, n); int i = va_arg(l, int); va_end(l); return i; }
// CHECK-LABEL: define {{.*}}@eight(
// CHECK: [[ADDRESS:%.*]] = ptrtoint ptr [[NEXT:%.*]] to i32
// CHECK: and i32 %{{.*}}, 7
// CHECK: [[SLOT:%.*]] = getelementptr i8, ptr [[NEXT]], i32
// CHECK: getelementptr i8, ptr [[SLOT]], i32 8
// CHECK: load i64, ptr [[SLOT]], align 8
long long eight(va_list *l) { return va_arg(*l, long long); }
// CHECK-LABEL: define {{.*}}@capability(
// CHECK: load ptr, ptr %va.slot, align 8
void *capability(va_list *l) { return va_arg(*l, void *); }
// CHECK-LABEL: define {{.*}}@real(
// CHECK: load double, ptr %va.slot, align 8
double real(va_list *l) { return va_arg(*l, double); }
// CHECK-LABEL: define {{.*}}@aggregate(
// CHECK: [[OBJECT:%.*]] = load ptr, ptr %va.slot, align 8
// CHECK: load i32, ptr {{.*}}, align 4
int aggregate(va_list *l) { struct Point p = va_arg(*l, struct Point); return p.y; }
// CHECK-LABEL: define {{.*}}@copied(
// CHECK: load ptr, ptr %from, align 8
// CHECK: store ptr
void copied(va_list *to, va_list *from) { va_copy(*to, *from); }
// CHECK-LABEL: define {{.*}}@caller(
// CHECK: call i32 (i32, ...) @four(i32 {{.*}}, ptr noundef nonnull byval(%struct.Point) align 4 %p, i64 noundef 3)
int caller(struct Point p) { return four(1, p, 3LL); }
