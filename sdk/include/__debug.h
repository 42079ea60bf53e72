// What crosses from code that logs to library `debug`: format arguments without their types, and
// the two calls. debug.hh and debug.h make these from typed arguments.
#ifndef DEBUG_FORMAT_H
#define DEBUG_FORMAT_H

#include <cdefs.h>
#include <stddef.h>
#include <stdint.h>

/// How an argument is written.
enum DebugFormatArgumentKind : ptraddr_t
{
    /// "true" or "false".
    DebugFormatArgumentBool,
    /// The character.
    DebugFormatArgumentCharacter,
    /// Decimal.
    DebugFormatArgumentSignedNumber32,
    /// Hexadecimal.
    DebugFormatArgumentUnsignedNumber32,
    /// Decimal.
    DebugFormatArgumentSignedNumber64,
    /// Hexadecimal.
    DebugFormatArgumentUnsignedNumber64,
    /// Decimal, nine digits.
    DebugFormatArgumentFloat,
    /// Decimal, nine digits.
    DebugFormatArgumentDouble,
    /// A capability with all its fields.
    DebugFormatArgumentPointer,
    /// As in a capability.
    DebugFormatArgumentPermissionSet,
    /// The characters.
    DebugFormatArgumentCString,
    /// The characters; the value is a pointer to a std::string_view.
    DebugFormatArgumentStringView,
};

/// 64 bits in a pointer: a number in one never has a tag.
static inline const volatile void *debug_value_of_bits(uint64_t bits)
{
#ifdef __CHERI_PURE_CAPABILITY__
    return __builtin_cheri_high_set(
        __builtin_cheri_address_set((const volatile void *)0, (ptraddr_t)bits),
        (ptraddr_t)(bits >> 32));
#else
    return (const volatile void *)(uintptr_t)bits;
#endif
}

/// The same for what fits into the address.
static inline const volatile void *debug_value_of_address(ptraddr_t number)
{
#ifdef __CHERI_PURE_CAPABILITY__
    return __builtin_cheri_address_set((const volatile void *)0, number);
#else
    return (const volatile void *)number;
#endif
}

/// What debug_value_of_bits was given.
static inline uint64_t debug_bits_of_value(const volatile void *value)
{
#ifdef __CHERI_PURE_CAPABILITY__
    return (uint64_t)__builtin_cheri_high_get((const void *)value) << 32 |
           __builtin_cheri_address_get((const void *)value);
#else
    return (uintptr_t)value;
#endif
}

#ifdef __cplusplus
struct DebugWriter;
class DebugValue;

/// Writes a value of a type that `debug` does not know.
using DebugCallback = void (*)(DebugValue, DebugWriter &);

/// A number, a pointer, or a function to write one with. CHERIoT RTOS has `uintptr_t` here, which
/// with our compiler is no more than an address.
class DebugValue
{
    const volatile void *value;

public:
    DebugValue() = default;
    DebugValue(const volatile void *pointer) : value(pointer) {}
    DebugValue(DebugCallback callback) : value(reinterpret_cast<const void *>(callback)) {}
    template <typename T>
        requires(__is_integral(T) || __is_enum(T))
    DebugValue(T number)
    {
        if constexpr (sizeof(T) <= sizeof(ptraddr_t)) {
            value = debug_value_of_address(static_cast<ptraddr_t>(number));
        } else {
            value = debug_value_of_bits(static_cast<uint64_t>(number));
        }
    }

    [[nodiscard]] const volatile void *pointer() const { return value; }
    [[nodiscard]] uint64_t bits() const { return debug_bits_of_value(value); }
    [[nodiscard]] DebugCallback callback() const
    {
        return reinterpret_cast<DebugCallback>(const_cast<void *>(value));
    }
    /// The number, or the address.
    operator uintptr_t() const { return static_cast<uintptr_t>(bits()); }
};
#endif

struct DebugFormatArgument
{
    /// What to write.
    __if_cxx(DebugValue) __if_c(const volatile void *) value;
    /// How: a DebugFormatArgumentKind, or if it has a tag a DebugCallback.
    __if_cxx(DebugValue) __if_c(const volatile void *) kind;
};

__BEGIN_DECLS
/// Writes a line: the context in colour, the format with each `{}` replaced by the next argument.
/// With interrupts disabled, so that lines stay whole.
void __cheri_libcall debug_log_message_write(const char *context, const char *format,
                                             struct DebugFormatArgument *arguments,
                                             size_t argumentCount);

/// Writes where what kind of condition ("Invariant", "Assertion") did not hold, and on the next
/// line the message.
void __cheri_libcall debug_report_failure(const char *kind, const char *file, const char *function,
                                          int line, const char *format,
                                          struct DebugFormatArgument *arguments,
                                          size_t argumentCount);
__END_DECLS

#endif
