// Traces are the same to the byte with each engine, wherever they go and of whatever kind.
// RUN: %cc -O1 %s -o %t.elf
// RUN: %run --trace all --max-instructions 20000 %t.elf > %t.trace && FileCheck %s < %t.trace
// RUN: %run --trace exception,reg --timing ibex %t.elf | FileCheck %s --check-prefix=REGISTERS
// RUN: %run --trace all --trace-file %t.file %t.elf && cmp %t.file %t.trace

// CHECK: [0] [M]: 0x80000000
// CHECK: mem[0x{{[0-9A-F]+}}] <- 0x0000002A
// CHECK: mem[0x{{[0-9A-F]+}}] -> 0x0000002A
// REGISTERS-NOT: mem[
// REGISTERS: c{{[0-9]+}} <- 0x0000002a

int main(void)
{
    volatile int numbers[64];
    for (int i = 0; i < 64; i++) {
        numbers[i] = 42;
    }
    return numbers[7] - 42;
}
