// Transcendental functions against the host's in 80 bits: the error of each result is measured.
#include "guest.h"

#include <array>
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>

#define UNARY(name)                                                                                \
    GUEST(double, name, double);                                                                   \
    GUEST(float, name##f, float);
#define BINARY(name)                                                                               \
    GUEST(double, name, double, double);                                                           \
    GUEST(float, name##f, float, float);

UNARY(exp)
UNARY(exp2)
UNARY(expm1)
UNARY(log)
UNARY(log2)
UNARY(log10)
UNARY(log1p)
UNARY(sin)
UNARY(cos)
UNARY(tan)
UNARY(asin)
UNARY(acos)
UNARY(atan)
UNARY(sinh)
UNARY(cosh)
UNARY(tanh)
UNARY(asinh)
UNARY(acosh)
UNARY(atanh)
UNARY(cbrt)
BINARY(pow)
BINARY(atan2)
BINARY(hypot)

namespace griotte::test {
namespace {

static_assert(std::numeric_limits<long double>::digits == 64);

constexpr int Rounds = 20'000;
constexpr long double MostError = 0.51L;

constexpr double Infinity = std::numeric_limits<double>::infinity();
constexpr double Quiet = std::numeric_limits<double>::quiet_NaN();

constexpr std::array Special = {0.0,
                                -0.0,
                                1.0,
                                -1.0,
                                2.0,
                                -2.0,
                                0.5,
                                -0.5,
                                3.0,
                                -3.0,
                                0.25,
                                10.0,
                                100.0,
                                1000.0,
                                0.75,
                                1.5,
                                1e-300,
                                -1e-300,
                                1e300,
                                -1e300,
                                1e16,
                                -1e16,
                                709.0,
                                -745.5,
                                710.5,
                                -708.5,
                                1074.0,
                                -1074.0,
                                1023.5,
                                0x1p53,
                                0x1p52,
                                -0x1p53,
                                0x1p-27,
                                0x1p-1074,
                                0x1p1023,
                                0x1.921fb54442d18p0,
                                0x1.921fb54442d18p1,
                                0x1.fffffffffffffp-1,
                                0x1.0000000000001p0,
                                0x1.fffffffffffffp1023,
                                27.0,
                                -27.0,
                                Infinity,
                                -Infinity,
                                Quiet};

/// How far a result is from `exact`, in units of the result type's last place there.
template <typename Float>
long double error_of(Float actual, long double exact)
{
    int exponent = std::max(std::ilogb(exact), std::numeric_limits<Float>::min_exponent - 1);
    long double unit = std::ldexp(1.0L, exponent - (std::numeric_limits<Float>::digits - 1));
    return std::fabs(static_cast<long double>(actual) - exact) / unit;
}

template <typename Float>
void expect_close(Float actual, long double exact, double x, double y)
{
    auto rounded = static_cast<Float>(exact);
    if (std::isnan(exact)) {
        EXPECT_TRUE(std::isnan(actual)) << std::hexfloat << x << ' ' << y;
    } else if (std::isinf(rounded) || exact == 0) {
        EXPECT_EQ(actual, rounded) << std::hexfloat << x << ' ' << y;
        EXPECT_EQ(std::signbit(actual), std::signbit(rounded)) << std::hexfloat << x << ' ' << y;
    } else {
        EXPECT_LE(error_of(actual, exact), MostError)
            << std::hexfloat << x << ' ' << y << " gives " << actual << " not " << rounded;
        EXPECT_EQ(std::signbit(actual), std::signbit(rounded)) << std::hexfloat << x << ' ' << y;
    }
}

/// Anything, anything of moderate size, and what is close to one.
double random_number(Random &random)
{
    uint64_t bits = random.next();
    double unit = std::ldexp(static_cast<double>(bits >> 11), -53);
    switch (random.below(5)) {
    case 0:
        return std::bit_cast<double>(bits);
    case 1:
        return std::ldexp(unit * 2 - 1, static_cast<int>(random.below(80)) - 60);
    case 2:
        return (unit * 2 - 1) * 20;
    case 3:
        return 1 + std::ldexp(unit * 2 - 1, -static_cast<int>(random.below(50)));
    default:
        return (unit * 2 - 1) * 800;
    }
}

template <typename Guest, typename GuestFloat, typename Host>
void compare_unary(Guest guest, GuestFloat guestFloat, Host host)
{
    auto check = [&](double x) {
        expect_close(guest(x), host(static_cast<long double>(x)), x, 0);
        auto narrow = static_cast<float>(x);
        expect_close(guestFloat(narrow), host(static_cast<long double>(narrow)), narrow, 0);
    };
    for (double x : Special) {
        check(x);
    }
    Random random(1);
    for (int i = 0; i < Rounds && !testing::Test::HasFailure(); i++) {
        check(random_number(random));
    }
}

template <typename Guest, typename GuestFloat, typename Host>
void compare_binary(Guest guest, GuestFloat guestFloat, Host host)
{
    auto check = [&](double x, double y) {
        expect_close(guest(x, y), host(x, y), x, y);
        auto narrowX = static_cast<float>(x);
        auto narrowY = static_cast<float>(y);
        expect_close(guestFloat(narrowX, narrowY), host(narrowX, narrowY), narrowX, narrowY);
    };
    for (double x : Special) {
        for (double y : Special) {
            check(x, y);
        }
    }
    Random random(2);
    for (int i = 0; i < Rounds && !testing::Test::HasFailure(); i++) {
        double x = random_number(random);
        double y = random_number(random);
        check(x, y);
        check(std::fabs(x), y);
    }
}

#define UNARY_TEST(Name, function)                                                                 \
    TEST(Math, Name)                                                                               \
    {                                                                                              \
        compare_unary(guest_##function, guest_##function##f,                                       \
                      [](long double x) { return std::function(x); });                             \
    }
#define BINARY_TEST(Name, function)                                                                \
    TEST(Math, Name)                                                                               \
    {                                                                                              \
        compare_binary(guest_##function, guest_##function##f,                                      \
                       [](long double x, long double y) { return std::function(x, y); });          \
    }

UNARY_TEST(RaisesE, exp)
UNARY_TEST(RaisesTwo, exp2)
UNARY_TEST(RaisesELessOne, expm1)
UNARY_TEST(TakesNaturalLogarithms, log)
UNARY_TEST(TakesBinaryLogarithms, log2)
UNARY_TEST(TakesDecimalLogarithms, log10)
UNARY_TEST(TakesLogarithmsNearOne, log1p)
UNARY_TEST(TakesSines, sin)
UNARY_TEST(TakesCosines, cos)
UNARY_TEST(TakesTangents, tan)
UNARY_TEST(TakesArcSines, asin)
UNARY_TEST(TakesArcCosines, acos)
UNARY_TEST(TakesArcTangents, atan)
UNARY_TEST(TakesHyperbolicSines, sinh)
UNARY_TEST(TakesHyperbolicCosines, cosh)
UNARY_TEST(TakesHyperbolicTangents, tanh)
UNARY_TEST(TakesInverseHyperbolicSines, asinh)
UNARY_TEST(TakesInverseHyperbolicCosines, acosh)
UNARY_TEST(TakesInverseHyperbolicTangents, atanh)
UNARY_TEST(TakesCubeRoots, cbrt)
BINARY_TEST(RaisesNumbers, pow)
BINARY_TEST(TellsAngles, atan2)
BINARY_TEST(TellsDistances, hypot)

TEST(Math, IsExactWhereTheResultIs)
{
    for (int i = -1074; i <= 1023; i++) {
        double power = std::ldexp(1.0, i);
        EXPECT_EQ(guest_exp2(i), power);
        EXPECT_EQ(guest_log2(power), i);
        EXPECT_EQ(guest_pow(2, i), power);
    }
    double power = 1;
    for (int i = 0; i <= 22; i++, power *= 10) {
        EXPECT_EQ(guest_pow(10, i), power);
        EXPECT_EQ(guest_log10(power), i);
    }
    for (int i = -200; i <= 200; i++) {
        EXPECT_EQ(guest_cbrt(static_cast<double>(i) * i * i), i);
        EXPECT_EQ(guest_pow(i, 2), static_cast<double>(i) * i);
        EXPECT_EQ(guest_hypot(3.0 * i, 4.0 * i), 5.0 * std::abs(i));
    }
}

} // namespace
} // namespace griotte::test
