// Pointers to member functions, called on the machine.
// RUN: %cxx -nostdinc++ -fno-rtti -O0 %s -o %t.elf && %run %t.elf
// RUN: %cxx -nostdinc++ -fno-rtti -O2 %s -o %t.elf && %run %t.elf
// RUN: %cxx -nostdinc++ -fno-rtti -Oz %s -o %t.elf && %run %t.elf
struct Base
{
    int x = 1;
    int plain(int a) { return a + x; }
    virtual int overridden(int a) { return a * 10; }
    virtual int other(int a) { return a * 11; }
};
struct Second
{
    int y = 2;
    int second(int a) { return a + y * 100; }
};
struct Derived : Base, Second
{
    int overridden(int a) override { return a * 20; }
};

using Pointer = int (Derived::*)(int);
Pointer table[] = {&Derived::plain, &Base::overridden, static_cast<Pointer>(&Second::second),
                   &Base::other, nullptr};

[[gnu::noinline]] int call(Derived &d, Pointer p)
{
    return p == nullptr ? -1 : (d.*p)(3);
}

[[gnu::noinline]] bool is_plain(Pointer p)
{
    return p == static_cast<Pointer>(&Base::plain);
}

int main()
{
    Derived d;
    const int expected[] = {4, 60, 203, 33, -1};
    for (int i = 0; i < 5; i++) {
        if (call(d, table[i]) != expected[i] || is_plain(table[i]) != (i == 0)) {
            return i + 1;
        }
    }
    return 0;
}
