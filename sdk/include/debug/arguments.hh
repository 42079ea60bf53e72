// Typed arguments of a log message as `DebugFormatArgument`s. A program teaches it a type by a
// specialisation of DebugFormatArgumentAdaptor.
#ifndef DEBUG_ARGUMENTS_HH
#define DEBUG_ARGUMENTS_HH

#include <__debug.h>
#include <cheri.hh>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <magic_enum/magic_enum.hpp>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace DebugConcepts {
template <typename T>
concept IsBool = std::is_same_v<T, bool>;

template <typename T>
concept IsEnum = std::is_enum_v<T>;

/// A condition worked out only where it is looked at.
template <typename T>
concept LazyAssertion = requires(T v) {
    { v() } -> IsBool;
};

template <typename T>
concept IsPointerButNotCString = std::is_pointer_v<T> && !std::is_same_v<T, const char *>;

template <typename T>
concept IsConvertibleToAddress = std::convertible_to<T, ptraddr_t> && !IsEnum<T>;

/// Stands for std::string without including it.
template <typename T>
concept IsString = requires(T v) {
    { v.c_str() } -> std::same_as<const char *>;
    v.append(v);
};
} // namespace DebugConcepts

/// What a DebugCallback writes to.
struct DebugWriter
{
    virtual void write(char) = 0;
    virtual void write(const char *) = 0;
    virtual void write(std::string_view) = 0;
    /// Hexadecimal, with 0x.
    virtual void write(uint32_t) = 0;
    /// Decimal.
    virtual void write(int32_t) = 0;
    /// Hexadecimal, with 0x.
    virtual void write(uint64_t) = 0;
    /// Decimal.
    virtual void write(int64_t) = 0;
    /// Hexadecimal, without 0x or a leading zero.
    virtual void write_hex_byte(uint8_t) = 0;
    virtual void write(float) = 0;
    virtual void write(double) = 0;

    template <std::integral T>
    __always_inline void write_hex(T x)
    {
        if constexpr (sizeof(T) <= 4) {
            write(static_cast<uint32_t>(x));
        } else {
            write(static_cast<uint64_t>(x));
        }
    }
    template <std::integral T>
    __always_inline void write_decimal(T x)
    {
        using Unsigned = std::make_unsigned_t<T>;
        if constexpr (sizeof(T) <= 4) {
            write(static_cast<int32_t>(static_cast<Unsigned>(x)));
        } else {
            write(static_cast<int64_t>(static_cast<Unsigned>(x)));
        }
    }
};

/// Writes an enumerator by its name and number.
template <DebugConcepts::IsEnum T>
void debug_enum_helper(DebugValue value, DebugWriter &writer)
{
    auto number = static_cast<uintptr_t>(value);
    writer.write(magic_enum::enum_name(static_cast<T>(number)));
    writer.write('(');
    writer.write(static_cast<uint32_t>(number));
    writer.write(')');
}

/// `construct` makes an argument of a T. What it points to must live until the call returns.
template <typename T>
struct DebugFormatArgumentAdaptor;

namespace DebugDetail {
/// An adaptor for what is converted to Number and written as Kind says.
template <typename T, typename Number, DebugFormatArgumentKind Kind>
struct NumberAdaptor
{
    __always_inline static DebugFormatArgument construct(T value)
    {
        return {static_cast<Number>(value), Kind};
    }
};
} // namespace DebugDetail

template <>
struct DebugFormatArgumentAdaptor<bool>
    : DebugDetail::NumberAdaptor<bool, uint32_t, DebugFormatArgumentBool>
{};
template <>
struct DebugFormatArgumentAdaptor<char>
    : DebugDetail::NumberAdaptor<char, uint32_t, DebugFormatArgumentCharacter>
{};
template <>
struct DebugFormatArgumentAdaptor<uint8_t>
    : DebugDetail::NumberAdaptor<uint8_t, uint32_t, DebugFormatArgumentUnsignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<uint16_t>
    : DebugDetail::NumberAdaptor<uint16_t, uint32_t, DebugFormatArgumentUnsignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<uint32_t>
    : DebugDetail::NumberAdaptor<uint32_t, uint32_t, DebugFormatArgumentUnsignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<uint64_t>
    : DebugDetail::NumberAdaptor<uint64_t, uint64_t, DebugFormatArgumentUnsignedNumber64>
{};
template <>
struct DebugFormatArgumentAdaptor<int8_t>
    : DebugDetail::NumberAdaptor<int8_t, int32_t, DebugFormatArgumentSignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<int16_t>
    : DebugDetail::NumberAdaptor<int16_t, int32_t, DebugFormatArgumentSignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<int32_t>
    : DebugDetail::NumberAdaptor<int32_t, int32_t, DebugFormatArgumentSignedNumber32>
{};
template <>
struct DebugFormatArgumentAdaptor<int64_t>
    : DebugDetail::NumberAdaptor<int64_t, int64_t, DebugFormatArgumentSignedNumber64>
{};

