// Log messages and invariants as macros, for C and C++.
#ifndef DEBUG_H
#define DEBUG_H

#include <__debug.h>
#include <__macro_map.h>
#include <string.h>

#ifndef __cplusplus

/// One argument, by its type. Floating-point bits and integers of 64 bits fill the value, a smaller
/// integer is extended.
#define CHERIOT_DEBUG_MAP_ARGUMENT(x)                                                              \
    {_Generic((x),                                                                                 \
         float: debug_value_of_float,                                                              \
         double: debug_value_of_double,                                                            \
         _Bool: debug_value_of_bits,                                                               \
         char: debug_value_of_bits,                                                                \
         signed char: debug_value_of_bits,                                                         \
         unsigned char: debug_value_of_bits,                                                       \
         short: debug_value_of_bits,                                                               \
         unsigned short: debug_value_of_bits,                                                      \
         int: debug_value_of_bits,                                                                 \
         unsigned int: debug_value_of_bits,                                                        \
         long: debug_value_of_bits,                                                                \
         unsigned long: debug_value_of_bits,                                                       \
         long long: debug_value_of_bits,                                                           \
         unsigned long long: debug_value_of_bits,                                                  \
         default: debug_value_of_pointer)(x),                                                      \
     (const volatile void *)(ptraddr_t) _Generic((x),                                              \
         _Bool: DebugFormatArgumentBool,                                                           \
         char: DebugFormatArgumentCharacter,                                                       \
         signed char: DebugFormatArgumentSignedNumber32,                                           \
         unsigned char: DebugFormatArgumentUnsignedNumber32,                                       \
         short: DebugFormatArgumentSignedNumber32,                                                 \
         unsigned short: DebugFormatArgumentUnsignedNumber32,                                      \
         int: DebugFormatArgumentSignedNumber32,                                                   \
         unsigned int: DebugFormatArgumentUnsignedNumber32,                                        \
         long: DebugFormatArgumentSignedNumber32,                                                  \
         unsigned long: DebugFormatArgumentUnsignedNumber32,                                       \
         long long: DebugFormatArgumentSignedNumber64,                                             \
         unsigned long long: DebugFormatArgumentUnsignedNumber64,                                  \
         float: DebugFormatArgumentFloat,                                                          \
         double: DebugFormatArgumentDouble,                                                        \
         char *: DebugFormatArgumentCString,                                                       \
         const char *: DebugFormatArgumentCString,                                                 \
         default: DebugFormatArgumentPointer)}

/// All arguments, as the initialiser of an array of DebugFormatArgument.
#define CHERIOT_DEBUG_MAP_ARGUMENTS(...) CHERIOT_MAP_LIST(CHERIOT_DEBUG_MAP_ARGUMENT, __VA_ARGS__)

static inline const volatile void *debug_value_of_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return debug_value_of_bits(bits);
}

static inline const volatile void *debug_value_of_double(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return debug_value_of_bits(bits);
}

static inline const volatile void *debug_value_of_pointer(const volatile void *value)
{
    return value;
}

/// The two below without `do`; `call` is what to do with `arguments` and `argumentCount`.
#define CHERIOT_DEBUG_WITH_ARGUMENTS(call, ...)                                                    \
    struct DebugFormatArgument theArguments[] = {                                                  \
        __VA_OPT__(CHERIOT_DEBUG_MAP_ARGUMENTS(__VA_ARGS__), ){0, 0}};                             \
    const size_t theArgumentCount = sizeof(theArguments) / sizeof(theArguments[0]) - 1;            \
    call

#else
#include <debug.hh>

#define CHERIOT_DEBUG_WITH_ARGUMENTS(call, ...)                                                    \
    [&](auto... theArgs) {                                                                         \
        DebugFormatArgument theArguments[sizeof...(theArgs) + 1];                                  \
        const size_t theArgumentCount = sizeof...(theArgs);                                        \
        make_debug_arguments_list(theArguments, theArgs...);                                       \
        call;                                                                                      \
    }(__VA_ARGS__)
#endif

/// Writes a line: `context`, a string, in colour, then `msg` with each `{}` replaced by the next
/// argument.
#define CHERIOT_DEBUG_LOG(context, msg, ...)                                                       \
    do {                                                                                           \
        CHERIOT_DEBUG_WITH_ARGUMENTS(                                                              \
            debug_log_message_write(context, msg, theArguments, theArgumentCount), __VA_ARGS__);   \
    } while (0)

/// Traps if `condition` does not hold, and says so before.
#define CHERIOT_INVARIANT(condition, msg, ...)                                                     \
    do {                                                                                           \
        if (__predict_false(!(condition))) {                                                       \
            const char *theFunction = __func__;                                                    \
            CHERIOT_DEBUG_WITH_ARGUMENTS(debug_report_failure("Invariant", __FILE__, theFunction,  \
                                                              __LINE__, msg, theArguments,         \
                                                              theArgumentCount),                   \
                                         __VA_ARGS__);                                             \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

#endif
