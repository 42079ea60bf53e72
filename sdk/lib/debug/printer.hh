// The text of log messages. `Output` is where characters go: the UART, or a string in a test.
//
// Callers may have very little stack (a thread of 512 bytes can log), so numbers are written digit
// by digit, highest first, without buffers, and what needs more is kept out of the frames of what
// does not.
#ifndef DEBUG_PRINTER_HH
#define DEBUG_PRINTER_HH

#include "decimal_parts.hh"
#include <cheri.hh>
#include <debug/arguments.hh>

namespace debug {
/// The fields of a capability.
struct CapabilityFields
{
    uint32_t address;
    uint32_t base;
    uint32_t top;
    uint32_t length;
    uint32_t type;
    CHERI::PermissionSet permissions;
    bool isValid;
};

/// Whether a value is a pointer with its tag, and what a capability is made of. On the host nothing
/// is.
#ifdef __CHERI_PURE_CAPABILITY__
inline bool is_valid(const volatile void *pointer)
{
    return cheri_is_valid(pointer);
}
inline CapabilityFields fields_of(const volatile void *pointer)
{
    CHERI::Capability<const volatile void> capability{pointer};
    return {static_cast<ptraddr_t>(capability.address()),
            capability.base(),
            capability.top(),
            capability.length(),
            capability.type(),
            static_cast<CHERI::PermissionSet>(capability.permissions()),
            capability.is_valid()};
}
#else
inline bool is_valid(const volatile void *)
{
    return false;
}
inline CapabilityFields fields_of(const volatile void *pointer)
{
    return {static_cast<uint32_t>(debug_bits_of_value(pointer)),
            0,
            0,
            0,
            0,
            CHERI::PermissionSet::from_raw(0),
            false};
}
#endif

template <typename Output>
class Printer final : public DebugWriter
{
    Output output;

public:
    explicit Printer(Output theOutput = {}) : output(theOutput) {}

    void write(char character) override { output.write(character); }

    void write(const char *text) override
    {
        for (; *text != 0; text++) {
            output.write(*text);
        }
    }

    void write(std::string_view text) override
    {
        for (char character : text) {
            output.write(character);
        }
    }

    void write(uint32_t number) override
    {
        write("0x");
        write_digits(number, 1);
    }

    void write(uint64_t number) override
    {
        write("0x");
        uint32_t high = static_cast<uint32_t>(number >> 32);
        if (high != 0) {
            write_digits(high, 1);
        }
        // Without a high half the low one still has all its digits, as in CHERIoT RTOS.
        write_digits(static_cast<uint32_t>(number), 8);
    }

    void write(int32_t number) override
    {
        uint32_t magnitude = static_cast<uint32_t>(number);
        if (number < 0) {
            write('-');
            magnitude = 0 - magnitude;
        }
        write_decimal_digits(magnitude, 1);
    }

    void write(int64_t number) override
    {
        uint64_t magnitude = static_cast<uint64_t>(number);
        if (number < 0) {
            write('-');
            magnitude = 0 - magnitude;
        }
        write_long_decimal(magnitude);
    }

    void write_hex_byte(uint8_t byte) override { write_digits(byte, 1); }

    void write(float number) override
    {
        write_floating(__builtin_bit_cast(uint32_t, number), 23, 8);
    }

    void write(double number) override
    {
        write_floating(__builtin_bit_cast(uint64_t, number), 52, 11);
    }

    /// `G RWcgml Xa SU0`, a dash for what is missing.
    void write(CHERI::PermissionSet permissions)
    {
        // In the order of the text, a space where a permission's number cannot be.
        static constexpr char Letters[] = "G RWcgml Xa SU0";
        static constexpr uint8_t Numbers[] = {0, 255, 5, 2, 6, 1, 3, 4, 255, 8, 7, 255, 10, 9, 11};
        static_assert(sizeof(Letters) - 1 == sizeof(Numbers));
        for (unsigned i = 0; i < sizeof(Numbers); i++) {
            bool isShown = Numbers[i] == 255 || (permissions.as_raw() >> Numbers[i] & 1) != 0;
            write(isShown ? Letters[i] : '-');
        }
    }

    /// `0xADDR (v:1 0xBASE-0xTOP l:0xLEN o:0xOTYPE p: G RWcgml Xa SU0)`.
    __noinline void write(const CapabilityFields &capability)
    {
        write(capability.address);
        write(" (v:");
        write(capability.isValid ? '1' : '0');
        write(' ');
        write(capability.base);
        write('-');
        write(capability.top);
        write(" l:");
        write(capability.length);
        write(" o:");
        write(capability.type);
        write(" p: ");
        write(capability.permissions);
        write(')');
    }

    /// `format` with each `{}` replaced by the next argument. Without arguments it is written as it
    /// is.
    void format(const char *format, const DebugFormatArgument *arguments, size_t argumentCount)
    {
        if (argumentCount == 0) {
            write(format);
            return;
        }
        size_t next = 0;
        for (; *format != 0; format++) {
            if (format[0] != '{' || format[1] != '}') {
                write(*format);
                continue;
            }
            format++;
            if (next < argumentCount) {
                write(arguments[next++]);
            } else {
                write("<missing argument>");
            }
        }
    }

private:
    /// Hexadecimal, at least `least` digits.
    void write_digits(uint32_t number, int least)
    {
        for (int digit = 7; digit >= 0; digit--) {
            if (digit < least || number >> (digit * 4) != 0) {
                write("0123456789abcdef"[number >> (digit * 4) & 15]);
            }
        }
    }

