// Pointers to members: data and functions, virtual, inherited, adjusted, null, compared, in tables,
// templates.
#include "check.hh"

struct First
{
    u32 a = 1, b = 2;
    virtual u64 what(u64 x) { return x + a; }
    u64 plain(u64 x) { return x * b; }
};
struct Second
{
    u64 c = 3;
    virtual u64 that(u64 x) { return x - c; }
    u64 other(u64 x) const { return x ^ c; }
};
struct Both : First, Second
{
    u32 d = 4;
    u64 what(u64 x) override { return x * 5 + d; }
    u64 that(u64 x) override { return x * 7 + a; }
    u64 own(u64 x) { return x + d++; }
    static u64 none(u64 x) { return x + 9; }
};
struct More : Both
{
    u8 e = 5;
    u64 own_too(u64 x) { return x + e; }
    u64 what(u64 x) override { return x + e * 100u; }
};
struct Virtual : virtual First
{
    u64 f = 6;
    u64 what(u64 x) override { return x + f + a; }
};

using Function = u64 (Both::*)(u64);
using Data = u32 Both::*;

static const Function functions[] = {&Both::what, &Both::that, &Both::own, &Both::plain, nullptr};
static const Data fields[] = {&Both::a, &Both::b, &Both::d, nullptr};
struct Entry
{
    const char *name;
    Function function;
    Data data;
};
static Entry entries[] = {
    {"own a", &Both::own, &Both::a}, {"what d", &Both::what, &Both::d}, {"none", nullptr, nullptr}};

NOINLINE static u64 call(Both &object, Function function, u64 x)
{
    return function ? (object.*function)(x) : 77;
}
NOINLINE static Function pick(u32 n)
{
    return functions[n % 5];
}
NOINLINE static u64 field(const Both *object, Data data)
{
    return data ? object->*data : 55;
}

template <typename C, typename R, typename... A>
static R apply(C *object, R (C::*function)(A...), A... arguments)
{
    return (object->*function)(arguments...);
}
template <auto Member>
static u64 fixed(Both &object)
{
    return (object.*Member)(8);
}
template <u32 Both::*Member>
static u32 &reference(Both &object)
{
    return object.*Member;
}

int main()
{
    Both both;
    More more;
    for (u32 i = 0; i < 5; i++) {
        out("both", call(both, pick(i), 10));
        out("more", call(more, functions[i], 20));
    }
    for (const Data data : fields) {
        out("field", field(&both, data) + field(&more, data) * 3);
    }
    for (Entry &entry : entries) {
        out(entry.name, call(both, entry.function, 3) + field(&both, entry.data));
        entry.function = entry.function == &Both::own ? &Both::that : nullptr;
        entry.data = &Both::b;
        out(entry.name, call(more, entry.function, 3) + field(&both, entry.data));
    }
    u64 (First::*narrow)(u64) = &First::what;
    u64 (Second::*second)(u64) = &Second::that;
    Function widened = narrow;
    out("narrow", call(both, widened, 5) + (more.*narrow)(6) + (u64)(widened == &Both::what));
    widened = second;
    out("second", call(both, widened, 5) + (more.*second)(6));
    u64 (Second::*constant)(u64) const = &Second::other;
    out("constant", (both.*constant)(12));
    u64 (More::*deeper)(u64) = widened;
    out("deeper", (more.*deeper)(2) + (u64)(deeper != nullptr));
    deeper = &More::own_too;
    out("deeper", (more.*deeper)(2));
    auto back = static_cast<Function>(static_cast<u64 (More::*)(u64)>(&Both::own));
    out("back", call(both, back, 1) + (u64)(back == &Both::own));
    u64 Second::*wide = &Second::c;
    u64 More::*wider = wide;
    more.*wider += 40;
    out("wide", both.*wide + more.*wide);
    out("apply", apply(&both, &Both::own, (u64)4) + apply<First>(&both, &First::plain, (u64)6));
    out("fixed", fixed<&Both::own>(both) + fixed<&Both::that>(more));
    reference<&Both::d>(both) = 99;
    out("reference", both.d);
    Virtual object;
    u64 (Virtual::*shared)(u64) = &Virtual::what;
    out("virtual", (object.*shared)(3));
    Function copies[3] = {functions[2], functions[1], functions[0]};
    memcpy(copies, &copies[1], sizeof copies[0]);
    out("copied", call(both, copies[0], 2) + (u64)(copies[0] == copies[1]));
    static_assert(sizeof(Data) == sizeof(size));
    out("none", Both::none(4) + (u64)(fields[3] == nullptr) + (u64)(functions[4] == nullptr));
    return 6;
}
