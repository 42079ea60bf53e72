// Virtual functions: single, multiple and virtual inheritance, thunks, covariance, calls while
// constructing.
#include "check.hh"

struct Shape
{
    u32 id;
    explicit Shape(u32 theId) : id(theId) { out("Shape is", kind()); }
    virtual ~Shape() { out("~Shape", id + kind()); }
    virtual u32 kind() const { return 1; }
    virtual i64 area(i64 scale) const = 0;
    i64 twice(i64 scale) const { return area(scale) * 2; }
    virtual Shape *clone() const = 0;
};

i64 Shape::area(i64 scale) const
{
    return scale;
}

struct Square : Shape
{
    i32 side;
    Square(u32 theId, i32 theSide) : Shape(theId), side(theSide) { out("Square is", kind()); }
    ~Square() override { out("~Square", kind()); }
    u32 kind() const override { return 2; }
    i64 area(i64 scale) const override { return Shape::area(scale) * side * side; }
    Square *clone() const override { return made<Square>(id + 100, side); }
};

struct Named
{
    const char *name;
    explicit Named(const char *theName) : name(theName) {}
    virtual ~Named() = default;
    virtual u64 label(u64 x) { return x + (u8)name[0]; }
};

struct Counted
{
    u64 count = 3;
    virtual u64 bump(u64 by) { return count += by; }
    virtual u64 label(u64 x) { return x * count; }
};

struct Tile final : Square, Named, Counted
{
    u8 pad[5] = {1, 2, 3, 4, 5};
    Tile(u32 theId, const char *theName) : Square(theId, 9), Named(theName) {}
    ~Tile() override { out("~Tile", pad[4]); }
    u32 kind() const override { return 3; }
    u64 bump(u64 by) override { return Counted::bump(by) + pad[by % 5]; }
    u64 label(u64 x) override { return Named::label(x) * 31 + Counted::label(x); }
    Tile *clone() const override { return made<Tile>(id + 1000, name); }
};

struct Top
{
    u64 top = 5;
    Top() { out("Top", get()); }
    virtual u64 get() { return top; }
};
struct Left : virtual Top
{
    u32 left = 6;
    Left() { out("Left", get()); }
    u64 get() override { return left + top; }
};
struct Right : virtual Top
{
    u16 right = 7;
    virtual u64 other() { return right + top; }
};
struct Bottom : Left, Right
{
    u8 bottom = 8;
    Bottom() { out("Bottom", get() + other()); }
    u64 get() override { return Left::get() * bottom; }
    u64 other() override { return Right::other() + get(); }
};
struct Deeper : Bottom, virtual Counted
{
    u64 get() override { return Bottom::get() + count; }
    u64 bump(u64 by) override { return top += by; }
};

NOINLINE static u64 through(Top &t)
{
    return t.get();
}
NOINLINE static u64 through(Counted *c, u64 x)
{
    u64 bumped = c->bump(x);
    return bumped + c->label(x);
}
NOINLINE static u64 all(Shape *const *shapes, u32 count)
{
    u64 sum = 0;
    for (u32 i = 0; i < count; i++) {
        sum = sum * 31 + (u64)shapes[i]->area(i + 2) + shapes[i]->kind();
        sum += (u64)shapes[i]->twice(3);
    }
    return sum;
}

template <u32 N>
struct Chain : Chain<N - 1>
{
    u64 step(u64 x) override { return Chain<N - 1>::step(x * 3 + N); }
};
template <>
struct Chain<0>
{
    virtual u64 step(u64 x) { return x; }
};

int main()
{
    {
        Square square(1, 5);
        Tile tile(2, "tile");
        Shape *shapes[] = {&square, &tile, square.clone(), tile.clone(), nullptr};
        out("shapes", all(shapes, 4));
        const Square *as_square = &tile;
        out("clone", as_square->clone()->kind() + as_square->clone()->id);
        Named *named = &tile;
        Counted &counted = tile;
        out("label", named->label(7) + counted.label(8));
        out("counted", through(&counted, 2) + through(&tile, 4));
        out("same", (u64)(static_cast<Tile *>(named) == &tile) +
                        2 * (u64)(static_cast<Tile &>(counted).id == 2));
        shapes[3]->~Shape();
    }
    Bottom bottom;
    Deeper deeper;
    out("bottom", through(bottom) + through(static_cast<Right &>(bottom)) * 3);
    deeper.top = 50;
    out("deeper", through(deeper) + through(&deeper, 9));
    Bottom copy = deeper;
    copy.bottom = 2;
    out("copy", through(copy) + copy.other() * 3);
    Right *right = &deeper;
    out("right", right->other() + right->get());
    Chain<12> chain;
    Chain<0> *base = &chain;
    out("chain", base->step(1));
    Chain<5> five;
    base = HIDE(u32, 1) ? static_cast<Chain<0> *>(&five) : base;
    out("chain", base->step(2));
    return 3;
}
