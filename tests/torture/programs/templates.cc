// Templates: containers that grow, specialisation, packs, CRTP, constexpr, concepts, variables,
// friends.
#include "check.hh"

template <typename T>
struct Identity
{
    using type = T;
};
template <typename T>
T &&moved(T &value)
{
    return static_cast<T &&>(value);
}

/// A vector over a static pool: grows by moving elements.
template <typename T, u32 Capacity = 64>
class Vector
{
    alignas(16) u8 pool[2][sizeof(T) * Capacity];
    T *items = reinterpret_cast<T *>(pool[0]);
    u32 used = 0, room = 1, side = 0;

    void grow()
    {
        side ^= 1;
        room *= 2;
        T *next = reinterpret_cast<T *>(pool[side]);
        for (u32 i = 0; i < used; i++) {
            new (next + i) T(moved(items[i]));
            items[i].~T();
        }
        items = next;
    }

public:
    Vector() = default;
    Vector(const Vector &) = delete;
    ~Vector()
    {
        while (used) {
            items[--used].~T();
        }
    }
    template <typename... A>
    T &emplace(A &&...a)
    {
        if (used == room) {
            grow();
        }
        return *new (items + used++) T(static_cast<A &&>(a)...);
    }
    T *begin() { return items; }
    T *end() { return items + used; }
    T &operator[](u32 i) { return items[i]; }
    u32 count() const { return used; }
    void erase(u32 at)
    {
        for (; at + 1 < used; at++) {
            items[at] = moved(items[at + 1]);
        }
        items[--used].~T();
    }
};

template <typename T>
struct Less
{
    bool operator()(const T &a, const T &b) const { return a < b; }
};
template <typename I, typename C>
static void sort(I from, I to, C less)
{
    for (I i = from; i != to; ++i) {
        for (I k = i; k != from && less(*k, *(k - 1)); --k) {
            auto t = moved(*k);
            *k = moved(*(k - 1));
            *(k - 1) = moved(t);
        }
    }
}

template <typename T>
concept Hashable = requires(const T &t) {
    { t.hash() };
};
template <typename T>
static u64 hash(const T &value)
{
    return (u64)value * 31;
}
template <Hashable T>
static u64 hash(const T &value)
{
    return value.hash() + 1;
}
template <typename T>
static u64 hash(T *const &value)
{
    return hash(*value) + 2;
}
template <typename T, u32 N>
static u64 hash(const T (&array)[N])
{
    u64 sum = N;
    for (const T &item : array) {
        sum = sum * 31 + hash(item);
    }
    return sum;
}

struct Named
{
    const char *name;
    u64 weight;
    u64 hash() const { return weight * 7 + (u8)name[0]; }
    friend bool operator<(const Named &a, const Named &b) { return a.weight < b.weight; }
};

template <u32 N>
struct Text
{
    char value[N];
    constexpr Text(const char (&s)[N])
    {
        for (u32 i = 0; i < N; i++) {
            value[i] = s[i];
        }
    }
};
template <Text T>
constexpr u64 text_hash = [] {
    u64 h = 0;
    for (char c : T.value) {
        h = h * 31 + (u8)c;
    }
    return h;
}();

template <typename... T>
struct Tuple;
template <>
struct Tuple<>
{
    u64 sum() const { return 0; }
};
template <typename H, typename... R>
struct Tuple<H, R...> : Tuple<R...>
{
    H head;
    Tuple(H h, R... r) : Tuple<R...>(r...), head(h) {}
    u64 sum() const { return (u64)head + 3 * Tuple<R...>::sum(); }
};
template <u32 I, typename H, typename... R>
static auto &get(Tuple<H, R...> &t)
{
    if constexpr (I == 0) {
        return t.head;
    } else {
        return get<I - 1>(static_cast<Tuple<R...> &>(t));
    }
}

template <typename D>
struct Comparable
{
    bool operator>(const D &o) const { return o < static_cast<const D &>(*this); }
    u32 rank() const { return static_cast<const D *>(this)->key() * 2; }
};
struct Card : Comparable<Card>
{
    u32 value;
    explicit Card(u32 v) : value(v) {}
    bool operator<(const Card &o) const { return value < o.value; }
    u32 key() const { return value + 1; }
};

template <u64 N>
constexpr u64 triangular = N + triangular<N - 1>;
template <>
constexpr u64 triangular<0> = 0;

template <typename T, typename U>
struct Same
{
    static constexpr bool value = false;
};
template <typename T>
struct Same<T, T>
{
    static constexpr bool value = true;
};

template <typename T>
struct Owner
{
    T *object;
    static inline u32 alive = 0;
    explicit Owner(T *p) : object(p) { alive++; }
    Owner(Owner &&o) noexcept : object(o.object)
    {
        o.object = nullptr;
        alive++;
    }
    Owner &operator=(Owner &&o) noexcept
    {
        T *t = object;
        object = o.object;
        o.object = t;
        return *this;
    }
    ~Owner()
    {
        alive--;
        if (object) {
            *object += 1;
        }
    }
};

static u64 list_sum(auto first, auto... rest)
{
    if constexpr (sizeof...(rest) > 0) {
        return first + 5 * list_sum(rest...);
    } else {
        return first;
    }
}

int main()
{
    Vector<u64 *> pointers;
    u64 cells[20];
    for (u32 i = 0; i < 20; i++) {
        cells[i] = i * 7 % 20;
        pointers.emplace(&cells[i]);
    }
    sort(pointers.begin(), pointers.end(), [](u64 *a, u64 *b) { return *a > *b; });
    u64 sum = 0;
    for (u64 *p : pointers) {
        sum = sum * 31 + *p + (u64)(p - cells);
    }
    out("pointers", sum);
    pointers.erase(3);
    out("erased", *pointers[3] + pointers.count());
    Vector<Named, 16> names;
    static const char *const words[] = {"delta", "alpha", "echo", "bravo", "charlie"};
    for (u32 i = 0; i < 5; i++) {
        names.emplace(words[i], (u64)(u8)words[i][0]);
    }
    sort(names.begin(), names.end(), Less<Named>());
    for (Named &n : names) {
        out(n.name, hash(n));
    }
    {
        Vector<Owner<u64>, 32> owners;
        for (u32 i = 0; i < 9; i++) {
            owners.emplace(&cells[i]);
        }
        owners.erase(2);
        out("owners", Owner<u64>::alive);
    }
    out("owned", cells[0] + cells[2] * 10 + cells[8] * 100 + Owner<u64>::alive);
    Named *named = &names[1];
    i16 shorts[] = {1, -2, 3};
    out("hash", hash(5) + hash(*named) + hash(named) + hash(shorts) + hash(named->weight));
    out("text", text_hash<"hello"> + text_hash<""> * 3);
    Tuple<u8, i64, u16, u64> tuple(1, -2, 3, 4);
    get<1>(tuple) += 10;
    get<3>(tuple) = 99;
    out("tuple", tuple.sum() + get<2>(tuple));
    Card low(3), high(9);
    out("card", (u64)(high > low) + low.rank() * 10 + (u64)(low > high));
    out("triangular",
        triangular<100> + (u64)Same<Identity<u8>::type, u8>::value + (u64)Same<i8, u8>::value);
    out("list", list_sum(1ull, 2ull, 3ull, 4ull));
    return 2;
}
