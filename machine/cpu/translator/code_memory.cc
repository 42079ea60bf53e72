#include "machine/cpu/translator/code_memory.h"

#include <asmjit/core.h>

namespace griotte::machine::translator {

CodeMemory::CodeMemory()
{
    asmjit::VirtMem::DualMapping mapping{};
    if (asmjit::VirtMem::allocDualMapping(
            &mapping, Size, asmjit::VirtMem::MemoryFlags::kAccessRWX) == asmjit::kErrorOk)
    {
        executable = static_cast<uint8_t *>(mapping.rx);
        writable = static_cast<uint8_t *>(mapping.rw);
    }
}

CodeMemory::~CodeMemory()
{
    if (executable != nullptr) {
        asmjit::VirtMem::DualMapping mapping{executable, writable};
        asmjit::VirtMem::releaseDualMapping(&mapping, Size);
    }
}

uint8_t *CodeMemory::take(size_t size)
{
    constexpr size_t Alignment = 16;
    uint8_t *const result = writable + used;
    used = (used + size + Alignment - 1) / Alignment * Alignment;
    return result;
}

} // namespace griotte::machine::translator
