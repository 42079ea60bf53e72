// Clang's diagnostics, as clang gives them.
// RUN: not %cxx -fsyntax-only -fno-color-diagnostics %s 2>&1 | FileCheck %s
// RUN: not %cxx -fsyntax-only -fcolor-diagnostics %s 2>&1 | FileCheck %s --check-prefix=COLOUR
// COLOUR: {{.*}}[0;1;31merror:
void leave() { throw 1; }
// CHECK: errors-cxx.cc:[[#@LINE-1]]:16: error: cannot use 'throw' with exceptions disabled
int attempt()
{
    try {
        // CHECK: :[[#@LINE-1]]:5: error: cannot use 'try' with exceptions disabled
        return 1;
    } catch (...) {
        return 2;
    }
}
struct Point { int x; int y };
// CHECK: [[#@LINE-1]]:28: error: expected ';' at end of declaration list
// CHECK-NEXT: {{.*}}struct Point { int x; int y };
// CHECK-NEXT: {{ *\|? +\^$}}
// CHECK-NEXT: {{ *\|? +;$}}
// CHECK: 3 errors generated.
