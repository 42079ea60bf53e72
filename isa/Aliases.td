// Other ways to write an instruction. The first of each kind is also how it is printed, unless its
// emit priority is 0. Spellings are those of the official toolchain's listings.

// RISC-V's own.
def : InstAlias<"unimp", (CSRRW X0, 0xc00, X0)>;
def : InstAlias<"nop", (ADDI X0, X0, 0)>;
def : InstAlias<"li $rd, $imm", (ADDI GPR:$rd, X0, simm12:$imm)>;
def : InstAlias<"mv $rd, $rs1", (ADDI GPR:$rd, GPR:$rs1, 0)>;
def : InstAlias<"not $rd, $rs1", (XORI GPR:$rd, GPR:$rs1, -1)>;
def : InstAlias<"neg $rd, $rs2", (SUB GPR:$rd, X0, GPR:$rs2)>;
def : InstAlias<"seqz $rd, $rs1", (SLTIU GPR:$rd, GPR:$rs1, 1)>;
def : InstAlias<"snez $rd, $rs2", (SLTU GPR:$rd, X0, GPR:$rs2)>;
def : InstAlias<"sltz $rd, $rs1", (SLT GPR:$rd, GPR:$rs1, X0)>;
def : InstAlias<"sgtz $rd, $rs2", (SLT GPR:$rd, X0, GPR:$rs2)>;
def : InstAlias<"zext.b $rd, $rs1", (ANDI GPR:$rd, GPR:$rs1, 255), 0>;

// An immediate where the mnemonic says register.
class ImmediateAlias<string mnemonic, Instruction immediate, Operand type>
    : InstAlias<mnemonic # " $rd, $rs1, $imm", (immediate GPR:$rd, GPR:$rs1, type:$imm), 0>;
def : ImmediateAlias<"add", ADDI, simm12>;
def : ImmediateAlias<"and", ANDI, simm12>;
def : ImmediateAlias<"or", ORI, simm12>;
def : ImmediateAlias<"xor", XORI, simm12>;
def : ImmediateAlias<"slt", SLTI, simm12>;
def : ImmediateAlias<"sltu", SLTIU, simm12>;
def : ImmediateAlias<"sll", SLLI, uimm5>;
def : ImmediateAlias<"srl", SRLI, uimm5>;
def : ImmediateAlias<"sra", SRAI, uimm5>;

def : InstAlias<"beqz $rs1, $imm", (BEQ GPR:$rs1, X0, simm13_branch:$imm)>;
def : InstAlias<"bnez $rs1, $imm", (BNE GPR:$rs1, X0, simm13_branch:$imm)>;
def : InstAlias<"blez $rs2, $imm", (BGE X0, GPR:$rs2, simm13_branch:$imm)>;
def : InstAlias<"bgez $rs1, $imm", (BGE GPR:$rs1, X0, simm13_branch:$imm)>;
def : InstAlias<"bltz $rs1, $imm", (BLT GPR:$rs1, X0, simm13_branch:$imm)>;
def : InstAlias<"bgtz $rs2, $imm", (BLT X0, GPR:$rs2, simm13_branch:$imm)>;
def : InstAlias<"bgt $rs1, $rs2, $imm", (BLT GPR:$rs2, GPR:$rs1, simm13_branch:$imm), 0>;
def : InstAlias<"bgtu $rs1, $rs2, $imm", (BLTU GPR:$rs2, GPR:$rs1, simm13_branch:$imm), 0>;
def : InstAlias<"ble $rs1, $rs2, $imm", (BGE GPR:$rs2, GPR:$rs1, simm13_branch:$imm), 0>;
def : InstAlias<"bleu $rs1, $rs2, $imm", (BGEU GPR:$rs2, GPR:$rs1, simm13_branch:$imm), 0>;

class CounterAlias<string mnemonic, int number>
    : InstAlias<mnemonic # " $rd", (CSRRS GPR:$rd, number, X0)>;
