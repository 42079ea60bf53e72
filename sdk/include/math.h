// math.h: what IEEE 754 requires to be exact is correctly rounded (to nearest, ties to even; there
// are no other modes and no flags); transcendental functions are within 0.51 units of a double's
// last place, and 0.51 of a float's. `long double` is `double`. No erf, no gamma.
#ifndef MATH_H
#define MATH_H

#include <cdefs.h>

#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define HUGE_VAL __builtin_huge_val()
#define HUGE_VALF __builtin_huge_valf()
#define HUGE_VALL __builtin_huge_vall()
#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
#define M_SQRT2 1.41421356237309504880
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.785398163397448309616
#define M_LN2 0.693147180559945309417
#define M_LN10 2.30258509299404568402
#define M_LOG2E 1.44269504088896340736
#define M_LOG10E 0.434294481903251827651

#define FP_NAN 0
#define FP_INFINITE 1
#define FP_ZERO 2
#define FP_SUBNORMAL 3
#define FP_NORMAL 4
#define FP_ILOGB0 (-0x7fffffff - 1)
#define FP_ILOGBNAN 0x7fffffff
#define MATH_ERRNO 1
#define MATH_ERREXCEPT 2
/// Functions here set neither errno nor flags: a NaN or an infinity says it.
#define math_errhandling 0

#define fpclassify(x) __builtin_fpclassify(FP_NAN, FP_INFINITE, FP_NORMAL, FP_SUBNORMAL, FP_ZERO, x)
#define isfinite(x) __builtin_isfinite(x)
#define isinf(x) __builtin_isinf(x)
#define isnan(x) __builtin_isnan(x)
#define isnormal(x) __builtin_isnormal(x)
#define signbit(x) __builtin_signbit(x)
#define isgreater(x, y) __builtin_isgreater(x, y)
#define isgreaterequal(x, y) __builtin_isgreaterequal(x, y)
#define isless(x, y) __builtin_isless(x, y)
#define islessequal(x, y) __builtin_islessequal(x, y)
#define islessgreater(x, y) __builtin_islessgreater(x, y)
#define isunordered(x, y) __builtin_isunordered(x, y)

__BEGIN_DECLS

typedef float float_t;
typedef double double_t;

double __cheri_libcall fabs(double x);
float __cheri_libcall fabsf(float x);
double __cheri_libcall copysign(double magnitude, double sign);
float __cheri_libcall copysignf(float magnitude, float sign);
double __cheri_libcall nan(const char *payload);
float __cheri_libcall nanf(const char *payload);

double __cheri_libcall sqrt(double x);
float __cheri_libcall sqrtf(float x);
/// x * y + z, rounded once.
double __cheri_libcall fma(double x, double y, double z);
float __cheri_libcall fmaf(float x, float y, float z);

double __cheri_libcall floor(double x);
float __cheri_libcall floorf(float x);
double __cheri_libcall ceil(double x);
float __cheri_libcall ceilf(float x);
double __cheri_libcall trunc(double x);
float __cheri_libcall truncf(float x);
/// Halves away from zero.
double __cheri_libcall round(double x);
float __cheri_libcall roundf(float x);
/// Halves to even.
double __cheri_libcall rint(double x);
float __cheri_libcall rintf(float x);
double __cheri_libcall nearbyint(double x);
float __cheri_libcall nearbyintf(float x);
double __cheri_libcall roundeven(double x);
float __cheri_libcall roundevenf(float x);
long __cheri_libcall lrint(double x);
long __cheri_libcall lrintf(float x);
long long __cheri_libcall llrint(double x);
long long __cheri_libcall llrintf(float x);
long __cheri_libcall lround(double x);
long __cheri_libcall lroundf(float x);
long long __cheri_libcall llround(double x);
long long __cheri_libcall llroundf(float x);

/// The remainder of truncated division; exact.
double __cheri_libcall fmod(double x, double y);
float __cheri_libcall fmodf(float x, float y);
/// The remainder of division rounded to nearest even; exact.
double __cheri_libcall remainder(double x, double y);
float __cheri_libcall remainderf(float x, float y);
/// As remainder, with the quotient's sign and low three bits.
double __cheri_libcall remquo(double x, double y, int *quotient);
float __cheri_libcall remquof(float x, float y, int *quotient);
double __cheri_libcall modf(double x, double *whole);
float __cheri_libcall modff(float x, float *whole);

double __cheri_libcall scalbn(double x, int exponent);
float __cheri_libcall scalbnf(float x, int exponent);
double __cheri_libcall scalbln(double x, long exponent);
float __cheri_libcall scalblnf(float x, long exponent);
double __cheri_libcall ldexp(double x, int exponent);
float __cheri_libcall ldexpf(float x, int exponent);
double __cheri_libcall frexp(double x, int *exponent);
float __cheri_libcall frexpf(float x, int *exponent);
int __cheri_libcall ilogb(double x);
int __cheri_libcall ilogbf(float x);
double __cheri_libcall logb(double x);
float __cheri_libcall logbf(float x);

double __cheri_libcall fmin(double x, double y);
float __cheri_libcall fminf(float x, float y);
double __cheri_libcall fmax(double x, double y);
float __cheri_libcall fmaxf(float x, float y);
double __cheri_libcall fdim(double x, double y);
float __cheri_libcall fdimf(float x, float y);
double __cheri_libcall nextafter(double from, double towards);
float __cheri_libcall nextafterf(float from, float towards);

double __cheri_libcall exp(double x);
float __cheri_libcall expf(float x);
double __cheri_libcall exp2(double x);
float __cheri_libcall exp2f(float x);
double __cheri_libcall expm1(double x);
float __cheri_libcall expm1f(float x);
double __cheri_libcall log(double x);
float __cheri_libcall logf(float x);
double __cheri_libcall log2(double x);
float __cheri_libcall log2f(float x);
double __cheri_libcall log10(double x);
float __cheri_libcall log10f(float x);
double __cheri_libcall log1p(double x);
float __cheri_libcall log1pf(float x);
double __cheri_libcall sin(double x);
float __cheri_libcall sinf(float x);
double __cheri_libcall cos(double x);
float __cheri_libcall cosf(float x);
double __cheri_libcall tan(double x);
float __cheri_libcall tanf(float x);
double __cheri_libcall asin(double x);
float __cheri_libcall asinf(float x);
double __cheri_libcall acos(double x);
float __cheri_libcall acosf(float x);
double __cheri_libcall atan(double x);
float __cheri_libcall atanf(float x);
double __cheri_libcall sinh(double x);
float __cheri_libcall sinhf(float x);
double __cheri_libcall cosh(double x);
float __cheri_libcall coshf(float x);
double __cheri_libcall tanh(double x);
float __cheri_libcall tanhf(float x);
double __cheri_libcall asinh(double x);
float __cheri_libcall asinhf(float x);
double __cheri_libcall acosh(double x);
float __cheri_libcall acoshf(float x);
double __cheri_libcall atanh(double x);
float __cheri_libcall atanhf(float x);
double __cheri_libcall cbrt(double x);
float __cheri_libcall cbrtf(float x);
double __cheri_libcall pow(double base, double exponent);
float __cheri_libcall powf(float base, float exponent);
double __cheri_libcall atan2(double y, double x);
float __cheri_libcall atan2f(float y, float x);
double __cheri_libcall hypot(double x, double y);
float __cheri_libcall hypotf(float x, float y);

__END_DECLS

#endif
