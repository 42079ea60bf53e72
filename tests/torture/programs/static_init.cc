// Static objects: order of construction, constant and dynamic, guards of locals, arrays,
// references, atexit.
#include "check.hh"

static u64 trace = 1;

struct Logged
{
    u64 id;
    explicit Logged(u64 theId) : id(theId) { trace = trace * 10 + id; }
    ~Logged() { trace = trace * 3 + id; }
};

constexpr u64 squared(u64 x)
{
    return x * x;
}
NOINLINE static u64 computed(u64 x)
{
    trace += x;
    return x * 7 + trace;
}

static Logged first(1), second(2);
static u64 dynamic = computed(3);
static constexpr u64 fixed = squared(12);
const u64 exported = computed(4);
static Logged several[3] = {Logged(5), Logged(6), Logged(7)};
static u64 &reference = dynamic;
static u64 *const pointer = &reference;
static Logged *const logged = &several[1];
struct Group
{
    Logged a;
    u8 b;
    Logged c;
    u64 *d;
} static group = {Logged(8), 9, Logged(3), pointer};
template <typename T>
struct Holder
{
    static Logged object;
};
template <>
Logged Holder<u64>::object(sizeof(u64));
struct Table
{
    u16 values[64];
    constexpr Table() : values()
    {
        for (u32 i = 0; i < 64; i++) {
            values[i] = (u16)(i * i + 1);
        }
    }
};
static constexpr Table table;
static constinit Table changing;
static const char *names[] = {"zero", "one", "two"};
static const char *chosen = names[squared(1)];
static u64 (*function)(u64) = [] { return HIDE(u32, 1) ? computed : nullptr; }();
static auto lambda = [k = computed(2)](u64 x) { return x + k; };

NOINLINE static Logged &local(u64 x)
{
    static Logged object(x);
    static u64 calls = computed(x);
    calls++;
    object.id += calls;
    return object;
}

NOINLINE static u64 recursive(u32 n)
{
    static u64 memo[30] = {0, 1};
    static u64 *last = &memo[computed(1) % 1];
    if (n > 1 && memo[n] == 0) {
        memo[n] = recursive(n - 1) + recursive(n - 2);
        last = &memo[n];
    }
    return memo[n] + *last % 3;
}

static u64 in_template(auto x)
{
    static u64 seen = computed(x);
    return seen += x;
}

int main()
{
    out("trace", trace);
    out("values", dynamic + fixed * 3 + exported * 5 + reference * 7);
    out("several", several[0].id + several[2].id * 10 + logged->id * 100);
    out("group", group.a.id + group.b + group.c.id + *group.d);
    Logged &held = Holder<u64>::object;
    out("holder", held.id + (trace != 0));
    changing.values[5] += table.values[63];
    out("table", table.values[5] + changing.values[5] * 1000ULL);
    out(chosen, (u8)chosen[1]);
    out("function", function(5) + lambda(6));
    for (u64 i = 1; i < 5; i++) {
        out("local", local(i * 11).id);
    }
    out("recursive", recursive(25) + recursive(10));
    out("template", in_template((u8)3) + in_template((u8)4) * 10 + in_template(5u) * 100);
    {
        Logged scoped(4);
        const Logged &longer = Logged(9);
        out("scoped", trace + longer.id);
    }
    out("trace", trace);
    return 1;
}