def : CounterAlias<"rdcycle", 0xc00>;
def : CounterAlias<"rdtime", 0xc01>;
def : CounterAlias<"rdinstret", 0xc02>;
def : CounterAlias<"rdcycleh", 0xc80>;
def : CounterAlias<"rdtimeh", 0xc81>;
def : CounterAlias<"rdinstreth", 0xc82>;
def : InstAlias<"csrr $rd, $imm", (CSRRS GPR:$rd, csr_number:$imm, X0)>;
def : InstAlias<"csrw $imm, $rs1", (CSRRW X0, csr_number:$imm, GPR:$rs1)>;
def : InstAlias<"csrs $imm, $rs1", (CSRRS X0, csr_number:$imm, GPR:$rs1)>;
def : InstAlias<"csrc $imm, $rs1", (CSRRC X0, csr_number:$imm, GPR:$rs1)>;
def : InstAlias<"csrwi $imm, $rs1", (CSRRWI X0, csr_number:$imm, uimm5:$rs1)>;
def : InstAlias<"csrsi $imm, $rs1", (CSRRSI X0, csr_number:$imm, uimm5:$rs1)>;
def : InstAlias<"csrci $imm, $rs1", (CSRRCI X0, csr_number:$imm, uimm5:$rs1)>;

def : InstAlias<"csrw $imm, $rs1", (CSRRWI X0, csr_number:$imm, uimm5:$rs1), 0>;
def : InstAlias<"csrs $imm, $rs1", (CSRRSI X0, csr_number:$imm, uimm5:$rs1), 0>;
def : InstAlias<"csrc $imm, $rs1", (CSRRCI X0, csr_number:$imm, uimm5:$rs1), 0>;
def : InstAlias<"csrrw $rd, $imm, $rs1", (CSRRWI GPR:$rd, csr_number:$imm, uimm5:$rs1), 0>;
def : InstAlias<"csrrs $rd, $imm, $rs1", (CSRRSI GPR:$rd, csr_number:$imm, uimm5:$rs1), 0>;
def : InstAlias<"csrrc $rd, $imm, $rs1", (CSRRCI GPR:$rd, csr_number:$imm, uimm5:$rs1), 0>;

def : InstAlias<"fence", (FENCE 0xf, 0xf)>;

// Jumps. A call or a tail call out of the compilation unit is a jump the linker can reach.
def : InstAlias<"ccall $imm", (CJAL C1, simm21_jump:$imm), 0>;
def : InstAlias<"ctail $imm", (CJAL C0, simm21_jump:$imm), 0>;
def : InstAlias<"j $imm", (CJAL C0, simm21_jump:$imm)>;
def : InstAlias<"cj $imm", (CJAL C0, simm21_jump:$imm), 0>;
def : InstAlias<"cjal $imm", (CJAL C1, simm21_jump:$imm)>;
def : InstAlias<"cret", (CJALR C0, C1, 0)>;
def : InstAlias<"cjr $rs1", (CJALR C0, GPCR:$rs1, 0)>;
def : InstAlias<"cjalr $rs1", (CJALR C1, GPCR:$rs1, 0)>;
def : InstAlias<"cjalr $rd, $rs1", (CJALR GPCR:$rd, GPCR:$rs1, 0)>;

// Special capability registers.
def : InstAlias<"cspecialr $rd, $imm", (CSpecialRW GPCR:$rd, scr_number:$imm, C0)>;
def : InstAlias<"cspecialw $imm, $rs1", (CSpecialRW C0, scr_number:$imm, GPCR:$rs1)>;

// How plain RISC-V writes what it has in place of capability instructions: for the machine's RV32
// modes. LLVM's own target assembles those.
class Rv32Alias<string text, dag result> {
  string AsmString = text;
  dag ResultInst = result;
  int EmitPriority = 1;
}
def : Rv32Alias<"zext.b $rd, $rs1", (ANDI GPR:$rd, GPR:$rs1, 255)>;
def : Rv32Alias<"j $imm", (JAL X0, simm21_jump:$imm)>;
def : Rv32Alias<"jal $imm", (JAL X1, simm21_jump:$imm)>;
def : Rv32Alias<"ret", (JALR X0, X1, 0)>;
def : Rv32Alias<"jr $rs1", (JALR X0, GPR:$rs1, 0)>;
def : Rv32Alias<"jr ${imm}(${rs1})", (JALR X0, GPR:$rs1, simm12:$imm)>;
def : Rv32Alias<"jalr $rs1", (JALR X1, GPR:$rs1, 0)>;
def : Rv32Alias<"jalr $rd, $rs1", (JALR GPR:$rd, GPR:$rs1, 0)>;
def : Rv32Alias<"jalr ${imm}(${rs1})", (JALR X1, GPR:$rs1, simm12:$imm)>;

