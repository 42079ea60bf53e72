// One program for the host and for RV32 on our run-time: both must print the same. Random operands,
// every operation the compiler turns into a call, and the libraries on top.
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

namespace {

uint64_t state = 0x9e3779b97f4a7c15;

uint64_t random_next()
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

/// Numbers of all classes, NaNs left out: their bits are the machine's own business.
double random_double()
{
    for (;;) {
        uint64_t bits = random_next();
        uint64_t exponent = bits >> 52 & 0x7ff;
        if (exponent % 3 == 0) {
            bits = (bits & ~(uint64_t{0x7ff} << 52)) | (uint64_t{1000} + exponent / 48) << 52;
        }
        double value = __builtin_bit_cast(double, bits);
        if (value == value) {
            return value;
        }
    }
}

uint32_t checksum;

template <typename Value>
void add(Value value)
{
    uint64_t bits = 0;
    if (value != value) {
        bits = 0x7ff8;
    } else {
        memcpy(&bits, &value, sizeof(value));
    }
    checksum = checksum * 31 + static_cast<uint32_t>(bits) + static_cast<uint32_t>(bits >> 32) * 7;
}

void floating_point()
{
    for (int i = 0; i < 2000; i++) {
        double x = random_double();
        double y = random_double();
        double z = random_double();
        auto fx = static_cast<float>(x);
        auto fy = static_cast<float>(y);
        add(x + y);
        add(x - y);
        add(x * y);
        add(x / y);
        add(sqrt(fabs(x)));
        add(fma(x, y, z));
        add(fx + fy);
        add(fx - fy);
        add(fx * fy);
        add(fx / fy);
        add(sqrtf(fabsf(fx)));
        add(fmaf(fx, fy, static_cast<float>(z)));
        add(static_cast<double>(fx));
        add(int{x < y} + 2 * int{x <= y} + 4 * int{x == y} + 8 * int{fx < fy} + 16 * int{fx > fy});
        add(floor(x) + ceilf(fy));
        add(rint(y));
        auto integer = static_cast<int64_t>(random_next() >> (i % 60));
        add(static_cast<double>(integer));
        add(static_cast<float>(integer));
        add(static_cast<double>(static_cast<uint64_t>(integer) * 3));
        add(static_cast<int64_t>(scalbn(static_cast<double>(integer), -8)));
        add(static_cast<uint32_t>(static_cast<double>(integer >> 33 & 0x7fffffff) * 1.5));
        if (i % 400 == 0) {
            printf("%.17g %.6f %e %g %08" PRIx32 "\n", x, static_cast<double>(fy), y, z, checksum);
        }
    }
    printf("floating point %08" PRIx32 "\n", checksum);
}

/// To as many digits as any C library has right.
void transcendental()
{
    for (int i = 1; i <= 12; i++) {
        double x = static_cast<double>(i) * 0.37;
        printf("%.14g %.14g %.14g %.14g\n", exp(x), log(x), pow(x, -x), log10(x * 1e100));
        printf("%.14g %.14g %.14g %.14g\n", sin(x * 1e30), cos(x), tan(x), atan2(x, x - 2));
        printf("%.14g %.14g %.14g %.14g\n", asin(x / 5), acos(x / -5), cbrt(x), tanh(x));
        printf("%.5g %.5g\n", static_cast<double>(sinf(static_cast<float>(x))), sinh(x));
    }
}

void integers()
{
    for (int i = 0; i < 5000; i++) {
        uint64_t x = random_next() >> (random_next() % 64);
        uint64_t y = (random_next() >> (random_next() % 64)) | 1;
        auto amount = static_cast<int>(random_next() % 64);
        add(x * y);
        add(x / y);
        add(x % y);
        add(static_cast<int64_t>(x) / static_cast<int64_t>(y));
        add(static_cast<int64_t>(x) % static_cast<int64_t>(y));
        add(x << amount);
        add(x >> amount);
        add(static_cast<int64_t>(x) >> amount);
        add(__builtin_popcountll(x) + __builtin_clzll(y) + __builtin_ctzll(y));
        add(__builtin_bswap64(x));
        int64_t product;
        add(__builtin_mul_overflow(static_cast<int64_t>(x), static_cast<int64_t>(y), &product));
    }
    printf("integers %08" PRIx32 "\n", checksum);
}

int compare_words(const void *left, const void *right)
{
    auto x = *static_cast<const uint32_t *>(left);
    auto y = *static_cast<const uint32_t *>(right);
    return (x > y) - (x < y);
}

void libraries()
{
    char *blocks[16] = {};
    for (int i = 0; i < 2000; i++) {
        char *&block = blocks[random_next() % 16];
        if (block != nullptr) {
            add(block[0]);
            free(block);
        }
        size_t size = random_next() % 3000 + 1;
        block = static_cast<char *>(malloc(size));
        memset(block, i, size);
        memmove(block + size / 3, block, size / 2);
    }
    for (char *block : blocks) {
        free(block);
    }
    uint32_t words[300];
    for (uint32_t &word : words) {
        word = static_cast<uint32_t>(random_next());
    }
    qsort(words, 300, sizeof(words[0]), compare_words);
    for (uint32_t word : words) {
        add(word);
    }
    printf("libraries %08" PRIx32 " [%-8s|%+5d|%#x|%llu|%.3s]\n", checksum, "left", 42, 255,
           18446744073709551615ULL, "abcdef");
    printf("%.17g %.17g %a %ld\n", strtod("0.1", nullptr), strtod("1e-320", nullptr),
           strtod("123456789012345678901234567890", nullptr), strtol("-0x7f", nullptr, 0));
}

} // namespace

int main()
{
    atexit([] { printf("at exit\n"); });
    floating_point();
    transcendental();
    integers();
    libraries();
    return 0;
}
