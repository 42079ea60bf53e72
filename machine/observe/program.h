// What is known of a loaded program, for whoever explains what it does.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/error.h"
#include "debug_info/source_lines.h"
#include "debug_info/stack_variables.h"
#include "machine/board/machine.h"
#include "machine/image/firmware_facts.h"
#include "machine/image/image.h"
#include "machine/observe/heap_history.h"

namespace griotte::machine {

struct Program
{
    Image image;
    SourceLines lines;
    StackVariables variables;
    /// Of a firmware; nothing for bare metal.
    std::optional<FirmwareFacts> firmware;
    /// Of a firmware, once firmware_watch() began it; or null.
    std::unique_ptr<HeapHistory> heap;

    /// Reads debug information and what the image says of its firmware from the ELF file it is of.
    /// Fails when the latter is there and makes no sense.
    Result<void> file_read(std::span<const uint8_t> elf, std::string_view name);
    /// Begins to follow the heap of a firmware that `machine`, which must outlive this, will run.
    void firmware_watch(Machine &machine);
};

/// "demo+0x12 (demo.s:34)": an address in the program's own terms; just the number when it has
/// none.
std::string place_describe(uint32_t address, const Program &program);

/// The call that returns to `returnAddress`: "vault_open(int) (vault.cc:34)".
std::string call_describe(uint32_t returnAddress, const Program &program);

/// What lies at `address`, as far as image, board and heap tell: "'table' (48 bytes) + 0x10 of
/// vault", "heap object of 16 bytes", "device uart". Empty when nothing is known.
std::string address_describe(uint32_t address, const Hart &hart, const Program &program);

/// What `capability` is for: address_describe() of its base, or of what is sealed; with the sealing
/// type's name. As if it had a tag.
std::string target_describe(const Capability &capability, const Hart &hart, const Program &program);

/// Whose code `pc` is and on whose behalf it runs: "vault, on thread 1 (vault.run)", "library
/// debug for vault, on thread 1 (vault.run)". Empty without a firmware.
std::string situation_describe(uint32_t pc, const Hart &hart, const Program &program);

/// The compartment calls that thread `number` is in, one line each, the innermost first: "arena:
/// arena_run() (arena.cc:77)" is who called.
std::vector<std::string> callers_describe(uint32_t number, const Hart &hart,
                                          const Program &program);

/// "vault: vault_lend() (vault.cc:12), on thread 1 (vault.run)".
std::string heap_actor_describe(const HeapActor &actor, const Program &program);

} // namespace griotte::machine