// The specification's names, where the listings have older ones.
def : InstAlias<"cincaddr $rd, $rs1, $rs2", (CIncAddr GPCR:$rd, GPCR:$rs1, GPR:$rs2), 0>;
def : InstAlias<"cincaddr $rd, $rs1, $imm", (CIncAddrImm GPCR:$rd, GPCR:$rs1, simm12:$imm), 0>;
def : InstAlias<"cincaddrimm $rd, $rs1, $imm", (CIncAddrImm GPCR:$rd, GPCR:$rs1, simm12:$imm), 0>;
def : InstAlias<"cincoffsetimm $rd, $rs1, $imm",
                (CIncAddrImm GPCR:$rd, GPCR:$rs1, simm12:$imm), 0>;
def : InstAlias<"csetboundsimm $rd, $rs1, $imm",
                (CSetBoundsImm GPCR:$rd, GPCR:$rs1, uimm12:$imm), 0>;
def : InstAlias<"csetequalexact $rd, $rs1, $rs2",
                (CSetEqualExact GPR:$rd, GPCR:$rs1, GPCR:$rs2), 0>;
def : InstAlias<"croundrepresentablelength $rd, $rs1",
                (CRoundRepresentableLength GPR:$rd, GPR:$rs1), 0>;
def : InstAlias<"crepresentablealignmentmask $rd, $rs1",
                (CRepresentableAlignmentMask GPR:$rd, GPR:$rs1), 0>;

def : InstAlias<"c.cincaddr4cspn $rd, $rs1, $imm",
                (C_CIncAddr4CSPN GPCRC:$rd, CSP:$rs1, uimm10_lsb00_nonzero:$imm), 0>;
def : InstAlias<"c.cincaddr16csp $rd, $imm",
                (C_CIncAddr16CSP CSP:$rd, simm10_lsb0000_nonzero:$imm), 0>;
def : InstAlias<"c.clcsp $rd, ${imm}(${rs1})",
                (C_CLCCSP GPCRNoC0:$rd, CSP:$rs1, uimm9_lsb000:$imm), 0>;
def : InstAlias<"c.cscsp $rs2, ${imm}(${rs1})",
                (C_CSCCSP GPCR:$rs2, CSP:$rs1, uimm9_lsb000:$imm), 0>;
def : InstAlias<"cjalr $rd, $rs1, $imm", (CJALR GPCR:$rd, GPCR:$rs1, simm12:$imm), 0>;

// Plain RISC-V spelling of loads and stores, as newer listings have it.
class LoadAlias<string mnemonic, Instruction load, RegisterClass destination>
    : InstAlias<mnemonic # " $rd, ${imm}(${rs1})",
                (load destination:$rd, GPCR:$rs1, simm12:$imm), 0>;
class StoreAlias<string mnemonic, Instruction store, RegisterClass source>
    : InstAlias<mnemonic # " $rs2, ${imm}(${rs1})",
                (store source:$rs2, GPCR:$rs1, simm12:$imm), 0>;
def : LoadAlias<"lb", LB, GPR>;
def : LoadAlias<"lh", LH, GPR>;
def : LoadAlias<"lw", LW, GPR>;
def : LoadAlias<"lbu", LBU, GPR>;
def : LoadAlias<"lhu", LHU, GPR>;
def : LoadAlias<"lc", CLC, GPCR>;
def : StoreAlias<"sb", SB, GPR>;
def : StoreAlias<"sh", SH, GPR>;
def : StoreAlias<"sw", SW, GPR>;
def : StoreAlias<"sc", CSC, GPCR>;
