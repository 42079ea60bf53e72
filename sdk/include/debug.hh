// Log messages, assertions and invariants in C++, in library `debug`, which alone has the UART.
//
//     using Debug = ConditionalDebug<DEBUG_FOO, "Foo">;
//     Debug::log("{} of {} bytes left", left, all);
//     Debug::Invariant(left <= all, "{} bytes left of {}", left, all);
//
// What is below the threshold leaves nothing in the image.
#ifndef DEBUG_HH
#define DEBUG_HH

#include <__debug.h>
#include <algorithm>
#include <cheri.hh>
#include <compare>
#include <compartment.h>
#include <cstddef>
#include <debug/arguments.hh>
#include <new>
#include <string.h>
#include <string>
#include <string_view>
#include <switcher.h>
#include <timeout.h>
#include <tuple>
#include <type_traits>
#if __has_include(<platform-uart.hh>)
#include <platform-uart.hh>
#endif

/// A timeout: what has passed and what remains of it, or its end.
template <>
struct DebugFormatArgumentAdaptor<TimeoutArgument>
{
    __always_inline static DebugFormatArgument construct(TimeoutArgument value)
    {
        return {value.is_relative() ? DebugValue{value.relativeTimeout}
                                    : DebugValue{value.absoluteTimeout},
                &print};
    }

private:
    static void print(DebugValue value, DebugWriter &writer)
    {
        auto *relative = static_cast<const volatile Timeout *>(value.pointer());
        if (cheri_is_valid(relative)) {
            writer.write("{ elapsed: ");
            writer.write(static_cast<uint32_t>(relative->elapsed));
            writer.write(", remaining: ");
            writer.write(static_cast<uint32_t>(relative->remaining));
            writer.write(" }");
        } else {
            writer.write(value.bits());
            writer.write(" cycles");
        }
    }
};

/// A string as a template argument: what stands in colour before each line.
template <size_t N>
struct DebugContext
{
    constexpr DebugContext(const char (&str)[N]) { std::copy_n(str, N, value); }
    constexpr operator const char *() const { return value; }
    /// Public because a template argument's members must be.
    char value[N];
};

/// Where something stands in the source, as std::source_location.
struct SourceLocation
{
    constexpr SourceLocation(int lineNumber, int columnNumber, const char *fileName,
                             const char *functionName)
        : lineNumber(lineNumber), columnNumber(columnNumber), fileName(fileName),
          functionName(functionName)
    {}

    /// Where this is called, or where what has it as a default argument is.
    static constexpr SourceLocation __always_inline
    current(int lineNumber = __builtin_LINE(), int columnNumber = __builtin_COLUMN(),
            const char *fileName = __builtin_FILE(),
            const char *functionName = __builtin_FUNCTION()) noexcept
    {
        return {lineNumber, columnNumber, fileName, functionName};
    }

    [[nodiscard]] __always_inline constexpr int line() const noexcept { return lineNumber; }
    [[nodiscard]] __always_inline constexpr int column() const noexcept { return columnNumber; }
    [[nodiscard]] __always_inline constexpr const char *file_name() const noexcept
    {
        return fileName;
    }
    [[nodiscard]] __always_inline constexpr const char *function_name() const noexcept
    {
        return functionName;
    }

private:
    int lineNumber;
    int columnNumber;
    const char *fileName;
    const char *functionName;
};

/// How bad it is.
enum class DebugLevel
{
    /// Good to know.
    Information,
    /// Something is wrong that whoever says so can deal with.
    Warning,
    /// Something is wrong for somebody; the rest of the system is not concerned.
    Error,
    /// Something that others share is broken.
    Critical,
    /// As a threshold: say nothing.
    None,
};

constexpr std::strong_ordering operator<=>(const DebugLevel level, const DebugLevel threshold)
{
    return static_cast<int>(level) <=> static_cast<int>(threshold);
}

/// A threshold; `true` is Information and `false` None.
struct DebugLevelTemplateArgument
{
    const DebugLevel Value;
    consteval DebugLevelTemplateArgument(bool enabled)
        : Value(enabled ? DebugLevel::Information : DebugLevel::None)
    {}
    consteval DebugLevelTemplateArgument(DebugLevel level) : Value(level) {}
    consteval operator DebugLevel() const { return Value; }
};

/// What a component says, and what it checks. Messages from `Threshold` on are written. Assertions
/// are checked with `EnableAssertions`; invariants always, and say what is wrong with
/// `VerboseInvariants`. By default both hold up to the threshold Warning.
template <DebugLevelTemplateArgument Threshold, DebugContext Context,
          bool EnableAssertions = (Threshold <= DebugLevel::Warning),
          bool VerboseInvariants = (Threshold <= DebugLevel::Warning)>
