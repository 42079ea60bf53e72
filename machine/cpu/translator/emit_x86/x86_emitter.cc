// Entering and leaving translated code, and turning its jumps.
#include "machine/cpu/translator/emit_x86/x86_emitter.h"

#include <cassert>
#include <cstring>

#include "machine/cpu/translator/emit_x86/block_emitter.h"

namespace griotte::machine::translator {

std::unique_ptr<Emitter> Emitter::create(Hart &hart, CodeMemory &memory)
{
    return std::make_unique<x86::X86Emitter>(hart, memory);
}

namespace x86 {

namespace {

constexpr std::array<host::Gp, 6> CalleeSaved = {host::rbx, host::rbp, host::r12,
                                                 host::r13, host::r14, host::r15};

/// Writes what the assembler has to the front of the free code memory.
void code_place(asmjit::CodeHolder &holder, CodeMemory &memory)
{
    [[maybe_unused]] asmjit::Error error = holder.flatten();
    error |= holder.resolveUnresolvedLinks();
    error |= holder.relocateToBase(reinterpret_cast<uintptr_t>(memory.next()));
    const size_t size = holder.codeSize();
    error |= holder.copyFlattenedData(memory.take(size), size);
    assert(error == asmjit::kErrorOk);
}

/// Puts `target` in the displacement that ends at `end`.
void displacement_write(CodeMemory &memory, const uint8_t *end, const uint8_t *target)
{
    const auto displacement = static_cast<int32_t>(target - end);
    std::memcpy(memory.writable_of(end) - sizeof displacement, &displacement, sizeof displacement);
}

void pinned_store(host::Assembler &a, const HartLayout &layout)
{
    for (const Pinned &entry : PinnedRegisters) {
        a.mov(layout.address(entry.guest), entry.host);
    }
    a.mov(layout.memory(&layout.state().remaining, 8), StepsLeft);
}

void pinned_load(host::Assembler &a, const HartLayout &layout)
{
    for (const Pinned &entry : PinnedRegisters) {
        a.mov(entry.host, layout.address(entry.guest));
    }
    a.mov(StepsLeft, layout.memory(&layout.state().remaining, 8));
}

} // namespace

X86Emitter::X86Emitter(Hart &hart, CodeMemory &theMemory) : layout(hart), memory(theMemory)
{
    thunks_emit();
    memory.keep();
}

void X86Emitter::thunks_emit()
{
    const uint8_t *const base = memory.next();
    holder.init(asmjit::Environment::host(), reinterpret_cast<uintptr_t>(base));
    host::Assembler a(&holder);
    const asmjit::Label enterLabel = a.newLabel();
    const asmjit::Label exitLabel = a.newLabel();
    const asmjit::Label slowLabel = a.newLabel();

    // const ExitSite *enter(base, code)
    a.bind(enterLabel);
    for (const host::Gp &saved : CalleeSaved) {
        a.push(saved);
    }
    a.sub(host::rsp, 8); // calls from translated code find the stack aligned
    a.mov(HartBase, host::rdi);
    a.mov(host::rax, host::rsi);
    a.mov(MemoryBase, layout.memory(&layout.state().memory, 8));
    pinned_load(a, layout);
    a.jmp(host::rax);

    a.bind(exitLabel);
    pinned_store(a, layout);
    a.add(host::rsp, 8);
    for (auto saved = CalleeSaved.rbegin(); saved != CalleeSaved.rend(); ++saved) {
        a.pop(*saved);
    }
    a.ret();

    a.bind(slowLabel);
    pinned_store(a, layout);
    a.mov(host::rdi, layout.memory(&layout.state().runtime, 8));
    a.mov(host::rsi, host::rax);
    a.call(layout.memory(&layout.state().slow, 8));
    pinned_load(a, layout);
    a.jmp(host::rax);

    const asmjit::Label findLabel = a.newLabel();
    a.bind(findLabel);
    decoded_find_emit(a, layout);

    thunks = {.enter = base + holder.labelOffset(enterLabel),
              .exit = base + holder.labelOffset(exitLabel),
              .slow = base + holder.labelOffset(slowLabel),
              .find = base + holder.labelOffset(findLabel)};
    code_place(holder, memory);
    holder.reset();
}

// The sanitizer would look for a function's type in front of code that has none.
[[clang::no_sanitize("function")]] const ExitSite *X86Emitter::enter(const uint8_t *code)
{
    using Function = const ExitSite *(*)(void *base, const uint8_t *code);
    return reinterpret_cast<Function>(const_cast<uint8_t *>(thunks.enter))(layout.base_pointer(),
                                                                           code);
}

void X86Emitter::emit(const Block &block, TranslatedBlock &translated, Sites &sites)
{
    const uint8_t *const base = memory.next();
    holder.init(asmjit::Environment::host(), reinterpret_cast<uintptr_t>(base));
    BlockEmitter emitter(holder, layout, thunks, block, translated, sites);
    emitter.emit();
    emitter.places_note(base);
    code_place(holder, memory);
    holder.reset();
}

const uint8_t *X86Emitter::exit_emit(const ExitSite &site)
{
    const uint8_t *const base = memory.next();
    holder.init(asmjit::Environment::host(), reinterpret_cast<uintptr_t>(base));
    host::Assembler a(&holder);
    a.mov(host::rax, reinterpret_cast<uintptr_t>(&site));
    a.jmp(reinterpret_cast<uintptr_t>(thunks.exit));
    code_place(holder, memory);
    holder.reset();
    return base;
}

void X86Emitter::exit_link(const ExitSite &site, const uint8_t *code)
{
    displacement_write(memory, site.patch, code);
}

void X86Emitter::entry_turn(const TranslatedBlock &block, const uint8_t *code)
{
    // Every block begins with more bytes than a jump has, and nobody is between them.
    constexpr uint8_t JumpOpcode = 0xe9;
    constexpr size_t JumpSize = 5;
    *memory.writable_of(block.entry) = JumpOpcode;
    displacement_write(memory, block.entry + JumpSize, code);
}

} // namespace x86
} // namespace griotte::machine::translator
