# Archives: members by need, whichever way round they depend on each other.
# RUN: rm -rf %t && split-file %s %t
# RUN: %as %t/main.s -o %t/main.o
# RUN: %as %t/one.s -o %t/one.o
# RUN: %as %t/two.s -o %t/two.o
# RUN: %as %t/three.s -o %t/three.o
# RUN: cd %t && mv two.o member-with-a-long-name.o
# RUN: cd %t && llvm-ar rcs libfirst.a one.o && llvm-ar rcs libthird.a three.o && llvm-ar rcs libsecond.a member-with-a-long-name.o
# RUN: cd %t && %ld %start main.o -L . -l second -lfirst -o image.elf -Map=image.map --start-group --end-group
# RUN: not %run %t/image.elf 2>&1 | FileCheck %s
# RUN: FileCheck %s --check-prefix=MAP < %t/image.map
# RUN: cd %t && llvm-ar rcs --format=bsd bsd.a one.o member-with-a-long-name.o
# RUN: cd %t && %ld %start main.o bsd.a -o bsd.elf && not %run bsd.elf 2>&1 | FileCheck %s
# RUN: cd %t && not %ld %start main.o --whole-archive libthird.a libsecond.a -o whole.elf 2>&1 | FileCheck %s --check-prefix=WHOLE
# RUN: cd %t && llvm-ar rcs --thin thin.a one.o && not %ld %start main.o thin.a 2>&1 | FileCheck %s --check-prefix=THIN
# RUN: cd %t && head -c 200 libfirst.a > cut.a && not %ld %start main.o cut.a 2>&1 | FileCheck %s --check-prefix=CUT

# CHECK: FAILURE: the guest exited with 30
# MAP: Taken from archives
# MAP-NEXT: ./libfirst.a(one.o): for 'one', wanted by main.o
# MAP-NEXT: ./libsecond.a(member-with-a-long-name.o): for 'two', wanted by ./libfirst.a(one.o)
# MAP-NOT: three
# WHOLE: error: 'two' is defined twice
# WHOLE-NEXT: first in libthird.a(three.o):(.text+0x0) in 'two'
# WHOLE-NEXT: again in libsecond.a(member-with-a-long-name.o):(.text+0x0) in 'two'
# THIN: error: thin.a: is a thin archive, which only names its members
# CUT: error: cut.a: the archive is damaged: the member at byte {{[0-9]+}} goes past the end

#--- main.s
        .globl  main
main:   j       one
        .globl  from_main
        .type   from_main, @function
from_main:
        li      a0, 30
        cret
#--- one.s
        .globl  one
one:    j       two
#--- two.s
        .globl  two
        .type   two, @function
two:    j       from_main
        .size   two, . - two
#--- three.s
        .globl  two, three
        .type   two, @function
two:    cret
        .size   two, . - two
three:  cret
