// RUN: not %cxx -fsyntax-only -fno-color-diagnostics %s 2>&1 | FileCheck %s
// RUN: not %cxx -c -emit-llvm -DLATE -mabi=cheriot -cheri-compartment=mine -o %t.bc %s 2>&1 \
// RUN:   | FileCheck %s --check-prefix=LATE
#ifndef LATE
[[cheriot::interrupt_state(maybe)]] void state();
// CHECK: :[[#@LINE-1]]:3: error: 'cheriot::interrupt_state' takes 'enabled', 'disabled' or 'inherit', not 'maybe'
[[cheriot::minimum_stack("x")]] void stack();
// CHECK: :[[#@LINE-1]]:3: error: 'cheriot::minimum_stack' attribute requires an integer constant
[[cheriot::compartment(3)]] void number();
// CHECK: :[[#@LINE-1]]:24: error: 'cheriot::compartment' attribute requires a string
[[cheriot::compartment]] void nothing();
// CHECK: :[[#@LINE-1]]:3: error: 'cheriot::compartment' attribute takes one argument
[[cheriot::compartment("x")]] int variable;
// CHECK: :[[#@LINE-1]]:3: warning: 'cheriot::compartment' attribute only applies to functions
[[cheriot::nonsense]] void unknown();
// CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: unknown attribute 'cheriot::nonsense' ignored
[[compartment("x")]] void unscoped();
// CHECK: :[[#@LINE-1]]:{{[0-9]+}}: warning: unknown attribute 'compartment' ignored
#else
[[cheriot::compartment("other")]] int elsewhere() { return 1; }
// LATE: :[[#@LINE-1]]:39: error: 'elsewhere' is an entry point of compartment 'other' but is defined in 'mine'
[[cheriot::interrupt_state(enabled)]] void both();
[[cheriot::interrupt_state(disabled)]] void both() {}
// LATE: error: 'both' is declared with cheriot.interrupt_state
#endif
