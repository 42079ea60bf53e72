// However a run ends, it ends at the same step and is told in the same words with each engine.
// DEFINE: %{HOW} = 0
// DEFINE: %{build} = %cc -g -O1 -DHOW=%{HOW} %s -o %t.elf
// REDEFINE: %{HOW} = 0
// RUN: %{build}
// RUN: not %run --stats %t.elf 2>&1 | FileCheck %s --check-prefix=EXIT
// RUN: not %run --stats --timing ibex %t.elf 2>&1 | FileCheck %s --check-prefix=EXIT
// RUN: not %run -q --isa 0.5 %t.elf 2>&1 | FileCheck %s --check-prefix=QUIET --allow-empty
// EXIT: FAILURE: the guest exited with 7 (uart)
// EXIT: instructions {{[0-9]{5}$}}
// QUIET-NOT: {{.}}

// And with both side by side.
// RUN: %if translator %{ \
// RUN:   not griotte run --stats --engine lockstep --engine-warmth 1 %t.elf 2>&1 | FileCheck %s --check-prefix=EXIT %}

// Limits, wherever in a block they fall.
// REDEFINE: %{HOW} = 1
// RUN: %{build}
// RUN: not %run --stats --max-instructions 0 %t.elf 2>&1 | FileCheck %s --check-prefix=NONE
// RUN: not %run --stats --max-instructions 40001 %t.elf 2>&1 | FileCheck %s --check-prefixes=LIMIT,LIMIT1
// RUN: not %run --stats --max-instructions 40002 %t.elf 2>&1 | FileCheck %s --check-prefixes=LIMIT,LIMIT2
// RUN: not %run --stats --max-instructions 40003 %t.elf 2>&1 | FileCheck %s --check-prefixes=LIMIT,LIMIT3
// NONE: stopped after 0 instructions (--max-instructions) at
// NONE: instructions  0
// LIMIT1: stopped after 40001
// LIMIT2: stopped after 40002
// LIMIT3: stopped after 40003
// LIMIT-SAME: instructions (--max-instructions) at {{.*}} main
// LIMIT: traps 0

// A mistake that nobody handles: why it is one is told of what happened before it, in code that may
// have been translated.
// REDEFINE: %{HOW} = 2
// RUN: %{build}
// RUN: not %run --stats %t.elf 2>&1 | FileCheck %s --check-prefix=LOCKED
// RUN: not %run --stats --explain %t.elf 2>&1 | FileCheck %s --check-prefix=LOCKED
// LOCKED: CHERI tag violation
// LOCKED: why {{.*}} too far from its bounds
// LOCKED: lost at {{.*}} move
// LOCKED: traps 1

// REDEFINE: %{HOW} = 3
// RUN: %{build}
// RUN: not %run --stats %t.elf 2>&1 | FileCheck %s --check-prefix=ASLEEP
// ASLEEP: stopped: waiting for an interrupt at {{.*}} main

// What comes in from outside.
// REDEFINE: %{HOW} = 4
// RUN: %{build}
// RUN: printf 'what comes in goes out\n.' > %t.in
// RUN: %run -q %t.elf < %t.in | FileCheck %s --check-prefix=INPUT
// INPUT: WHAT COMES IN GOES OUT

// RUN: not griotte run --engine sausage %t.elf 2>&1 | FileCheck %s --check-prefix=NOENGINE
// NOENGINE: error: --engine: 'sausage' is neither interpreter nor translator

#include <ctype.h>
#include <stdio.h>

static int table[16];

/// A pointer so far outside of the table that it cannot be represented.
__attribute__((noinline)) static int *move(int *from, int by)
{
    return from + by;
}

int main(void)
{
    volatile unsigned sum = 0;
    for (unsigned round = 0; HOW == 1 || round < 2000; round++) {
        sum += round ^ (unsigned)table[round % 16]++;
    }
#if HOW == 2
    volatile int far = 1 << 24;
    return *move(table, far);
#elif HOW == 3
    __asm__ volatile("wfi");
    return 0;
#elif HOW == 4
    for (int c = getchar(); c != '.'; c = getchar()) {
        putchar(toupper(c));
    }
    return 0;
#else
    return 7;
#endif
}
