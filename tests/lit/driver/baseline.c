// The same source for plain RV32EMC, by stock clang.
// RUN: %cc --baseline rv32 -O1 -ffreestanding -c %s -o %t.o
// RUN: llvm-objdump-22 -d --mattr=+e,+c,+m %t.o | FileCheck %s
// RUN: llvm-readelf-22 -h %t.o | FileCheck %s --check-prefix=ELF
// CHECK: <add>:
// CHECK: {{add|c.add}}
// CHECK: {{ret|jr}}
// ELF: Flags: {{.*}}RVC{{.*}}RVE
// RUN: not %cc --baseline rv32 -c %t.missing.c 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: no such file or directory
#if __riscv_xlen != 32 || defined(__CHERI__)
#error not the baseline
#endif
_Static_assert(sizeof(void *) == 4, "");
_Static_assert((char)-1 > 0, "");
int add(int a, int b) { return a + b; }
