// The command line is clang's; what CHERIoT's build scripts pass is accepted.
// RUN: rm -rf %t && mkdir %t
// RUN: %cc -target riscv32-unknown-cheriotrtos -mcpu=cheriot -mabi=cheriot -mxcheri-rvc -mrelax \
// RUN:   -fshort-wchar -Oz -cheri-compartment=x -Xclang -cheri-bounds=subobject-safe \
// RUN:   -fsyntax-only -Werror -iquote %S/Inputs %s
// RUN: %cc -target riscv32-unknown-unknown -mabi=cheriot-baremetal -fsyntax-only -Werror \
// RUN:   -iquote %S/Inputs %s

// Dependencies.
// RUN: %cc -MD -MF %t/out.d -MT object -S -emit-llvm -o %t/out.ll -iquote %S/Inputs %s
// RUN: FileCheck %s --check-prefix=DEPENDENCIES < %t/out.d
// DEPENDENCIES: object: {{.*}}command-line.c
// DEPENDENCIES: answer.h

// Definitions, include directories, response files, standard input.
// RUN: echo "-DNAME=value -I %S/Inputs -E -P" > %t/response
// RUN: %cc @%t/response %s | FileCheck %s --check-prefix=PREPROCESSED
// PREPROCESSED: int value = 42;
// RUN: %cc -E -P -DNAME=two -I %S/Inputs -x c - < %s | FileCheck %s --check-prefix=STDIN
// STDIN: int two = 42;

// Several inputs, and names of outputs.
// RUN: cp %s %t/one.c && cp %s %t/two.c && cp %S/Inputs/answer.h %t
// RUN: cd %t && griotte-toolchain cc -S -emit-llvm one.c two.c && ls one.ll two.ll
// RUN: %cc -c -emit-llvm %s -iquote %S/Inputs -o %t/bitcode.bc && llvm-dis %t/bitcode.bc -o - | FileCheck %s --check-prefix=IR
// RUN: %cc -S -emit-llvm %t/bitcode.bc -o - | FileCheck %s --check-prefix=IR
// IR: @NAME = {{.*}}global i32 42

// RUN: %cc -### -c -iquote %S/Inputs %s 2>&1 | FileCheck %s --check-prefix=PLAN
// PLAN: "-cc1" "-triple" "cheriot-unknown-none-elf" "-emit-obj"
// RUN: %cc --version | FileCheck %s --check-prefix=VERSION
// VERSION: griotte cc {{[0-9.]+}} ({{.*}}clang version 22
// RUN: %cc --help | FileCheck %s --check-prefix=HELP
// HELP: --baseline rv32
// HELP: -emit-llvm

#include "answer.h"
int NAME = ANSWER;
