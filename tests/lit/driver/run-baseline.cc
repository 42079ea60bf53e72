// The same program as capability code and as plain RV32EMC: the same output, pointers aside.
// RUN: %cxx -std=c++23 -O2 %s -o %t.elf
// RUN: %run -q %t.elf | FileCheck %s --check-prefixes=CHECK,CAPABILITIES
// RUN: %cxx --baseline rv32 -std=c++23 -O2 %s -o %t.rv32.elf
// RUN: %run -q --isa rv32emc %t.rv32.elf | FileCheck %s --check-prefixes=CHECK,RV32
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

static std::map<std::string, int> numbers{{"two", 2}, {"eight", 8}};

struct Farewell
{
    ~Farewell() { std::printf("farewell\n"); }
} farewell;

int main()
{
    // CHECK: eight 4.0000
    // CHECK: two 2.0000
    for (auto &[name, number] : numbers) {
        std::printf("%s %.4f\n", name.c_str(), std::sqrt(2.0 * number));
    }
    std::jmp_buf place;
    volatile int count = 0;
    if (setjmp(place) < 3) {
        count = count + 1;
        std::longjmp(place, count);
    }
    // CAPABILITIES: jumped 3, pointers of 8
    // RV32: jumped 3, pointers of 4
    std::printf("jumped %d, pointers of %d\n", (int)count, (int)sizeof(void *));
    // CHECK: farewell
    std::exit(0);
}
