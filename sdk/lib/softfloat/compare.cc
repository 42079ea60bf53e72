// Comparisons. A result is compared with zero by the relation in the name; with a NaN that
// comparison must fail (`ne` and `unord` must hold), which decides the value each returns then.
#include "compare.hh"

using namespace softfloat;

extern "C" {

int __cheri_libcall __eqsf2(float left, float right)
{
    return order<Binary32>(left, right, 1);
}

int __cheri_libcall __nesf2(float left, float right)
{
    return order<Binary32>(left, right, 1);
}

int __cheri_libcall __ltsf2(float left, float right)
{
    return order<Binary32>(left, right, 1);
}

int __cheri_libcall __lesf2(float left, float right)
{
    return order<Binary32>(left, right, 1);
}

int __cheri_libcall __gtsf2(float left, float right)
{
    return order<Binary32>(left, right, -1);
}

int __cheri_libcall __gesf2(float left, float right)
{
    return order<Binary32>(left, right, -1);
}

int __cheri_libcall __unordsf2(float left, float right)
{
    return is_unordered<Binary32>(left, right);
}

int __cheri_libcall __eqdf2(double left, double right)
{
    return order<Binary64>(left, right, 1);
}

int __cheri_libcall __nedf2(double left, double right)
{
    return order<Binary64>(left, right, 1);
}

int __cheri_libcall __ltdf2(double left, double right)
{
    return order<Binary64>(left, right, 1);
}

int __cheri_libcall __ledf2(double left, double right)
{
    return order<Binary64>(left, right, 1);
}

int __cheri_libcall __gtdf2(double left, double right)
{
    return order<Binary64>(left, right, -1);
}

int __cheri_libcall __gedf2(double left, double right)
{
    return order<Binary64>(left, right, -1);
}

int __cheri_libcall __unorddf2(double left, double right)
{
    return is_unordered<Binary64>(left, right);
}
}
