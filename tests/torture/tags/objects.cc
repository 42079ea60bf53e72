// Pointers in C++ objects: growing vectors, captures, members, virtual bases, references, moves,
// type erasure.
#include "tags.h"

inline void *operator new(size, void *place) noexcept
{
    return place;
}
void operator delete(void *) noexcept {}
void operator delete(void *, size) noexcept {}

template <typename T>
class Vector
{
    static inline u8 pool alignas(16)[8192];
    static inline u32 taken = 0;
    T *items = nullptr;
    u32 used = 0, room = 0;

public:
    void push(T item)
    {
        if (used == room) {
            room = room ? room * 2 : 1;
            T *next = reinterpret_cast<T *>(pool + taken);
            taken += (room * sizeof(T) + 15) / 16 * 16;
            for (u32 i = 0; i < used; i++) {
                new (next + i) T(static_cast<T &&>(items[i]));
            }
            items = next;
        }
        new (items + used++) T(static_cast<T &&>(item));
    }
    T &operator[](u32 i) { return items[i]; }
    T *begin() { return items; }
    T *end() { return items + used; }
};

struct Item
{
    u8 key;
    u32 *cell;
    Item(u8 theKey, u32 *theCell) : key(theKey), cell(theCell) {}
    Item(Item &&o) noexcept : key(o.key), cell(o.cell) { o.cell = nullptr; }
    Item &operator=(Item &&o) noexcept
    {
        key = o.key;
        cell = o.cell;
        o.cell = nullptr;
        return *this;
    }
};

struct Base
{
    u32 *cell;
    explicit Base(u32 *p) : cell(p) {}
    virtual u32 check(u32 value) { return is_lost(cell, value); }
};
struct Shared : virtual Base
{
    u8 pad = 1;
    u32 *mine;
    explicit Shared(u32 *p) : Base(p), mine(p + 1) {}
};
struct Other
{
    u32 *other;
    virtual u32 more(u32 value) { return is_lost(other, value); }
};
struct Final : Shared, Other
{
    explicit Final(u32 *p) : Base(p), Shared(p) { other = p + 2; }
    u32 check(u32 value) override { return Base::check(value) + is_lost(mine, value + 1); }
    u32 more(u32 value) override { return Other::more(value) + (pad != 1); }
};

using Method = u32 (Final::*)(u32);
using Member = u32 *Final::*;
struct Held
{
    u8 odd;
    Method method;
    Member member;
};

template <typename F>
NOINLINE static u32 run(F f)
{
    return f();
}
NOINLINE static Held held_pass(Held h)
{
    Held copy = h;
    return copy;
}
NOINLINE static auto capturing(u32 *a, Item &b)
{
    return [a, &b, array = Held{1, &Final::check, &Final::mine}] {
        (void)array;
        return is_lost(a, 1001) + is_lost(b.cell, 1000u + b.key);
    };
}

int main()
{
    cells_init();
    Vector<u32 *> pointers;
    Vector<Item> items;
    for (u32 i = 0; i < 40; i++) {
        pointers.push(&cells[i]);
        items.push(Item((u8)i, &cells[i]));
    }
    u32 bad = 0, n = 0;
    for (u32 *p : pointers) {
        bad += is_lost(p, 1000 + n++);
    }
    for (Item &item : items) {
        bad += is_lost(item.cell, 1000u + item.key);
    }
    report("vectors that grow", bad);
    Item spare(static_cast<Item &&>(items[3]));
    items[3] = static_cast<Item &&>(items[5]);
    items[5] = static_cast<Item &&>(spare);
    report("moves",
           is_lost(items[3].cell, 1005) + is_lost(items[5].cell, 1003) + (spare.cell != nullptr));
    u32 *one = &cells[1];
    auto f = capturing(one, items[7]);
    auto g = [f, &one, p = &cells[9]]() mutable {
        p++;
        return run(f) + is_lost(one, 1001) + is_lost(p, 1010);
    };
    auto h = g;
    report("captures", run(g) + run(h) + run([=] { return is_lost(one, 1001); }) +
                           run([&] { return is_lost(one, 1001); }));
    Final object(&cells[20]);
    Base *base = &object;
    Other &other = object;
    Final copy = object;
    report("bases", base->check(1020) + other.more(1022) + copy.check(1020) + copy.more(1022));
    static Held kept[2] = {{1, &Final::more, &Final::other}, {2, &Final::check, &Final::mine}};
    Held local = held_pass(kept[HIDE(u32, 1)]), array[2] = {kept[0], local};
    kept[0] = array[1];
    memcpy(&array[1], &array[0], sizeof array[0]);
    report("member pointers", (object.*local.method)(1020) + (object.*array[1].method)(1022) +
                                  (object.*kept[0].method)(1020) +
                                  is_lost(object.*local.member, 1021) +
                                  is_lost(object.*array[1].member, 1022));
    alignas(8) u8 room[sizeof(Final)];
    Base *placed = new (room) Final(&cells[30]);
    report("placed", placed->check(1030));
    u32 *&alias = items[9].cell;
    alias = &cells[50];
    items[9].key = 50;
    report("reference", is_lost(items[9].cell, 1050) + is_lost(alias, 1050));
    auto [key, cell] = [&] {
        struct
        {
            u8 k;
            u32 *p;
        } r{4, &cells[4]};
        return r;
    }();
    report("binding", is_lost(cell, 1000u + key));
    return (int)failures;
}
