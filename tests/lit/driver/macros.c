// RUN: %cc -E -dM -x c /dev/null | FileCheck %s
// RUN: %cc -E -dM -x c++ /dev/null | FileCheck %s
// RUN: %cc -E -dM -mabi=cheriot -cheri-compartment=sensor -x c /dev/null \
// RUN:   | FileCheck %s --check-prefix=RTOS --implicit-check-not=BAREMETAL
// RUN: %cc -E -dM -x c /dev/null | FileCheck %s --check-prefix=BARE

// CHECK-DAG: #define __CHERI__ 1
// CHECK-DAG: #define __CHERI_PURE_CAPABILITY__ 2
// CHECK-DAG: #define __CHERIOT__ 20{{[0-9][0-9][0-9][0-9][0-9][0-9]$}}
// CHECK-DAG: #define __CHERI_ADDRESS_BITS__ 32
// CHECK-DAG: #define __CHERI_CAPABILITY_WIDTH__ 64
// CHECK-DAG: #define __CHERI_CAP_PERMISSION_PERMIT_LOAD__ 32
// CHECK-DAG: #define __PTRADDR_TYPE__ unsigned int
// CHECK-DAG: #define __SIZEOF_POINTER__ 8
// CHECK-DAG: #define __SIZEOF_SIZE_T__ 4
// CHECK-DAG: #define __ELF__ 1
// CHECK-DAG: #define __griotte__ 1
// CHECK-DAG: #define __riscv 1
// CHECK-DAG: #define __riscv_xlen 32
// CHECK-DAG: #define __riscv_32e 1
// CHECK-DAG: #define __riscv_xcheri 1
// BARE: #define __CHERIOT_BAREMETAL__ 20
// RTOS: #define __CHERI_COMPARTMENT__ sensor
