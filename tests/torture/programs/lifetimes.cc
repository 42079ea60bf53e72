// Constructors, destructors, copies and moves in order: members, temporaries, arrays, early exits,
// by value.
#include "check.hh"

static u64 trace = 1;
static i32 alive = 0;

struct Item
{
    u64 id;
    u64 *cell;
    explicit Item(u64 theId = 1, u64 *theCell = nullptr) : id(theId), cell(theCell)
    {
        alive++;
        trace = trace * 31 + id;
    }
    Item(const Item &o) : id(o.id + 1), cell(o.cell)
    {
        alive++;
        trace = trace * 31 + id * 3;
    }
    Item(Item &&o) noexcept : id(o.id), cell(o.cell)
    {
        o.id = 0;
        o.cell = nullptr;
        alive++;
        trace = trace * 31 + id * 5;
    }
    Item &operator=(const Item &o)
    {
        id = o.id;
        cell = o.cell;
        trace = trace * 31 + id * 7;
        return *this;
    }
    Item &operator=(Item &&o) noexcept
    {
        id = o.id;
        cell = o.cell;
        o.id = 0;
        trace = trace * 31 + id * 11;
        return *this;
    }
    ~Item()
    {
        alive--;
        trace = trace * 31 + id * 13;
        if (cell) {
            ++*cell;
        }
    }
};

struct Base
{
    Item in;
    explicit Base(u64 x) : in(x) {}
    virtual ~Base() { trace = trace * 31 + 2; }
};
struct Derived : Base
{
    Item more;
    Item array[2];
    explicit Derived(u64 x) : Base(x), more(x + 1), array{Item(x + 2), Item(x + 3)}
    {
        trace = trace * 31 + 4;
    }
    Derived(const Derived &) = default;
    ~Derived() override { trace = trace * 31 + 5; }
};

NOINLINE static Item by_value(const Item &given, Item b)
{
    Item a(given);
    a.id += b.id;
    return a;
}
NOINLINE static Item named(u64 x)
{
    Item result(x);
    result.id *= 2;
    return result;
}
NOINLINE static Item either(u64 x)
{
    Item a(x), b(x + 1);
    if (x & 1) {
        return a;
    }
    return b;
}
NOINLINE static u64 early(u64 x, u64 *cell)
{
    Item a(x, cell);
    for (u32 i = 0; i < 5; i++) {
        Item b(i, cell);
        if (i == x) {
            continue;
        }
        if (i == x + 2) {
            break;
        }
        if (x == 7) {
            return a.id;
        }
        Item c = b;
        if (x == 3 && i == 2) {
            goto out;
        }
    }
    a.id++;
out:
    return a.id + *cell;
}
NOINLINE static u64 reference(const Item &item)
{
    return item.id;
}
static const Item &pass(const Item &item)
{
    return item;
}

struct Stack
{
    alignas(Item) u8 room[4][sizeof(Item)];
    u32 used = 0;
    Item &push(Item item) { return *new (room[used++]) Item(static_cast<Item &&>(item)); }
    Item pop()
    {
        Item *top = reinterpret_cast<Item *>(room[--used]);
        Item result = static_cast<Item &&>(*top);
        top->~Item();
        return result;
    }
    ~Stack()
    {
        while (used) {
            pop();
        }
    }
};

int main()
{
    u64 cell = 0;
    {
        Item a(5, &cell);
        Item seven(7);
        Item b = by_value(a, static_cast<Item &&>(seven));
        out("by value", trace + b.id);
        b = named(9);
        b = either(3);
        Item c = either(4);
        out("results", trace + b.id + c.id);
        a = c;
    }
    out("cells", cell * 100 + (u64)alive);
    static const u64 starts[] = {0, 1, 3, 7};
    for (u64 x : starts) {
        out("early", early(x, &cell) + trace);
    }
    {
        Derived d(20), copy = d;
        Base *base = &copy;
        out("derived", trace + base->in.id);
    }
    out("alive", trace + (u64)alive);
    u64 sum = reference(Item(30));
    const Item &longer = Item(31);
    sum = sum * 31 + reference(pass(Item(32)));
    out("temporaries", trace + sum + longer.id);
    {
        Stack stack;
        stack.push(Item(40, &cell));
        stack.push(longer);
        stack.push(stack.pop()).id++;
        stack.push(Item(41));
        out("stack", stack.pop().id + trace);
    }
    out("cells", cell * 100 + (u64)alive);
    Item *items = new (heap) Item[3]{Item(50), Item(51, &cell), Item(52)};
    for (u32 i = 3; i-- > 0;) {
        items[i].~Item();
    }
    out("array", trace + cell);
    Item x(60), y(61);
    {
        Item t = static_cast<Item &&>(x);
        x = static_cast<Item &&>(y);
        y = static_cast<Item &&>(t);
    }
    out("swapped", x.id * 100 + y.id + trace);
    auto holder = [item = Item(70)]() { return item.id; };
    auto copied = holder;
    out("captured", holder() + copied() * 100 + trace);
    return alive;
}