class ConditionalDebug
{
    template <DebugLevel Level>
    static constexpr bool IsWritten = [] {
        static_assert(Level != DebugLevel::None,
                      "None is a threshold, no message is at that level");
        return Level >= Threshold;
    }();

public:
    /// Writes a line with each `{}` in `fmt` replaced by the next argument.
    template <DebugLevel Level = DebugLevel::Information>
    static void log(const char *fmt, auto... args)
    {
        if constexpr (IsWritten<Level>) {
            // Around the message, memory is as the program has it.
            __asm__ volatile("" ::: "memory");
            const char *context = Context;
            if constexpr (sizeof...(args) == 0) {
                debug_log_message_write(context, fmt, nullptr, 0);
            } else {
                DebugFormatArgument arguments[sizeof...(args)];
                make_debug_arguments_list(arguments, args...);
                debug_log_message_write(context, fmt, arguments, sizeof...(args));
            }
            __asm__ volatile("" ::: "memory");
        }
    }

    /// Writes a line if `condition` holds, which may be a function that says so; it is not called
    /// when the level is below the threshold.
    template <DebugLevel Level = DebugLevel::Information>
    static __always_inline void log_if(bool condition, const char *fmt, auto... args)
    {
        if constexpr (IsWritten<Level>) {
            if (condition) {
                log<Level>(fmt, args...);
            }
        }
    }
    template <DebugLevel Level = DebugLevel::Information, DebugConcepts::LazyAssertion Condition>
    static __always_inline void log_if(Condition condition, const char *fmt, auto... args)
    {
        if constexpr (IsWritten<Level>) {
            if (condition()) {
                log<Level>(fmt, args...);
            }
        }
    }

    /// Writes where something failed, and the message. The place comes in pieces: as a
    /// SourceLocation it would be built on the stack of whoever checks.
    template <typename... Args>
    static inline void report_failure(const char *kind, const char *file, const char *function,
                                      int line, const char *fmt, Args... args)
    {
        if constexpr (sizeof...(Args) == 0) {
            debug_report_failure(kind, file, function, line, fmt, nullptr, 0);
        } else {
            DebugFormatArgument arguments[sizeof...(Args)];
            make_debug_arguments_list(arguments, args...);
            debug_report_failure(kind, file, function, line, fmt, arguments, sizeof...(Args));
        }
    }

    /// `Debug::Invariant(condition, "message {}", argument...)`: always checked; ends in a trap.
    template <typename... Args>
    struct Invariant
    {
        __always_inline Invariant(bool condition, const char *fmt, Args... args,
                                  SourceLocation loc = SourceLocation::current())
        {
            if (__predict_false(!condition)) {
                if constexpr (VerboseInvariants) {
                    report_failure("Invariant", loc.file_name(), loc.function_name(), loc.line(),
                                   fmt, std::forward<Args>(args)...);
                }
                __builtin_trap();
            }
        }
    };

    /// `Debug::Assert(condition, "message {}", argument...)`: checked with EnableAssertions; ends
    /// in a trap. A condition with effects, or a dear one, goes into a lambda, which is called only
    /// then.
    template <typename... Args>
    struct Assert
    {
        template <typename T>
            requires DebugConcepts::IsBool<T>
        __always_inline Assert(T condition, const char *fmt, Args... args,
                               SourceLocation loc = SourceLocation::current())
        {
            if constexpr (EnableAssertions) {
                check(condition, loc, fmt, std::forward<Args>(args)...);
            }
        }

        template <typename T>
            requires DebugConcepts::LazyAssertion<T>
        __always_inline Assert(T &&condition, const char *fmt, Args... args,
                               SourceLocation loc = SourceLocation::current())
        {
            if constexpr (EnableAssertions) {
                check(condition(), loc, fmt, std::forward<Args>(args)...);
            }
        }

    private:
        __always_inline static void check(bool condition, SourceLocation loc, const char *fmt,
                                          Args... args)
        {
            if (__predict_false(!condition)) {
                report_failure("Assertion", loc.file_name(), loc.function_name(), loc.line(), fmt,
                               std::forward<Args>(args)...);
                __builtin_trap();
            }
        }
    };

    // These let the two classes above be written as calls.
    template <typename T, typename... Ts>
    Invariant(T, const char *, Ts &&...) -> Invariant<Ts...>;
    template <typename... Ts>
    Assert(bool, const char *, Ts &&...) -> Assert<Ts...>;
    template <typename... Ts>
    Assert(auto, const char *, Ts &&...) -> Assert<Ts...>;

    /// As Invariant and Assert, with the arguments in a tuple, where those cannot be deduced.
    template <typename T, typename... Args>
    __always_inline static void invariant(T condition, const char *fmt,
                                          std::tuple<Args...> args = std::make_tuple(),
                                          SourceLocation loc = SourceLocation::current())
    {
        std::apply(
            [&](Args... each) {
                Invariant<Args...>(condition, fmt, std::forward<Args>(each)..., loc);
            },
            args);
    }
    template <typename T, typename... Args>
    __always_inline static void assertion(T condition, const char *fmt,
                                          std::tuple<Args...> args = std::make_tuple(),
                                          SourceLocation loc = SourceLocation::current())
    {
        std::apply(
            [&](Args... each) {
                Assert<Args...>(condition, fmt, std::forward<Args>(each)..., loc);
            },
            args);
    }
};

#include <debug/stack_usage.hh>

#endif