    /// Decimal, at least `least` digits.
    void write_decimal_digits(uint32_t number, int least)
    {
        uint32_t power = 1'000'000'000;
        for (int digit = 9; digit >= 0; digit--) {
            if (digit < least || number >= power) {
                write(static_cast<char>('0' + number / power % 10));
            }
            power /= 10;
        }
    }

    /// Decimal, by subtraction: 64-bit division would be another library.
    __noinline void write_long_decimal(uint64_t number)
    {
        uint64_t power = 10'000'000'000'000'000'000ULL;
        bool hasBegun = false;
        for (int digit = 19; digit >= 0; digit--) {
            char character = '0';
            while (number >= power) {
                number -= power;
                character++;
            }
            hasBegun = hasBegun || character != '0' || digit == 0;
            if (hasBegun) {
                write(character);
            }
            // power / 10: 3/10 is 0.0100110011..., and the quotient is exact.
            power = multiply_high(power, 0xcccc'cccc'cccc'cccdULL) >> 3;
        }
    }

    __noinline void write_floating(uint64_t bits, int fractionBits, int exponentBits)
    {
        uint64_t exponentMask = ((uint64_t{1} << exponentBits) - 1) << fractionBits;
        uint64_t magnitude = bits & (exponentMask | ((uint64_t{1} << fractionBits) - 1));
        if (magnitude > exponentMask) {
            write("NaN");
            return;
        }
        bool isNegative = (bits >> (fractionBits + exponentBits)) != 0;
        if (isNegative && magnitude != 0) {
            write('-');
        }
        if (magnitude == exponentMask) {
            write("Infinity");
            return;
        }
        if (magnitude == 0) {
            write('0');
            return;
        }
        DecimalParts parts = decompose(number_of_bits(magnitude, fractionBits, exponentBits));
        write(static_cast<int32_t>(parts.integral));
        if (parts.decimal != 0) {
            write('.');
            write_decimal_digits(parts.decimal, parts.places);
        }
        if (parts.exponent != 0) {
            write('e');
            write(static_cast<int32_t>(parts.exponent));
        }
    }

    void write(const DebugFormatArgument &argument)
    {
        if (is_valid(argument.kind.pointer())) {
            argument.kind.callback()(argument.value, *this);
            return;
        }
        auto kind = static_cast<DebugFormatArgumentKind>(static_cast<ptraddr_t>(argument.kind));
        auto bits = argument.value.bits();
        const void *pointer = const_cast<const void *>(argument.value.pointer());
        switch (kind) {
        case DebugFormatArgumentBool:
            write(bits != 0 ? "true" : "false");
            break;
        case DebugFormatArgumentCharacter:
            write(static_cast<char>(bits));
            break;
        case DebugFormatArgumentSignedNumber32:
            write(static_cast<int32_t>(bits));
            break;
        case DebugFormatArgumentUnsignedNumber32:
            write(static_cast<uint32_t>(bits));
            break;
        case DebugFormatArgumentSignedNumber64:
            write(static_cast<int64_t>(bits));
            break;
        case DebugFormatArgumentUnsignedNumber64:
            write(bits);
            break;
        case DebugFormatArgumentFloat:
            write_floating(static_cast<uint32_t>(bits), 23, 8);
            break;
        case DebugFormatArgumentDouble:
            write_floating(bits, 52, 11);
            break;
        case DebugFormatArgumentPointer:
            write(fields_of(pointer));
            break;
        case DebugFormatArgumentPermissionSet:
            write(CHERI::PermissionSet::from_raw(static_cast<uint32_t>(bits)));
            break;
        case DebugFormatArgumentCString:
            write(static_cast<const char *>(pointer));
            break;
        case DebugFormatArgumentStringView:
            write(*static_cast<const std::string_view *>(pointer));
            break;
        default:
            write("<invalid argument kind>");
            break;
        }
    }
};

/// The line of debug_log_message_write.
template <typename Output>
void log_write(Printer<Output> &printer, const char *context, const char *format,
               const DebugFormatArgument *arguments, size_t argumentCount)
{
    printer.write("\x1b[35m");
    printer.write(context);
    printer.write("\x1b[0m: ");
    printer.format(format, arguments, argumentCount);
    printer.write('\n');
}

/// Where a failure is said to be.
struct FailurePlace
{
    const char *file;
    const char *function;
    int line;
};

/// The two lines of debug_report_failure.
template <typename Output>
void failure_write(Printer<Output> &printer, const char *kind, const FailurePlace &place,
                   const char *format, const DebugFormatArgument *arguments, size_t argumentCount)
{
    printer.write("\x1b[35m");
    printer.write(place.file);
    printer.write(':');
    printer.write(static_cast<int32_t>(place.line));
    printer.write("\x1b[31m ");
    printer.write(kind);
    printer.write(" failure\x1b[35m in ");
    printer.write(place.function);
    printer.write("\x1b[36m\n");
    printer.format(format, arguments, argumentCount);
    printer.write("\x1b[0m\n");
}
} // namespace debug

#endif
