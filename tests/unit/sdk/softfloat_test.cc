// Software floating point against the host's: every operation on all pairs (or triples) of special
// values, and on random operands of every class. Results must be the same bits; where the host has
// a NaN, whatever its sign and payload, the guest must have the canonical one.
//
// GRIOTTE_SOFTFLOAT_PAIRS sets the number of random operand tuples an operation (default
// 1,000,000).

#include "guest.h"
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <string>
#include <vector>

#define GUEST_BINARY(name)                                                                         \
    GUEST(float, name##sf3, float, float);                                                         \
    GUEST(double, name##df3, double, double)
#define GUEST_RELATION(name)                                                                       \
    GUEST(int, name##sf2, float, float);                                                           \
    GUEST(int, name##df2, double, double)
#define GUEST_MATH_1(name)                                                                         \
    GUEST(float, name##f, float);                                                                  \
    GUEST(double, name, double)
#define GUEST_MATH_2(name)                                                                         \
    GUEST(float, name##f, float, float);                                                           \
    GUEST(double, name, double, double)

GUEST_BINARY(__add);
GUEST_BINARY(__sub);
GUEST_BINARY(__mul);
GUEST_BINARY(__div);
GUEST_RELATION(__eq);
GUEST_RELATION(__ne);
GUEST_RELATION(__lt);
GUEST_RELATION(__le);
GUEST_RELATION(__gt);
GUEST_RELATION(__ge);
GUEST_RELATION(__unord);
GUEST_MATH_1(sqrt);
GUEST_MATH_1(fabs);
GUEST_MATH_1(floor);
GUEST_MATH_1(ceil);
GUEST_MATH_1(trunc);
GUEST_MATH_1(round);
GUEST_MATH_1(rint);
GUEST_MATH_1(logb);
GUEST_MATH_2(copysign);
GUEST_MATH_2(fmod);
GUEST_MATH_2(remainder);
GUEST_MATH_2(fdim);
GUEST_MATH_2(fmin);
GUEST_MATH_2(fmax);
GUEST_MATH_2(nextafter);
GUEST(float, fmaf, float, float, float);
GUEST(double, fma, double, double, double);
GUEST(float, __negsf2, float);
GUEST(double, __negdf2, double);
GUEST(float, scalbnf, float, int);
GUEST(double, scalbn, double, int);
GUEST(float, frexpf, float, int *);
GUEST(double, frexp, double, int *);
GUEST(float, modff, float, float *);
GUEST(double, modf, double, double *);
GUEST(float, remquof, float, float, int *);
GUEST(double, remquo, double, double, int *);
GUEST(long long, llrint, double);
GUEST(long long, llrintf, float);
GUEST(long long, llround, double);
GUEST(long long, llroundf, float);
GUEST(int, ilogb, double);
GUEST(int, ilogbf, float);

GUEST(int32_t, __fixsfsi, float);
GUEST(int64_t, __fixsfdi, float);
GUEST(uint32_t, __fixunssfsi, float);
GUEST(uint64_t, __fixunssfdi, float);
GUEST(int32_t, __fixdfsi, double);
GUEST(int64_t, __fixdfdi, double);
GUEST(uint32_t, __fixunsdfsi, double);
GUEST(uint64_t, __fixunsdfdi, double);
GUEST(float, __floatsisf, int32_t);
GUEST(float, __floatdisf, int64_t);
GUEST(float, __floatunsisf, uint32_t);
GUEST(float, __floatundisf, uint64_t);
GUEST(double, __floatsidf, int32_t);
GUEST(double, __floatdidf, int64_t);
GUEST(double, __floatunsidf, uint32_t);
GUEST(double, __floatundidf, uint64_t);
GUEST(double, __extendsfdf2, float);
GUEST(float, __truncdfsf2, double);
GUEST(uint16_t, __truncsfhf2, float);
GUEST(uint16_t, __truncdfhf2, double);
GUEST(float, __extendhfsf2, uint16_t);

namespace griotte::test {
namespace {

uint64_t pair_count()
{
    const char *text = std::getenv("GRIOTTE_SOFTFLOAT_PAIRS");
    return text != nullptr ? std::strtoull(text, nullptr, 10) : 1'000'000;
}

template <typename Float>
struct Format;
template <>
struct Format<float>
{
    using Bits = uint32_t;
    static constexpr int FractionBits = 23;
    static constexpr int ExponentMax = 0xff;
    static constexpr Bits CanonicalNan = 0x7fc00000;
};
template <>
struct Format<double>
{
    using Bits = uint64_t;
    static constexpr int FractionBits = 52;
    static constexpr int ExponentMax = 0x7ff;
    static constexpr Bits CanonicalNan = 0x7ff8000000000000;
};

template <typename Float>
typename Format<Float>::Bits bits_of(Float value)
{
    return std::bit_cast<typename Format<Float>::Bits>(value);
}

/// Every class and its edges, both signs.
template <typename Float>
std::vector<Float> special_values()
{
    using F = Format<Float>;
    using Bits = typename F::Bits;
    constexpr Bits Fraction = (Bits{1} << F::FractionBits) - 1;
    std::vector<Bits> magnitudes;
    constexpr int Bias = F::ExponentMax / 2;
    for (int exponent :
         {0, 1, 2, Bias - F::FractionBits - 2, Bias - F::FractionBits, Bias - 2, Bias - 1, Bias,
          Bias + 1, Bias + F::FractionBits - 1, Bias + F::FractionBits, Bias + F::FractionBits + 1,
          Bias + 31, Bias + 32, Bias + 63, Bias + 64, F::ExponentMax - 2, F::ExponentMax - 1,
          F::ExponentMax})
    {
        for (Bits fraction : {Bits{0}, Bits{1}, Bits{2}, Fraction / 2, Fraction / 2 + 1,
                              Fraction / 3, Fraction - 1, Fraction})
        {
            magnitudes.push_back(static_cast<Bits>(exponent) << F::FractionBits | fraction);
        }
    }
    std::vector<Float> values;
    for (Bits magnitude : magnitudes) {
        values.push_back(std::bit_cast<Float>(magnitude));
        values.push_back(
            std::bit_cast<Float>(static_cast<Bits>(magnitude | Bits{1} << (sizeof(Bits) * 8 - 1))));
    }
    return values;
}

/// Random numbers stratified by class: exponents are as likely at the ends as in between, fractions
/// as likely to be sparse or dense as random.
template <typename Float>
class Operands
{
    using F = Format<Float>;
    using Bits = typename F::Bits;

public:
    explicit Operands(uint64_t seed) : random(seed), specials(special_values<Float>()) {}

    Float next()
    {
        if (random.below(32) == 0) {
            return specials[random.below(specials.size())];
        }
        uint64_t sign = random.next() >> 63;
        lastExponent = exponent();
        return std::bit_cast<Float>(
            static_cast<Bits>(static_cast<Bits>(sign) << (sizeof(Bits) * 8 - 1) |
                              static_cast<Bits>(lastExponent) << F::FractionBits | fraction()));
    }

private:
    unsigned exponent()
    {
        constexpr unsigned Bias = F::ExponentMax / 2;
        switch (random.below(6)) {
        case 0: // close to the last one, where cancellation happens
            return static_cast<unsigned>((lastExponent + random.below(5) + F::ExponentMax - 2) %
                                         F::ExponentMax);
        case 1: // subnormal or nearly
            return static_cast<unsigned>(random.below(3));
        case 2: // huge, infinite or not a number
            return static_cast<unsigned>(F::ExponentMax - random.below(4));
        case 3: // close to the last one, where one rounds into the other
            return static_cast<unsigned>((lastExponent + random.below(2 * F::FractionBits + 8) +
                                          F::ExponentMax - F::FractionBits - 4) %
                                         F::ExponentMax);
        case 4: // around one and the integers
            return static_cast<unsigned>(Bias - 4 + random.below(72));
        default:
            return static_cast<unsigned>(random.below(F::ExponentMax));
        }
    }
    Bits fraction()
    {
        constexpr Bits Mask = (Bits{1} << F::FractionBits) - 1;
        switch (random.below(4)) {
        case 0: // one bit or two
            return (Bits{1} << random.below(F::FractionBits) |
                    Bits{1} << random.below(F::FractionBits)) &
                   Mask;
        case 1: // all but a few
            return Mask & ~(Bits{1} << random.below(F::FractionBits));
        case 2: // a run of ones
            return Mask & (Mask << random.below(F::FractionBits));
        default:
            return static_cast<Bits>(random.next()) & Mask;
        }
    }

    Random random;
    std::vector<Float> specials;
    unsigned lastExponent = F::ExponentMax / 2;
};

template <typename Float>
bool is_same(Float guest, Float host)
{
    if (std::isnan(host)) {
        return bits_of(guest) == Format<Float>::CanonicalNan;
    }
    return bits_of(guest) == bits_of(host);
}
bool is_same(int guest, int host)
{
    return guest == host;
}

template <typename Float, typename Guest, typename Host>
void check_unary(const char *name, Guest guest, Host host)
{
    auto check = [&](Float x) {
        auto actual = guest(x);
        auto expected = host(x);
        if (!is_same(actual, expected)) {
            ADD_FAILURE() << name << "(" << std::hexfloat << x << "): " << actual << ", not "
                          << expected;
            return false;
        }
        return true;
    };
    for (Float x : special_values<Float>()) {
        ASSERT_TRUE(check(x));
    }
    Operands<Float> operands(1);
    for (uint64_t i = 0; i < pair_count(); i++) {
        ASSERT_TRUE(check(operands.next()));
    }
}

template <typename Float, typename Guest, typename Host>
void check_binary(const char *name, Guest guest, Host host)
{
    auto check = [&](Float x, Float y) {
        auto actual = guest(x, y);
        auto expected = host(x, y);
        if (!is_same(actual, expected)) {
            ADD_FAILURE() << name << "(" << std::hexfloat << x << ", " << y << "): " << actual
                          << ", not " << expected;
            return false;
        }
        return true;
    };
    auto specials = special_values<Float>();
    for (Float x : specials) {
        for (Float y : specials) {
            ASSERT_TRUE(check(x, y));
        }
    }
    Operands<Float> operands(2);
    for (uint64_t i = 0; i < pair_count(); i++) {
        Float x = operands.next();
        ASSERT_TRUE(check(x, operands.next()));
    }
}

template <typename Float, typename Guest, typename Host>
void check_ternary(const char *name, Guest guest, Host host)
{
    auto check = [&](Float x, Float y, Float z) {
        Float actual = guest(x, y, z);
        Float expected = host(x, y, z);
        if (!is_same(actual, expected)) {
            ADD_FAILURE() << name << "(" << std::hexfloat << x << ", " << y << ", " << z
                          << "): " << actual << ", not " << expected;
            return false;
        }
        return true;
    };
    auto specials = special_values<Float>();
    Random random(3);
    for (Float x : specials) {
        for (Float y : specials) {
            for (int i = 0; i < 8; i++) {
                ASSERT_TRUE(check(x, y, specials[random.below(specials.size())]));
            }
        }
    }
    Operands<Float> operands(4);
    for (uint64_t i = 0; i < pair_count(); i++) {
        Float x = operands.next();
        Float y = operands.next();
        Float z = operands.next();
        if (i % 4 == 0) // an addend that nearly cancels the product
        {
            z = -(x * y);
            z = i % 8 == 0 ? z : std::nextafter(z, Float{0});
        }
        ASSERT_TRUE(check(x, y, z));
    }
}

// Both widths of an operation: the guest's names, and the host's expression.
#define BINARY_TEST(Name, guest32, guest64, expression)                                            \
    TEST(SoftFloat, Name)                                                                          \
    {                                                                                              \
        auto host = [](auto x, auto y) { return expression; };                                     \
        check_binary<float>(#guest32, guest_##guest32, host);                                      \
        check_binary<double>(#guest64, guest_##guest64, host);                                     \
    }
#define UNARY_TEST(Name, guest32, guest64, expression)                                             \
    TEST(SoftFloat, Name)                                                                          \
    {                                                                                              \
        auto host = [](auto x) { return expression; };                                             \
        check_unary<float>(#guest32, guest_##guest32, host);                                       \
        check_unary<double>(#guest64, guest_##guest64, host);                                      \
    }

/// glibc 2.36 gives -0 for some exact quotients of positive numbers; IEEE 754 says a zero has the
/// sign of x.
template <typename Float>
Float remainder_of(Float x, Float y)
{
    Float result = std::remainder(x, y);
    return result == 0 ? std::copysign(result, x) : result;
}

BINARY_TEST(Adds, __addsf3, __adddf3, x + y)
BINARY_TEST(Subtracts, __subsf3, __subdf3, x - y)
BINARY_TEST(Multiplies, __mulsf3, __muldf3, x *y)
BINARY_TEST(Divides, __divsf3, __divdf3, x / y)
BINARY_TEST(TakesRemaindersTruncated, fmodf, fmod, std::fmod(x, y))
BINARY_TEST(TakesRemaindersToNearest, remainderf, remainder, remainder_of(x, y))
BINARY_TEST(TakesPositiveDifferences, fdimf, fdim, std::fdim(x, y))
BINARY_TEST(FindsNeighbours, nextafterf, nextafter, std::nextafter(x, y))
UNARY_TEST(TakesSquareRoots, sqrtf, sqrt, std::sqrt(x))
UNARY_TEST(RoundsDown, floorf, floor, std::floor(x))
UNARY_TEST(RoundsUp, ceilf, ceil, std::ceil(x))
UNARY_TEST(RoundsTowardsZero, truncf, trunc, std::trunc(x))
UNARY_TEST(RoundsHalvesAway, roundf, round, std::round(x))
UNARY_TEST(RoundsHalvesToEven, rintf, rint, std::rint(x))
UNARY_TEST(TellsExponentsAsNumbers, logbf, logb, std::logb(x))

TEST(SoftFloat, MultipliesAndAddsWithOneRounding)
{
    auto host = [](auto x, auto y, auto z) { return std::fma(x, y, z); };
    check_ternary<float>("fmaf", guest_fmaf, host);
    check_ternary<double>("fma", guest_fma, host);
}

// Signs are bits, also of NaNs.
TEST(SoftFloat, ChangesSignsOfAnything)
{
    Operands<float> floats(5);
    Operands<double> doubles(6);
    constexpr uint32_t Sign = 1U << 31;
    constexpr uint64_t LongSign = uint64_t{1} << 63;
    for (uint64_t i = 0; i < pair_count(); i++) {
        float x = floats.next();
        float y = floats.next();
        ASSERT_EQ(bits_of(guest___negsf2(x)), bits_of(x) ^ Sign);
        ASSERT_EQ(bits_of(guest_fabsf(x)), bits_of(x) & ~Sign);
        ASSERT_EQ(bits_of(guest_copysignf(x, y)), (bits_of(x) & ~Sign) | (bits_of(y) & Sign));
        double a = doubles.next();
        double b = doubles.next();
        ASSERT_EQ(bits_of(guest___negdf2(a)), bits_of(a) ^ LongSign);
        ASSERT_EQ(bits_of(guest_fabs(a)), bits_of(a) & ~LongSign);
        ASSERT_EQ(bits_of(guest_copysign(a, b)),
                  (bits_of(a) & ~LongSign) | (bits_of(b) & LongSign));
    }
}

// What a comparison function promises is how its result compares with zero.
#define RELATION_TEST(Name, guest, relation)                                                       \
    TEST(SoftFloat, Name)                                                                          \
    {                                                                                              \
        auto host = [](auto x, auto y) { return int(x relation y); };                              \
        check_binary<float>(                                                                       \
            #guest "sf2",                                                                          \
            [](float x, float y) { return int(guest_##guest##sf2(x, y) relation 0); }, host);      \
        check_binary<double>(                                                                      \
            #guest "df2",                                                                          \
            [](double x, double y) { return int(guest_##guest##df2(x, y) relation 0); }, host);    \
    }

RELATION_TEST(ComparesEqual, __eq, ==)
RELATION_TEST(ComparesUnequal, __ne, !=)
RELATION_TEST(ComparesLess, __lt, <)
RELATION_TEST(ComparesLessOrEqual, __le, <=)
RELATION_TEST(ComparesGreater, __gt, >)
RELATION_TEST(ComparesGreaterOrEqual, __ge, >=)
BINARY_TEST(ComparesUnordered, __unordsf2, __unorddf2, int(std::isunordered(x, y)))

// As RISC-V and IEEE 754-2019: of a number and a NaN the number, and -0 is less than +0.
template <typename Float>
Float lesser(Float x, Float y)
{
    if (std::isnan(x) || std::isnan(y)) {
        return std::isnan(x) ? y : x;
    }
    return x < y || (x == y && std::signbit(x)) ? x : y;
}
BINARY_TEST(ChoosesTheLesser, fminf, fmin, lesser(x, y))
BINARY_TEST(ChoosesTheGreater, fmaxf, fmax, -lesser(-x, -y))

TEST(SoftFloat, ScalesByPowersOfTwo)
{
    Random random(7);
    auto exponent = [&random] { return int(random.below(5000)) - 2500; };
    Operands<float> floats(8);
    Operands<double> doubles(9);
    for (uint64_t i = 0; i < pair_count(); i++) {
        float x = floats.next();
        int n = i % 2 == 0 ? exponent() : exponent() / 10;
        ASSERT_TRUE(is_same(guest_scalbnf(x, n), std::scalbn(x, n))) << x << " " << n;
        double y = doubles.next();
        ASSERT_TRUE(is_same(guest_scalbn(y, n), std::scalbn(y, n))) << y << " " << n;
    }
    EXPECT_EQ(guest_scalbn(1, std::numeric_limits<int>::max()), HUGE_VAL);
    EXPECT_EQ(guest_scalbn(1, std::numeric_limits<int>::min()), 0);
}

TEST(SoftFloat, TakesNumbersApart)
{
    Operands<float> floats(10);
    Operands<double> doubles(11);
    auto check = [](auto x, auto frexp, auto modf, auto ilogb) {
        int guestExponent;
        int hostExponent;
        auto guestFraction = frexp(x, &guestExponent);
        ASSERT_TRUE(is_same(guestFraction, std::frexp(x, &hostExponent))) << x;
        if (std::isfinite(x)) {
            ASSERT_EQ(guestExponent, hostExponent) << x;
        }
        decltype(x) guestWhole;
        decltype(x) hostWhole;
        guestFraction = modf(x, &guestWhole);
        ASSERT_TRUE(is_same(guestFraction, std::modf(x, &hostWhole))) << x;
        ASSERT_TRUE(is_same(guestWhole, hostWhole)) << x;
        if (std::isfinite(x) && x != 0) {
            ASSERT_EQ(ilogb(x), std::ilogb(x)) << x;
        }
    };
    for (uint64_t i = 0; i < pair_count(); i++) {
        check(floats.next(), guest_frexpf, guest_modff, guest_ilogbf);
        check(doubles.next(), guest_frexp, guest_modf, guest_ilogb);
    }
}

TEST(SoftFloat, TellsTheQuotientsLowBits)
{
    Operands<double> doubles(12);
    Operands<float> floats(13);
    auto check = [](auto x, auto y, auto guest) {
        int guestQuotient;
        int hostQuotient = 0;
        auto guestRemainder = guest(x, y, &guestQuotient);
        auto hostRemainder = std::remquo(x, y, &hostQuotient);
        ASSERT_TRUE(is_same(guestRemainder, hostRemainder)) << x << " " << y;
        if (!std::isnan(hostRemainder)) {
            ASSERT_EQ(guestQuotient % 8, hostQuotient % 8) << x << " " << y;
        }
    };
    for (uint64_t i = 0; i < pair_count(); i++) {
        double x = doubles.next();
        check(x, doubles.next(), guest_remquo);
        float y = floats.next();
        check(y, floats.next(), guest_remquof);
    }
}

/// The nearest `Integer`, and the largest for a NaN, as RISC-V's conversions: the truncated value
/// is compared where both limits are exact.
template <typename Integer, typename Float>
Integer saturated(Float x)
{
    if (std::isnan(x)) {
        return std::numeric_limits<Integer>::max();
    }
    Float limit = std::ldexp(Float{1}, std::numeric_limits<Integer>::digits);
    Float whole = std::trunc(x);
    if (whole >= limit) {
        return std::numeric_limits<Integer>::max();
    }
    if (whole < (std::is_signed_v<Integer> ? -limit : Float{0})) {
        return std::numeric_limits<Integer>::min();
    }
    return static_cast<Integer>(whole);
}

TEST(SoftFloat, ConvertsToIntegers)
{
    Operands<float> floats(14);
    Operands<double> doubles(15);
    auto check = [](float x, double y) {
        ASSERT_EQ(guest___fixsfsi(x), saturated<int32_t>(x)) << x;
        ASSERT_EQ(guest___fixsfdi(x), saturated<int64_t>(x)) << x;
        ASSERT_EQ(guest___fixunssfsi(x), saturated<uint32_t>(x)) << x;
        ASSERT_EQ(guest___fixunssfdi(x), saturated<uint64_t>(x)) << x;
        ASSERT_EQ(guest___fixdfsi(y), saturated<int32_t>(y)) << y;
        ASSERT_EQ(guest___fixdfdi(y), saturated<int64_t>(y)) << y;
        ASSERT_EQ(guest___fixunsdfsi(y), saturated<uint32_t>(y)) << y;
        ASSERT_EQ(guest___fixunsdfdi(y), saturated<uint64_t>(y)) << y;
        ASSERT_EQ(guest_llrintf(x), saturated<int64_t>(std::rint(x))) << x;
        ASSERT_EQ(guest_llrint(y), saturated<int64_t>(std::rint(y))) << y;
        ASSERT_EQ(guest_llroundf(x), saturated<int64_t>(std::round(x))) << x;
        ASSERT_EQ(guest_llround(y), saturated<int64_t>(std::round(y))) << y;
    };
    for (float x : special_values<float>()) {
        check(x, x);
    }
    for (double x : special_values<double>()) {
        check(static_cast<float>(x), x);
    }
    for (uint64_t i = 0; i < pair_count(); i++) {
        check(floats.next(), doubles.next());
    }
}

TEST(SoftFloat, ConvertsFromIntegers)
{
    Random random(16);
    auto check = [](uint64_t bits) {
        auto word = static_cast<uint32_t>(bits);
        ASSERT_EQ(bits_of(guest___floatsisf(int32_t(word))), bits_of(float(int32_t(word))));
        ASSERT_EQ(bits_of(guest___floatunsisf(word)), bits_of(float(word)));
        ASSERT_EQ(bits_of(guest___floatdisf(int64_t(bits))), bits_of(float(int64_t(bits))));
        ASSERT_EQ(bits_of(guest___floatundisf(bits)), bits_of(float(bits)));
        ASSERT_EQ(bits_of(guest___floatsidf(int32_t(word))), bits_of(double(int32_t(word))));
        ASSERT_EQ(bits_of(guest___floatunsidf(word)), bits_of(double(word)));
        ASSERT_EQ(bits_of(guest___floatdidf(int64_t(bits))), bits_of(double(int64_t(bits))));
        ASSERT_EQ(bits_of(guest___floatundidf(bits)), bits_of(double(bits)));
    };
    for (int shift = 0; shift < 64; shift++) {
        for (uint64_t nearby = 0; nearby < 5; nearby++) {
            check((uint64_t{1} << shift) + nearby - 2);
            check(-((uint64_t{1} << shift) + nearby - 2));
            check((uint64_t{3} << shift) / 2 + nearby - 2);
        }
    }
    for (uint64_t i = 0; i < pair_count(); i++) {
        check(random.next() >> random.below(64));
    }
}

TEST(SoftFloat, ConvertsBetweenWidths)
{
    check_unary<float>("__extendsfdf2", guest___extendsfdf2, [](float x) { return double(x); });
    Operands<double> doubles(17);
    Operands<float> floats(18);
    for (uint64_t i = 0; i < pair_count(); i++) {
        double x = doubles.next();
        ASSERT_TRUE(is_same(guest___truncdfsf2(x), float(x))) << x;
        // Doubles around the numbers and the midpoints of float.
        double y = std::nextafter(double(floats.next()), double(floats.next()));
        ASSERT_TRUE(is_same(guest___truncdfsf2(y), float(y))) << y;
        int exponent;
        double half =
            std::ldexp(std::floor(std::ldexp(std::frexp(y, &exponent), 25)), exponent - 25);
        ASSERT_TRUE(is_same(guest___truncdfsf2(half), float(half))) << half;
    }
}

TEST(SoftFloat, ConvertsHalves)
{
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        auto half = std::bit_cast<_Float16>(static_cast<uint16_t>(bits));
        float wide = float(half);
        ASSERT_TRUE(is_same(guest___extendhfsf2(static_cast<uint16_t>(bits)), wide)) << bits;
        if (!std::isnan(wide)) {
            ASSERT_EQ(guest___truncsfhf2(wide), bits);
            ASSERT_EQ(guest___truncdfhf2(wide), bits);
        }
    }
    Operands<float> floats(19);
    Operands<double> doubles(20);
    for (uint64_t i = 0; i < pair_count(); i++) {
        float x = floats.next();
        auto expected = std::bit_cast<uint16_t>(static_cast<_Float16>(x));
        ASSERT_EQ(guest___truncsfhf2(x), std::isnan(x) ? 0x7e00 : expected) << x;
        double y = doubles.next();
        expected = std::bit_cast<uint16_t>(static_cast<_Float16>(y));
        ASSERT_EQ(guest___truncdfhf2(y), std::isnan(y) ? 0x7e00 : expected) << y;
    }
}

} // namespace
} // namespace griotte::test
