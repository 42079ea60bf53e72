// A fault is explained with file, line and the variable it was about, in whichever frame that is.
// RUN: %cc -g -O0 %s -o %t.elf
// RUN: not %run %t.elf 2>&1 | FileCheck %s
// RUN: %cc -g -O2 %s -o %t.elf
// RUN: not %run %t.elf 2>&1 | FileCheck %s

__attribute__((noinline)) static int sum(const int *values, int count)
{
    int result = 0;
    for (int i = 0; i <= count; i++) {
        // CHECK: CHERI bounds violation through c{{.*}} sum+{{.*}}run-fault-variable.c:[[#@LINE+1]])
        result += values[i];
    }
    // CHECK: past the end of 'table' (40 bytes), a variable of 'work'
    return result;
}

__attribute__((noinline)) static int work(int factor, volatile int *limit)
{
    int table[10];
    for (int i = 0; i < 10; i++) {
        table[i] = i * factor;
    }
    return sum(table, *limit);
}

int main(void)
{
    volatile int limit = 10;
    return work(3, &limit);
}
