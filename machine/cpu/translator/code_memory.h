// The memory translated code lies in: a fixed amount, handed out from the front.
//
// It is mapped twice, writable here and executable there, so that no page is ever both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace griotte::machine::translator {

class CodeMemory
{
public:
    /// All jumps inside have 32-bit displacements.
    static constexpr size_t Size = size_t{32} << 20;

    CodeMemory();
    ~CodeMemory();
    CodeMemory(const CodeMemory &) = delete;
    CodeMemory &operator=(const CodeMemory &) = delete;

    /// False: the host gave none.
    [[nodiscard]] bool is_mapped() const { return executable != nullptr; }
    /// Where the next code will lie when it executes.
    [[nodiscard]] const uint8_t *next() const { return executable + used; }
    [[nodiscard]] size_t room() const { return Size - used; }
    /// Room for `size` bytes at next(), to be written through what is returned.
    uint8_t *take(size_t size);
    /// What `code` is written through.
    [[nodiscard]] uint8_t *writable_of(const uint8_t *code) const
    {
        return writable + (code - executable);
    }
    [[nodiscard]] const uint8_t *executable_of(const uint8_t *code) const
    {
        return executable + (code - writable);
    }
    /// Everything taken from now on may be given back together.
    void keep() { kept = used; }
    void give_back() { used = kept; }

private:
    uint8_t *executable = nullptr;
    uint8_t *writable = nullptr;
    size_t used = 0;
    size_t kept = 0;
};

} // namespace griotte::machine::translator
