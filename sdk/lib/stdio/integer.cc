// Integers, characters, strings and pointers.
#include "format.hh"
#include <address.h>
#include <string.h>

namespace stdio {
namespace {

constexpr int MostDigits = 64; // binary

/// Digits of a number, written from the end of a buffer.
class Digits
{
public:
    Digits(uint64_t value, char letter)
    {
        switch (letter) {
        case 'x':
        case 'X':
            by_bits(value, 4, letter == 'X' ? "0123456789ABCDEF" : "0123456789abcdef");
            break;
        case 'o':
            by_bits(value, 3, "01234567");
            break;
        case 'b':
        case 'B':
            by_bits(value, 1, "01");
            break;
        default:
            by_ten(value);
        }
    }
    const char *begin() const { return &buffer[first]; }
    size_t length() const { return MostDigits - first; }

private:
    void by_bits(uint64_t value, int bits, const char *digits)
    {
        for (; value != 0; value >>= bits) {
            buffer[--first] = digits[value & ((1U << bits) - 1)];
        }
    }
    /// Nine digits at a time, so that most divisions are of words.
    void by_ten(uint64_t value)
    {
        constexpr uint32_t Billion = 1'000'000'000;
        while (value > 0xffffffff) {
            uint64_t rest = value / Billion;
            auto low = static_cast<uint32_t>(value - rest * Billion);
            for (int i = 0; i < 9; i++) {
                buffer[--first] = static_cast<char>('0' + low % 10);
                low /= 10;
            }
            value = rest;
        }
        for (auto low = static_cast<uint32_t>(value); low != 0; low /= 10) {
            buffer[--first] = static_cast<char>('0' + low % 10);
        }
    }

    char buffer[MostDigits];
    size_t first = MostDigits;
};

} // namespace

void integer_format(Output &output, const Conversion &conversion, uint64_t magnitude,
                    bool isNegative)
{
    Digits digits(magnitude, conversion.letter);
    auto length = static_cast<int64_t>(digits.length());
    int64_t zeros = (conversion.precision < 0 ? 1 : conversion.precision) - length;
    char prefix[2];
    size_t prefixLength = 0;
    switch (conversion.letter) {
    case 'd':
    case 'i':
        prefix[0] = conversion.sign_for(isNegative);
        prefixLength = prefix[0] != '\0';
        break;
    case 'o':
        // `#` asks for a leading zero, which a precision may have given already.
        if (conversion.isAlternate && zeros <= 0 && (magnitude != 0 || conversion.precision == 0)) {
            zeros = 1;
        }
        break;
    case 'u':
        break;
    default:
        if (conversion.isAlternate && magnitude != 0) {
            prefix[0] = '0';
            prefix[1] = conversion.letter;
            prefixLength = 2;
        }
    }
    zeros = zeros < 0 ? 0 : zeros;
    Field field(output, conversion, prefix, prefixLength, zeros + length, conversion.precision < 0);
    output.fill('0', zeros);
    output.write(digits.begin(), digits.length());
}

void string_format(Output &output, const Conversion &conversion, const char *text)
{
    if (text == nullptr) {
        text = "(null)";
    }
    size_t length = conversion.precision < 0
                        ? strlen(text)
                        : strnlen(text, static_cast<size_t>(conversion.precision));
    Field field(output, conversion, nullptr, 0, static_cast<int64_t>(length), false);
    output.write(text, length);
}

void character_format(Output &output, const Conversion &conversion, char character)
{
    Field field(output, conversion, nullptr, 0, 1, false);
    output.put(character);
}

#ifdef __CHERI_PURE_CAPABILITY__
namespace {

void hexadecimal_put(Output &output, const char *before, uint32_t value)
{
    output.write(before, strlen(before));
    output.write("0x", 2);
    Digits digits(value, 'x');
    output.fill('0', digits.length() == 0);
    output.write(digits.begin(), digits.length());
}

/// `0xADDR (v:1 0xBASE-0xTOP l:0xLEN o:0xOTYPE p: G RWcgml Xa SU0)`, a `-` for what is missing.
void capability_put(Output &output, const void *pointer)
{
    struct Letter
    {
        uint32_t bit;
        char letter;
    };
    // Bits as CHERIoT numbers permissions; 0 is a space.
    static constexpr Letter Letters[] = {
        {1 << 0, 'G'}, {0, ' '},      {1 << 5, 'R'},  {1 << 2, 'W'}, {1 << 6, 'c'},
        {1 << 1, 'g'}, {1 << 3, 'm'}, {1 << 4, 'l'},  {0, ' '},      {1 << 8, 'X'},
        {1 << 7, 'a'}, {0, ' '},      {1 << 10, 'S'}, {1 << 9, 'U'}, {1 << 11, '0'},
    };
    hexadecimal_put(output, "", address_of(pointer));
    output.write(__builtin_cheri_tag_get(pointer) ? " (v:1 " : " (v:0 ", 6);
    hexadecimal_put(output, "", __builtin_cheri_base_get(pointer));
    hexadecimal_put(output, "-", __builtin_cheri_top_get(pointer));
    hexadecimal_put(output, " l:", __builtin_cheri_length_get(pointer));
    hexadecimal_put(output, " o:", __builtin_cheri_type_get(pointer));
    output.write(" p: ", 4);
    uint32_t permissions = __builtin_cheri_perms_get(pointer);
    for (const Letter &entry : Letters) {
        output.put(entry.bit == 0 || (permissions & entry.bit) != 0 ? entry.letter : '-');
    }
    output.put(')');
}

} // namespace
#endif

void pointer_format(Output &output, const Conversion &conversion, const void *pointer)
{
#ifdef __CHERI_PURE_CAPABILITY__
    if (conversion.isAlternate) {
        capability_put(output, pointer);
        return;
    }
#endif
    Digits digits(address_of(pointer), 'x');
    size_t zeros = digits.length() == 0;
    Field field(output, conversion, "0x", 2, static_cast<int64_t>(zeros + digits.length()), true);
    output.fill('0', static_cast<int64_t>(zeros));
    output.write(digits.begin(), digits.length());
}

} // namespace stdio
