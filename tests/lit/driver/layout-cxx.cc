// What C++ adds to sizes: docs/reference/abi.md.
// RUN: %cxx -ffreestanding -fsyntax-only -std=c++23 %s
struct Plain
{
    int x;
    int f();
};
struct Virtual
{
    virtual ~Virtual();
    int x;
};
struct Reference
{
    int &r;
};
static_assert(sizeof(Reference) == 8);
static_assert(sizeof(int Plain::*) == 4);
static_assert(sizeof(int (Plain::*)()) == 8 && alignof(int (Plain::*)()) == 4);
static_assert(sizeof(Virtual) == 16);
auto lambda = [p = static_cast<int *>(nullptr), i = 1] { return p + i; };
static_assert(sizeof(lambda) == 16);
static_assert(sizeof(nullptr) == 8);
