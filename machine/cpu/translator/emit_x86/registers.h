// Which of the host's registers holds what while translated code runs.
//
//   rbp        the middle of the slots; everything else of the hart is at a displacement from it
//   r15        the byte of guest address 0
//   r14        steps left
//   rax, rcx, rdx   free between guest instructions
//   the rest   addresses of the guest's commonest registers, upper halves zero
//
// r11 is the one that the preserve_most functions of runtime.h destroy.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <asmjit/x86.h>

namespace griotte::machine::translator::x86 {

namespace host = asmjit::x86;

inline constexpr host::Gp HartBase = host::rbp;
inline constexpr host::Gp MemoryBase = host::r15;
inline constexpr host::Gp StepsLeft = host::r14;

struct Pinned
{
    unsigned guest;
    host::Gp host;
};

/// Guest registers whose addresses are in host registers.
inline constexpr std::array<Pinned, 9> PinnedRegisters = {{
    {10, host::esi},  // a0
    {11, host::edi},  // a1
    {12, host::ebx},  // a2
    {13, host::r8d},  // a3
    {14, host::r9d},  // a4
    {15, host::r10d}, // a5
    {8, host::r12d},  // s0
    {9, host::r13d},  // s1
    {2, host::r11d},  // sp
}};
/// The one that calls of preserve_most functions destroy.
inline constexpr unsigned UnpreservedGuest = 2;

constexpr std::optional<host::Gp> pinned(unsigned guest)
{
    for (const Pinned &entry : PinnedRegisters) {
        if (entry.guest == guest) {
            return entry.host;
        }
    }
    return std::nullopt;
}

} // namespace griotte::machine::translator::x86
