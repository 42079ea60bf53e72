// Names of control and status registers and of special capability registers: what the assembler
// takes and every printer prints.
class SystemRegister<string name, int number> {
  string RegisterName = name;
  int Number = number;
}
class Csr<string name, int number> : SystemRegister<name, number>;
class Scr<string name, int number> : SystemRegister<name, number>;

// Machine information and traps.
def : Csr<"mvendorid", 0xf11>;
def : Csr<"marchid", 0xf12>;
def : Csr<"mimpid", 0xf13>;
def : Csr<"mhartid", 0xf14>;
def : Csr<"mconfigptr", 0xf15>;
def : Csr<"mstatus", 0x300>;
def : Csr<"misa", 0x301>;
def : Csr<"mie", 0x304>;
def : Csr<"mtvec", 0x305>;
def : Csr<"mcounteren", 0x306>;
def : Csr<"mstatush", 0x310>;
def : Csr<"mscratch", 0x340>;
def : Csr<"mepc", 0x341>;
def : Csr<"mcause", 0x342>;
def : Csr<"mtval", 0x343>;
def : Csr<"mip", 0x344>;
// Counters, and for each the event it counts.
def : Csr<"mcountinhibit", 0x320>;
foreach number = 3...31 in {
  def : Csr<"mhpmevent" # number, !add(0x320, number)>;
  def : Csr<"mhpmcounter" # number, !add(0xb00, number)>;
  def : Csr<"mhpmcounter" # number # "h", !add(0xb80, number)>;
  def : Csr<"hpmcounter" # number, !add(0xc00, number)>;
  def : Csr<"hpmcounter" # number # "h", !add(0xc80, number)>;
}
def : Csr<"mcycle", 0xb00>;
def : Csr<"minstret", 0xb02>;
def : Csr<"mcycleh", 0xb80>;
def : Csr<"minstreth", 0xb82>;
def : Csr<"cycle", 0xc00>;
def : Csr<"time", 0xc01>;
def : Csr<"instret", 0xc02>;
def : Csr<"cycleh", 0xc80>;
def : Csr<"timeh", 0xc81>;
def : Csr<"instreth", 0xc82>;
// Triggers and debug mode.
def : Csr<"tselect", 0x7a0>;
def : Csr<"tdata1", 0x7a1>;
def : Csr<"tdata2", 0x7a2>;
def : Csr<"tdata3", 0x7a3>;
def : Csr<"mcontext", 0x7a8>;
def : Csr<"dcsr", 0x7b0>;
def : Csr<"dpc", 0x7b1>;
def : Csr<"dscratch0", 0x7b2>;
def : Csr<"dscratch1", 0x7b3>;
// CHERIoT: the stack high-water mark and its limit.
def : Csr<"mccsr", 0xbc0>;
def : Csr<"mshwm", 0xbc1>;
def : Csr<"mshwmb", 0xbc2>;

def : Scr<"ztopc", 27>;
def : Scr<"mtcc", 28>;
def : Scr<"mtdc", 29>;
def : Scr<"mscratchc", 30>;
def : Scr<"mepcc", 31>;
