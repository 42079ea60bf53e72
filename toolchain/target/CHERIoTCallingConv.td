//===-- CHERIoTCallingConv.td - Where arguments go ---------*- tablegen -*-===//
//
// docs/reference/abi.md, "Calls".
//
//===----------------------------------------------------------------------===//

def CC_CHERIoT : CallingConv<[
  CCIfType<[i1, i8, i16], CCPromoteToType<i32>>,
  CCIfType<[c64], CCAssignToReg<[C10, C11, C12, C13, C14, C15]>>,
  CCIfType<[i32], CCAssignToReg<[X10, X11, X12, X13, X14, X15]>>,
  CCIfType<[c64], CCAssignToStack<8, 8>>,
  CCIfType<[i32], CCAssignToStack<4, 4>>
]>;

// The variable arguments of a variadic call: memory only, long long and double
// in one aligned slot.
def CC_CHERIoT_Variable : CallingConv<[
  CCIfType<[i1, i8, i16], CCPromoteToType<i32>>,
  CCIfType<[c64], CCAssignToStack<8, 8>>,
  CCIfType<[i32],
           CCIf<"ArgFlags.isSplit() && ArgFlags.getNonZeroOrigAlign() >= 8",
                CCAssignToStack<4, 8>>>,
  CCIfType<[i32], CCAssignToStack<4, 4>>
]>;

def RetCC_CHERIoT : CallingConv<[
  CCIfType<[i1, i8, i16], CCPromoteToType<i32>>,
  CCIfType<[c64], CCAssignToReg<[C10, C11]>>,
  CCIfType<[i32], CCAssignToReg<[X10, X11]>>
]>;

def CSR_CHERIoT : CalleeSavedRegs<(add C1, C8, C9)>;
