// Integer registers x0..x15 are the addresses of the capability registers c0..c15.
// Architecture document, "CHERIoT state"; DWARF numbers as the RISC-V psABI gives them.

def sub_addr : SubRegIndex<32> {
  let Namespace = "CHERIoT";
}

class IntegerRegister<bits<16> number, string name, list<string> aliases>
    : Register<name, aliases> {
  let Namespace = "CHERIoT";
  let HWEncoding = number;
}

class CapabilityRegister<bits<16> number, string name, Register address, list<string> aliases>
    : RegisterWithSubRegs<name, [address]> {
  let Namespace = "CHERIoT";
  let HWEncoding = number;
  let SubRegIndices = [sub_addr];
  let CoveredBySubRegs = 0;
  let AltNames = aliases;
}

defvar IntegerNames = ["zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2",
                       "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5"];
defvar CapabilityNames = ["cnull", "cra", "csp", "cgp", "ctp", "ct0", "ct1", "ct2",
                          "cs0", "cs1", "ca0", "ca1", "ca2", "ca3", "ca4", "ca5"];

foreach number = 0...15 in {
  def X#number : IntegerRegister<number, IntegerNames[number], ["x"#number]>,
                 DwarfRegNum<[number]>;
  def C#number : CapabilityRegister<number, CapabilityNames[number],
                                    !cast<Register>("X"#number), ["c"#number]>,
                 DwarfRegAlias<!cast<Register>("X"#number)>;
}

// Classes list registers in the order the allocator should prefer them: arguments and temporaries,
// then what must be saved, last what has a fixed use.
def GPR : RegisterClass<"CHERIoT", [i32], 32,
    (add (sequence "X%u", 10, 15), (sequence "X%u", 5, 9), X1, X0, X2, X3, X4)>;
def GPRNoX0 : RegisterClass<"CHERIoT", [i32], 32, (sub GPR, X0)>;
def GPRNoX0X2 : RegisterClass<"CHERIoT", [i32], 32, (sub GPR, X0, X2)>;
// The eight registers compressed instructions can name in three bits.
def GPRC : RegisterClass<"CHERIoT", [i32], 32, (add (sequence "X%u", 10, 15), X8, X9)>;

def GPCR : RegisterClass<"CHERIoT", [c64], 64,
    (add (sequence "C%u", 10, 15), (sequence "C%u", 5, 9), C1, C0, C2, C3, C4)>;
def GPCRNoC0 : RegisterClass<"CHERIoT", [c64], 64, (sub GPCR, C0)>;
def GPCRC : RegisterClass<"CHERIoT", [c64], 64, (add (sequence "C%u", 10, 15), C8, C9)>;
def CSP : RegisterClass<"CHERIoT", [c64], 64, (add C2)>;
