// RUN: not %cc -fsyntax-only -fno-color-diagnostics %s 2>&1 | FileCheck %s
int *wrong(int *p)
{
    // CHECK: [[#@LINE+1]]:{{[0-9]+}}: error: {{.*}}incompatible integer to pointer conversion
    __builtin_cheri_address_get(3);
    // CHECK: [[#@LINE+1]]:{{[0-9]+}}: error: too few arguments
    __builtin_cheri_subset_test(p);
    return p;
}
