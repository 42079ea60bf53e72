// Lambdas: every kind of capture, mutable, generic, recursive, stored in type-erased objects,
// returned.
#include "check.hh"

template <typename>
class Delegate;
/// Type erasure as std::function does it, in place.
template <typename R, typename... A>
class Delegate<R(A...)>
{
    alignas(16) u8 storage[64];
    R (*call)(void *, A...) = nullptr;
    void (*copy)(void *, const void *) = nullptr;

public:
    Delegate() = default;
    template <typename F>
    Delegate(F f)
        : call([](void *p, A... a) -> R { return (*static_cast<F *>(p))(a...); }),
          copy([](void *to, const void *from) { new (to) F(*static_cast<const F *>(from)); })
    {
        static_assert(sizeof(F) <= sizeof storage);
        new (storage) F(f);
    }
    Delegate(const Delegate &o) : call(o.call), copy(o.copy)
    {
        if (copy) {
            copy(storage, o.storage);
        }
    }
    Delegate &operator=(const Delegate &o)
    {
        call = o.call;
        copy = o.copy;
        if (copy) {
            copy(storage, o.storage);
        }
        return *this;
    }
    explicit operator bool() const { return call != nullptr; }
    R operator()(A... a) { return call(storage, a...); }
};

template <typename F>
NOINLINE static u64 repeat(u32 times, F &&f)
{
    u64 sum = 0;
    for (u32 i = 0; i < times; i++) {
        sum = sum * 31 + f(i);
    }
    return sum;
}

NOINLINE static Delegate<u64(u64)> adder(u64 by, u64 *count)
{
    return [by, count](u64 x) {
        ++*count;
        return x + by;
    };
}

NOINLINE static auto composed(auto f, auto g)
{
    return [=](auto x) { return f(g(x)); };
}

struct Counter
{
    u64 value = 5;
    u8 pad[3] = {1, 2, 3};
    auto by_this()
    {
        return [this](u64 x) { return value += x + pad[0]; };
    }
    auto by_copy()
    {
        return [*this](u64 x) mutable {
            value += x;
            return value * pad[2];
        };
    }
    auto by_equals()
    {
        return [=, this] { return value + pad[1]; };
    }
};

static u64 global = 9;

int main()
{
    u64 a = 1, b = 2;
    u8 small = 3;
    i64 wide = -4;
    u64 array[4] = {5, 6, 7, 8};
    const char *text = "text";
    f64 real = 1.5;
    out("value",
        repeat(3, [=](u32 i) { return a + b * i + small + (u64)wide + array[i] + (u8)text[i]; }));
    out("reference", repeat(4, [&](u32 i) {
            array[i] += a;
            b ^= array[i];
            real *= 2;
            return b + ++small;
        }));
    out("after", a + b + small + array[3] + bits64(real));
    out("mixed", repeat(3, [&a, b, k = array[0] * 2, p = &array[1]](u32 i) mutable {
            a += i;
            b += k;
            k--;
            *p += b;
            return a + *p;
        }));
    out("after", a + b + array[1]);
    u64 (*plain)(u64) = [](u64 x) { return x * 3 + global; };
    out("plain", plain(4));
    auto factorial = [](auto self, u64 n) -> u64 { return n < 2 ? 1 : n * self(self, n - 1); };
    out("factorial", factorial(factorial, 20));
    auto generic = [](auto x, auto... rest) {
        return (u64)x * sizeof...(rest) + (0 + ... + (u64)rest);
    };
    out("generic", generic(1) + generic((u8)255, 1LL, (i8)-3) + generic(2u, small, wide));
    u64 count = 0;
    Delegate<u64(u64)> d = adder(5, &count), e;
    out("delegate", d(1) + (u64)(bool)e * 1000);
    e = d;
    d = [x = array, y = a, &count](u64 z) {
        count += 10;
        return x[z & 3] + y;
    };
    out("delegate", d(2) + e(3) + count);
    d = adder(100, &a);
    Delegate<u64(u64)> list[3] = {d, e, [](u64 x) { return x << 5; }};
    out("list", repeat(3, [&](u32 i) { return list[i](i + 1); }) + a);
    Counter counter;
    auto by_this = counter.by_this();
    auto by_copy = counter.by_copy();
    u64 sum = by_this(1);
    sum = sum * 31 + by_copy(2);
    sum = sum * 31 + by_copy(3);
    out("this", sum + counter.value * 1000 + counter.by_equals()());
    auto both = composed([](u64 x) { return x + 1; }, [&count](u64 x) { return x * count; });
    out("composed", both(7) + composed(both, both)(2));
    auto nested = [&](u64 x) {
        return [&, x](u64 y) { return [=, &count](u64 z) { return x * y + z + count++; }; };
    };
    out("nested", nested(2)(3)(4) + count);
    auto copied = [big = counter, array]() { return big.value + array[2]; };
    auto twice = copied;
    array[2] = 0;
    out("copied", twice() + copied());
    static auto kept = [calls = 0u]() mutable { return ++calls; };
    kept();
    out("kept", kept() + kept() * 10u);
    return (int)[]
    {
        constexpr auto f = [](int x) { return x * 2; };
        return f(4);
    }
    ();
}
