# Distances are known only at the end; the message names the symbol and how far it is.
# RUN: not %as %s -o %t.o 2>&1 | FileCheck %s

# CHECK: errors-range.s:[[#@LINE+1]]:6: error: 'too_far' is {{104858[0-9]}} bytes away; this instruction reaches from -1048576 to 1048574
cjal too_far
# CHECK: errors-range.s:[[#@LINE+1]]:3: error: 'odd' is at an odd distance (3 bytes); instructions are 2-aligned
j odd
.byte 0
odd:
.byte 0
# CHECK: errors-range.s:[[#@LINE+1]]:7: error: 1-byte data cannot hold a symbol's address
.byte outside
.byte 0
.space 1048570
too_far:
nop
