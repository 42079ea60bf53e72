// From an opcode to its semantic function: the one table both ways of executing share.
//
// The list of opcodes is generated from isa/, so an instruction that has a record but no semantic
// function of the same name does not compile.
#pragma once

#include <type_traits>

#include "machine/cpu/interpreter/capabilities.h"
#include "machine/cpu/interpreter/control.h"
#include "machine/cpu/interpreter/data.h"
#include "machine/cpu/interpreter/integer.h"

namespace griotte::machine::interpreter {

/// Every semantic function of one mode.
template <bool IsCheriot>
struct Semantics : Integer, Control, Data<IsCheriot>, Capabilities
{};

/// Calls `function`, which may return void for "always on to the next".
template <auto Function>
[[gnu::always_inline]] inline Flow execute(Hart &hart, const Operands &operands, uint32_t pc)
{
    if constexpr (std::is_void_v<decltype(Function(hart, operands, pc))>) {
        Function(hart, operands, pc);
        return Flow::Next;
    } else {
        return Function(hart, operands, pc);
    }
}

template <auto Function>
inline constexpr bool CanOnlyFallThrough =
    std::is_void_v<std::invoke_result_t<decltype(Function), Hart &, const Operands &, uint32_t>>;

} // namespace griotte::machine::interpreter
