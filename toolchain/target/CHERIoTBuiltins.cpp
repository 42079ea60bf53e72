//===-- CHERIoTBuiltins.cpp - Functions that are instructions -------------===//

#include "CHERIoTBuiltins.h"
#include "MCTargetDesc/CHERIoTMCTargetDesc.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace {
using B = CHERIoT::Builtin;
constexpr MVT Word = MVT::i32, Capability = MVT::c64;
} // namespace

static const CHERIoT::Builtin Builtins[] = {
    {"address_get", B::Address, 1, Word, 0},
    {"address_set", B::Instruction, 2, Capability, CHERIoT::CSetAddr},
    {"offset_increment", B::Increment, 2, Capability, 0},
    {"offset_get", B::Offset, 1, Word, 0},
    {"offset_set", B::SetOffset, 2, Capability, 0},
    {"base_get", B::Instruction, 1, Word, CHERIoT::CGetBase},
    {"top_get", B::Instruction, 1, Word, CHERIoT::CGetTop},
    {"length_get", B::Instruction, 1, Word, CHERIoT::CGetLen},
    {"perms_get", B::Instruction, 1, Word, CHERIoT::CGetPerm},
    {"perms_and", B::Instruction, 2, Capability, CHERIoT::CAndPerm},
    {"tag_get", B::Instruction, 1, Word, CHERIoT::CGetTag},
    {"tag_clear", B::Instruction, 1, Capability, CHERIoT::CClearTag},
    {"type_get", B::Instruction, 1, Word, CHERIoT::CGetType},
    {"high_get", B::Instruction, 1, Word, CHERIoT::CGetHigh},
    {"high_set", B::Instruction, 2, Capability, CHERIoT::CSetHigh},
    {"sealed_get", B::Sealed, 1, Word, 0},
    {"seal", B::Instruction, 2, Capability, CHERIoT::CSeal},
    {"unseal", B::Instruction, 2, Capability, CHERIoT::CUnseal},
    {"bounds_set", B::Bounds, 2, Capability, 0},
    {"bounds_set_exact", B::Instruction, 2, Capability,
     CHERIoT::CSetBoundsExact},
    {"bounds_set_round_down", B::Instruction, 2, Capability,
     CHERIoT::CSetBoundsRoundDown},
    {"equal_exact", B::Instruction, 2, Word, CHERIoT::CSetEqualExact},
    {"subset_test", B::Instruction, 2, Word, CHERIoT::CTestSubset},
    {"round_representable_length", B::Instruction, 1, Word,
     CHERIoT::CRoundRepresentableLength},
    {"representable_alignment_mask", B::Instruction, 1, Word,
     CHERIoT::CRepresentableAlignmentMask},
    {"program_counter_get", B::ProgramCounter, 0, Capability, 0},
    {"stack_get", B::Register, 0, Capability, CHERIoT::C2},
    {"global_data_get", B::Register, 0, Capability, CHERIoT::C3},
    {"alloca", B::Allocate, 2, Capability, 0},
};

const CHERIoT::Builtin *CHERIoT::findBuiltin(StringRef Name) {
  const auto *Found = find_if(
      Builtins, [&](const Builtin &Entry) { return Entry.Name == Name; });
  return Found == std::end(Builtins) ? nullptr : Found;
}