template <>
struct DebugFormatArgumentAdaptor<float>
{
    __always_inline static DebugFormatArgument construct(float value)
    {
        return {__builtin_bit_cast(uint32_t, value), DebugFormatArgumentFloat};
    }
};
template <>
struct DebugFormatArgumentAdaptor<double>
{
    __always_inline static DebugFormatArgument construct(double value)
    {
        return {__builtin_bit_cast(uint64_t, value), DebugFormatArgumentDouble};
    }
};

template <>
struct DebugFormatArgumentAdaptor<const char *>
{
    __always_inline static DebugFormatArgument construct(const char *value)
    {
        return {value, DebugFormatArgumentCString};
    }
};
template <>
struct DebugFormatArgumentAdaptor<std::string_view>
{
    __always_inline static DebugFormatArgument construct(std::string_view &value)
    {
        return {&value, DebugFormatArgumentStringView};
    }
};
template <DebugConcepts::IsString T>
struct DebugFormatArgumentAdaptor<T>
{
    __always_inline static DebugFormatArgument construct(T &value)
    {
        return DebugFormatArgumentAdaptor<const char *>::construct(value.c_str());
    }
};

/// By name and number; by number alone where CHERIOT_AVOID_CAPRELOCS says that code must do without
/// pointers to functions.
template <DebugConcepts::IsEnum T>
struct DebugFormatArgumentAdaptor<T>
{
    __always_inline static DebugFormatArgument construct(T value)
    {
#ifdef CHERIOT_AVOID_CAPRELOCS
        return {static_cast<uint32_t>(value), DebugFormatArgumentUnsignedNumber32};
#else
        return {static_cast<uint32_t>(value), &debug_enum_helper<T>};
#endif
    }
};

template <>
struct DebugFormatArgumentAdaptor<CHERI::PermissionSet>
{
    __always_inline static DebugFormatArgument construct(CHERI::PermissionSet value)
    {
        return {value.as_raw(), DebugFormatArgumentPermissionSet};
    }
};

template <>
struct DebugFormatArgumentAdaptor<std::nullptr_t>
{
    __always_inline static DebugFormatArgument construct(std::nullptr_t)
    {
        return {uint32_t{0}, DebugFormatArgumentPointer};
    }
};
template <DebugConcepts::IsPointerButNotCString T>
struct DebugFormatArgumentAdaptor<T>
{
    __always_inline static DebugFormatArgument construct(T value)
    {
        return {reinterpret_cast<const volatile void *>(value), DebugFormatArgumentPointer};
    }
};
#ifdef __CHERI_PURE_CAPABILITY__
template <typename T, bool Sealed>
struct DebugFormatArgumentAdaptor<CHERI::Capability<T, Sealed>>
{
    __always_inline static DebugFormatArgument construct(CHERI::Capability<T, Sealed> value)
    {
        return {static_cast<const volatile void *>(value), DebugFormatArgumentPointer};
    }
};
#endif

/// Whatever else is an address or can be one, such as `long`: as an unsigned number.
template <DebugConcepts::IsConvertibleToAddress T>
struct DebugFormatArgumentAdaptor<T>
{
    __always_inline static DebugFormatArgument construct(ptraddr_t value)
    {
        return {value, DebugFormatArgumentUnsignedNumber32};
    }
};

/// Fills `arguments` with `args`, which must live until the call that they are for.
template <typename... Args>
__always_inline inline void make_debug_arguments_list(DebugFormatArgument *arguments, Args &...args)
{
    size_t next = 0;
    ((arguments[next++] = DebugFormatArgumentAdaptor<std::remove_cvref_t<Args>>::construct(args)),
     ...);
}

#endif
