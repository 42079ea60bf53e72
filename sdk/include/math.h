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

double fabs(double x);
float fabsf(float x);
double copysign(double magnitude, double sign);
float copysignf(float magnitude, float sign);
double nan(const char *payload);
float nanf(const char *payload);

double sqrt(double x);
float sqrtf(float x);
/// x * y + z, rounded once.
double fma(double x, double y, double z);
float fmaf(float x, float y, float z);

double floor(double x);
float floorf(float x);
double ceil(double x);
float ceilf(float x);
double trunc(double x);
float truncf(float x);
/// Halves away from zero.
double round(double x);
float roundf(float x);
/// Halves to even.
double rint(double x);
float rintf(float x);
double nearbyint(double x);
float nearbyintf(float x);
double roundeven(double x);
float roundevenf(float x);
long lrint(double x);
long lrintf(float x);
long long llrint(double x);
long long llrintf(float x);
long lround(double x);
long lroundf(float x);
long long llround(double x);
long long llroundf(float x);

/// The remainder of truncated division; exact.
double fmod(double x, double y);
float fmodf(float x, float y);
/// The remainder of division rounded to nearest even; exact.
double remainder(double x, double y);
float remainderf(float x, float y);
/// As remainder, with the quotient's sign and low three bits.
double remquo(double x, double y, int *quotient);
float remquof(float x, float y, int *quotient);
double modf(double x, double *whole);
float modff(float x, float *whole);

double scalbn(double x, int exponent);
float scalbnf(float x, int exponent);
double scalbln(double x, long exponent);
float scalblnf(float x, long exponent);
double ldexp(double x, int exponent);
float ldexpf(float x, int exponent);
double frexp(double x, int *exponent);
float frexpf(float x, int *exponent);
int ilogb(double x);
int ilogbf(float x);
double logb(double x);
float logbf(float x);

double fmin(double x, double y);
float fminf(float x, float y);
double fmax(double x, double y);
float fmaxf(float x, float y);
double fdim(double x, double y);
float fdimf(float x, float y);
double nextafter(double from, double towards);
float nextafterf(float from, float towards);

double exp(double x);
float expf(float x);
double exp2(double x);
float exp2f(float x);
double expm1(double x);
float expm1f(float x);
double log(double x);
float logf(float x);
double log2(double x);
float log2f(float x);
double log10(double x);
float log10f(float x);
double log1p(double x);
float log1pf(float x);
double sin(double x);
float sinf(float x);
double cos(double x);
float cosf(float x);
double tan(double x);
float tanf(float x);
double asin(double x);
float asinf(float x);
double acos(double x);
float acosf(float x);
double atan(double x);
float atanf(float x);
double sinh(double x);
float sinhf(float x);
double cosh(double x);
float coshf(float x);
double tanh(double x);
float tanhf(float x);
double asinh(double x);
float asinhf(float x);
double acosh(double x);
float acoshf(float x);
double atanh(double x);
float atanhf(float x);
double cbrt(double x);
float cbrtf(float x);
double pow(double base, double exponent);
float powf(float base, float exponent);
double atan2(double y, double x);
float atan2f(float y, float x);
double hypot(double x, double y);
float hypotf(float x, float y);

__END_DECLS

#endif
