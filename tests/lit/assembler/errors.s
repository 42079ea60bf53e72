# Every mistake is named where it is, and nothing is written.
# RUN: rm -f %t.o
# RUN: not %as %s -o %t.o 2> %t.err
# RUN: FileCheck %s --input-file %t.err --strict-whitespace
# RUN: not ls %t.o

# CHECK: errors.s:[[#@LINE+3]]:14: error: operand must be a symbol with %lo or %cheriot_compartment_lo_i, or an integer in the range [-2048, 2047]
# CHECK-NEXT: addi a0, a0, 2048
# CHECK-NEXT: {{^             \^$}}
addi a0, a0, 2048
# CHECK: errors.s:[[#@LINE+1]]:11: error: expected a capability register or another kind of operand, not an integer register
clw a0, 0(a1)
# CHECK: errors.s:[[#@LINE+1]]:9: error: expected an integer register or another kind of operand, not a capability register
add a0, ca1, a2
# CHECK: errors.s:[[#@LINE+1]]:9: error: there are sixteen registers: x0 to x15
add a0, x16, a2
# CHECK: errors.s:[[#@LINE+1]]:1: error: unknown instruction 'adi', did you mean: add, addi, and, andi, div?
adi a0, a0, 1
# CHECK: errors.s:[[#@LINE+1]]:1: error: too few operands for 'cincoffset'
cincoffset ca0, ca1
# CHECK: errors.s:[[#@LINE+1]]:16: error: unexpected token
addi a0, a0, 1 2
# CHECK: errors.s:[[#@LINE+1]]:10: error: unknown relocation specifier '%high'
lui a0, %high(x)
# CHECK: errors.s:[[#@LINE+1]]:9: error: operand must be a symbol with %hi, or an integer in the range [0, 1048575]
lui a0, 0x100000
# CHECK: errors.s:[[#@LINE+1]]:9: error: operand must be a symbol with %hi
lui a0, symbol
# CHECK: errors.s:[[#@LINE+1]]:13: error: operand must be a symbol with %cheriot_compartment_hi
auipcc ca0, %hi(symbol)
# CHECK: errors.s:[[#@LINE+1]]:22: error: operand must be a symbol with %cheriot_compartment_size, or an integer in the range [0, 4095]
csetbounds ca0, ca0, 4096
# CHECK: errors.s:[[#@LINE+1]]:14: error: immediate must be in the range [0, 31]
slli a0, a0, 32
# CHECK: errors.s:[[#@LINE+1]]:8: error: immediate must be an integer in the range [-2147483648, 4294967295]
li a0, 0x100000000
# CHECK: errors.s:[[#@LINE+1]]:10: error: operand must be a CSR name or an integer in the range [0, 4095]
csrr a0, nothing
# CHECK: errors.s:[[#@LINE+1]]:16: error: operand must be a special capability register name or an integer in the range [0, 31]
cspecialr ca0, mstatus
# CHECK: errors.s:[[#@LINE+1]]:7: error: operand must be 0 or a subset of the letters iorw
fence x, w
# CHECK: errors.s:[[#@LINE+1]]:13: error: operand must be a label, or an even integer in the range [-4096, 4094]
beq a0, a1, 3
# CHECK: errors.s:[[#@LINE+1]]:3: error: operand must be a label, or an even integer in the range [-1048576, 1048574]
j 1048576
# CHECK: errors.s:[[#@LINE+1]]:12: error: immediate must be non-zero and in the range [-32, 31]
c.addi a0, 32
# CHECK: errors.s:[[#@LINE+1]]:11: error: immediate must be a multiple of 4 in the range [0, 124]
c.clw a0, 2(ca1)
# CHECK: errors.s:[[#@LINE+1]]:14: error: expected ')'
clw a0, 0(ca1
# CHECK: errors.s:[[#@LINE+1]]:9: error: .option pop without .option push
.option pop
# CHECK: errors.s:[[#@LINE+1]]:9: error: expected an option
.option 5
# CHECK: errors.s:[[#@LINE+1]]:9: warning: unknown option 'fast'
.option fast
.option norvc
# CHECK: errors.s:[[#@LINE+1]]:1: error: instruction requires: compressed instructions (.option rvc)
c.nop
