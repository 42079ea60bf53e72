# A branch takes the shortest form that reaches.
# RUN: %as %s -o %t.o
# RUN: %dis %t.o | FileCheck %s

# c.beqz reaches 254 forwards and 256 backwards.
# CHECK: <near>:
# CHECK-NEXT: cd7d beqz a0, {{.*}}<near_end>
near:
beqz a0, near_end
.space 252
near_end:
nop
# CHECK: <past>:
# CHECK-NEXT: 10050163 beqz a0, {{.*}}<past_end>
past:
beqz a0, past_end
.space 252
nop
past_end:
nop
# CHECK: <back>:
back:
.space 254
nop
# CHECK: d101 beqz a0, {{.*}}<back>
# CHECK-NEXT: ee051fe3 bnez a0, {{.*}}<back>
beqz a0, back
bnez a0, back

# beq reaches 4094 forwards; farther, it jumps over a jump.
# CHECK: <far>:
# CHECK-NEXT: beq a0, a1, {{.*}}<far_end>
far:
beq a0, a1, far_end
.space 4090
far_end:
nop
# CHECK: <farther>:
# CHECK-NEXT: bne a0, a1, 0x[[#%x,OVER:]] <farther+0x8>
# CHECK-NEXT: j {{.*}}<farther_end>
# CHECK-NEXT: bge t0, t1, {{.*}}<farther+0x10>
# CHECK-NEXT: j {{.*}}<farther_end>
# CHECK-NEXT: bltu t0, t1, {{.*}}<farther+0x18>
# CHECK-NEXT: j {{.*}}<farther_end>
# CHECK-NEXT: bnez a0, {{.*}}<farther+0x20>
# CHECK-NEXT: j {{.*}}<farther_end>
farther:
beq a0, a1, farther_end
blt t0, t1, farther_end
bgeu t0, t1, farther_end
beqz a0, farther_end
.space 5000
farther_end:
nop
# Backwards too.
# CHECK: beq a0, a1, {{.*}}
# CHECK-NEXT: j {{.*}}<farther>
bne a0, a1, farther

# c.j and c.cjal reach 2046.
# CHECK: <jump>:
# CHECK-NEXT: affd j {{.*}}<jump_end>
jump:
j jump_end
.space 2044
jump_end:
nop
# CHECK: <leap>:
# CHECK-NEXT: {{([0-9a-f]{8})}} j {{.*}}<leap_end>
# CHECK-NEXT: {{([0-9a-f]{8})}} cjal {{.*}}<leap_end>
leap:
j leap_end
cjal leap_end
.space 2046
leap_end:
nop
