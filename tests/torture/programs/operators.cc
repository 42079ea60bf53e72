// Operators, conversions, references, enum classes, overloads, default arguments, structured
// bindings, ranges.
#include "check.hh"

enum class Colour : u8
{
    Red,
    Green = 5,
    Blue
};
enum class Huge : u64
{
    Low = 1,
    High = 0x8000000000000000ULL
};
enum Plain
{
    A = -1,
    B,
    C = 70000
};
constexpr Colour operator|(Colour a, Colour b)
{
    return static_cast<Colour>(static_cast<u8>(a) | static_cast<u8>(b));
}

/// Integers of 128 bits out of halves.
struct Wide
{
    u64 low = 0, high = 0;
    constexpr Wide(u64 l = 0, u64 h = 0) : low(l), high(h) {}
    constexpr Wide operator+(Wide o) const
    {
        Wide r(low + o.low, high + o.high);
        r.high += r.low < low;
        return r;
    }
    constexpr Wide operator-() const { return Wide(~low, ~high) + Wide(1); }
    constexpr Wide operator-(Wide o) const { return *this + -o; }
    constexpr Wide operator<<(u32 n) const
    {
        return n == 0   ? *this
               : n < 64 ? Wide(low << n, high << n | low >> (64 - n))
                        : Wide(0, low << (n - 64));
    }
    constexpr Wide operator*(Wide o) const
    {
        Wide r;
        for (u32 i = 0; i < 128; i++) {
            if ((i < 64 ? o.low >> i : o.high >> (i - 64)) & 1) {
                r = r + (*this << i);
            }
        }
        return r;
    }
    constexpr auto operator==(const Wide &o) const -> bool
    {
        return low == o.low && high == o.high;
    }
    constexpr bool operator<(const Wide &o) const
    {
        return high != o.high ? high < o.high : low < o.low;
    }
    constexpr explicit operator bool() const { return low || high; }
    constexpr u64 folded() const { return low ^ high * 31; }
};
constexpr Wide operator""_w(unsigned long long x)
{
    return Wide(x);
}
constexpr Wide factorial(u32 n)
{
    return n ? factorial(n - 1) * Wide(n) : 1_w;
}

struct Range
{
    i32 from, to, step = 1;
    struct Iterator
    {
        i32 at, step;
        i32 operator*() const { return at; }
        Iterator &operator++()
        {
            at += step;
            return *this;
        }
        bool operator!=(const Iterator &o) const { return at < o.at; }
    };
    Iterator begin() const { return {from, step}; }
    Iterator end() const { return {to, step}; }
};

struct Matrix
{
    i32 cells[3][3];
    i32 *operator[](u32 row) { return cells[row]; }
    const i32 *operator[](u32 row) const { return cells[row]; }
    i32 &operator()(u32 row, u32 column) { return cells[row][column]; }
    friend Matrix operator*(const Matrix &a, const Matrix &b)
    {
        Matrix r{};
        for (u32 i = 0; i < 9; i++) {
            for (u32 k = 0; k < 3; k++) {
                r(i / 3, i % 3) += a[i / 3][k] * b[k][i % 3];
            }
        }
        return r;
    }
};

struct Converts
{
    u64 x;
    operator u32() const { return (u32)x + 1; }
    operator const char *() const { return x & 1 ? "odd" : "even"; }
};
struct Smart
{
    Matrix *matrix;
    Matrix *operator->() const { return matrix; }
    Matrix &operator*() const { return *matrix; }
};
struct Fields
{
    u8 a;
    u64 b;
    const char *c;
};

static u64 overloaded(u8)
{
    return 1;
}
static u64 overloaded(i32)
{
    return 2;
}
static u64 overloaded(u64)
{
    return 3;
}
static u64 overloaded(f64)
{
    return 4;
}
static u64 overloaded(const char *)
{
    return 5;
}
static u64 overloaded(bool)
{
    return 6;
}
static u64 overloaded(Colour)
{
    return 7;
}
static u64 overloaded(const u64 &a, u64 b = 10, const Colour &c = Colour::Blue)
{
    return a + b + (u64)c;
}

NOINLINE static u64 by_reference(u32 (&array)[4], u32 *&pointer, u64 &&temporary,
                                 const u64 &constant)
{
    pointer++;
    *pointer += (u32)temporary++;
    u64 sum = constant + temporary;
    for (u32 &each : array) {
        each *= 2;
        sum = sum * 31 + each;
    }
    return sum;
}
NOINLINE static u32 &largest(u32 &a, u32 &b)
{
    return a > b ? a : b;
}
NOINLINE static u32 (&rows(u32 (&all)[2][4], u32 n))[4]
{
    return all[n];
}

int main()
{
    out("wide", (0xffffffffffffffff_w * 0xffffffffffffffff_w + 1_w).folded());
    out("wide", (Wide(5) - Wide(7) << 65).folded() + (u64)(Wide(1, 2) < Wide(2, 1)) +
                    (u64)(Wide() ? 1 : 2));
    constexpr Wide thirty = factorial(30);
    out("factorial", thirty.folded() + (u64)(factorial(HIDE(u32, 30)) == thirty));
    u64 sum = 0;
    for (i32 i : Range{-5, 20, 3}) {
        sum = sum * 31 + (u64)i;
    }
    out("range", sum);
    Matrix m{{{1, 2, 3}, {4, 5, 6}, {7, 8, 10}}}, n = m * m;
    n[1][1] = -n(2, 2);
    Smart smart{&n};
    smart->cells[0][0]++;
    for (const auto &row : (*smart * m).cells) {
        for (i32 cell : row) {
            sum = sum * 31 + (u64)cell;
        }
    }
    out("matrix", sum);
    Converts odd{7};
    u32 number = odd;
    const char *text = odd;
    out(text, number);
    out("overloads", overloaded((u8)1) + overloaded(1) * 10 + overloaded(1.0f) * 100 +
                         overloaded("") * 1000 + overloaded(true) * 10000 +
                         overloaded(Colour::Red) * 100000 + overloaded(A) * 1000000);
    out("defaults", overloaded((u64)5, 6) + overloaded((u64)5, 6, Colour::Green) * 100);
    u32 array[4] = {1, 2, 3, 4}, *pointer = array;
    out("references", by_reference(array, pointer, 9, number) + (u64)(pointer - array));
    largest(array[0], array[3]) = 1000;
    u32 both[2][4] = {{1, 2, 3, 4}, {5, 6, 7, 8}};
    rows(both, 1)[2] += array[3];
    auto &[w, x, y, z] = both[1];
    z = w + x;
    auto [a, b, c] = Fields{1, 2, "three"};
    out("bindings", both[1][2] + both[1][3] * 10000u + a + b + (u8)c[0]);
    switch (Colour::Red | Colour::Green) {
    case Colour::Red:
        sum = 1;
        break;
    case Colour::Green:
        sum = 2;
        break;
    default:
        sum = 3;
    }
    out("enums", sum + (u64)Huge::High + (u64)(i64)A + C + (u64)(Huge::Low < Huge::High));
    u64 value = 5;
    u64 &alias = value;
    const u64 &frozen = alias;
    alias <<= 3;
    auto forward = [](auto &&v) -> decltype(auto) { return (v); };
    forward(value) += frozen;
    out("alias", value + frozen);
    return 5;
}
