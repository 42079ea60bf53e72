// What the machine or the compiler cannot do: one clear error each.
// RUN: not %cc -fPIC -c %s 2>&1 | FileCheck %s --check-prefix=PIC
// PIC: error: unsupported option '-fPIC': code is position independent by nature
// RUN: not %cc -fpic -c %s 2>&1 | FileCheck %s --check-prefix=LOWER-PIC
// LOWER-PIC: error: unsupported option '-fpic'
// RUN: not %cc -shared %s 2>&1 | FileCheck %s --check-prefix=SHARED
// SHARED: error: unsupported option '-shared'
// RUN: not %cc -fsanitize=address -c %s 2>&1 | FileCheck %s --check-prefix=SANITIZE
// SANITIZE: error: unsupported option '-fsanitize=address': there is no run-time
// RUN: not %cc -fexceptions -c %s 2>&1 | FileCheck %s --check-prefix=EXCEPTIONS
// EXCEPTIONS: error: unsupported option '-fexceptions': there is no unwinder
// RUN: not %cc -flto -c %s 2>&1 | FileCheck %s --check-prefix=LTO
// LTO: error: unsupported option '-flto'
// RUN: not %cc --target=x86_64-linux-gnu -c %s 2>&1 | FileCheck %s --check-prefix=TARGET
// TARGET: error: unknown target 'x86_64-linux-gnu'
// RUN: not %cc -mcpu=cortex-m0 -c %s 2>&1 | FileCheck %s --check-prefix=CPU
// CPU: error: unknown CPU 'cortex-m0'
// RUN: not %cc -mabi=lp64 -c %s 2>&1 | FileCheck %s --check-prefix=ABI
// ABI: error: unknown ABI 'lp64'; there are 'cheriot' and 'cheriot-baremetal'
// RUN: not %cc -mcpu 2>&1 | FileCheck %s --check-prefix=MISSING
// MISSING: error: argument to '-mcpu' is missing
// RUN: not %cc --baseline avr -c %s 2>&1 | FileCheck %s --check-prefix=BASELINE
// BASELINE: error: unknown baseline 'avr'; there is 'rv32'
// RUN: not %cc --no-such-option -c %s 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// UNKNOWN: error: unknown argument: '--no-such-option'
// RUN: not %cc -c %t.missing.c 2>&1 | FileCheck %s --check-prefix=NO-FILE
// NO-FILE: error: no such file or directory
// RUN: not %cc 2>&1 | FileCheck %s --check-prefix=NO-INPUT
// NO-INPUT: error: no input files
// RUN: not %cc -fsyntax-only -DTHREAD %s 2>&1 | FileCheck %s --check-prefix=THREAD
// THREAD: errors.c:[[#@LINE+2]]:1: error: thread-local storage is not supported
#ifdef THREAD
_Thread_local int counter;
#endif
int used;
