// Decoding and printing, driven by the generated tables.
//
// An encoding matches when its fixed bits do and its operands are allowed: a zero where the record
// says non-zero, or a register its class leaves out, means another encoding is meant. Encodings are
// in order of length, hints last, most fixed bits first.
#include "isa/instruction.h"

#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace griotte::isa {

namespace {

enum class Role : uint8_t
{
    Rd,
    Rs1,
    Rs2,
    Immediate,
    Predecessor,
    Successor,
};

enum class Print : uint8_t
{
    Integer,
    Capability,
    Signed,
    Upper,
    Target,
    Csr,
    Scr,
    FenceSet,
    HintRegister,
};

struct Run
{
    uint8_t from;
    uint8_t to;
    uint8_t width;
};

struct OperandField
{
    Role role;
    Print print;
    bool isRegister;
    bool isFixed;
    bool isSigned;
    bool isNonZero;
    uint8_t width;
    uint8_t bias;
    uint8_t shift;
    uint8_t forbidden; // bit n: register n is not allowed
    int32_t fixed;
    uint8_t runCount;
    std::array<Run, 8> runs;
};

struct Encoding
{
    uint32_t mask;
    uint32_t match;
    uint8_t length;
    uint8_t opcode;
    uint8_t rv32Opcode;
    bool isCheriot;
    bool isRv32;
    uint16_t firstOperand;
    uint8_t operandCount;
    /// Hints only: how the encoding is written.
    const char *hintText;
};

struct Condition
{
    bool isWanted;
    int32_t value;
};

/// One way to write an opcode, for operands that meet the conditions.
struct Text
{
    bool isCheriot;
    bool isRv32;
    std::array<Condition, 3> conditions;
    const char *text;
};

#include "isa/decode_tables.inc"

struct SystemRegisterName
{
    uint32_t number;
    std::string_view name;
};

constexpr SystemRegisterName CsrNames[] = {
#define CSR(name, number) {number, #name},
#define SCR(name, number)
#include "isa/system_registers.inc"
#undef CSR
#undef SCR
};
constexpr SystemRegisterName ScrNames[] = {
#define CSR(name, number)
#define SCR(name, number) {number, #name},
#include "isa/system_registers.inc"
#undef CSR
#undef SCR
};

constexpr std::array<std::string_view, 32> RegisterNames = {
    "zero", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
    "a1",   "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
    "s6",   "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6"};

constexpr size_t OperandLimit = 3;
using Values = std::array<int32_t, OperandLimit>;

constexpr size_t BucketCount = 32;

/// Encodings that share the bits which tell most instructions apart: the major opcode, or the
/// quadrant and the top three bits of a compressed one.
size_t bucket_of(uint32_t word)
{
    return (word & 3) == 3 ? (word >> 2) & 31 : ((word >> 11) & 0b11100) | (word & 3);
}
constexpr uint32_t FullBucketMask = 0x7f;
constexpr uint32_t CompressedBucketMask = 0xe003;

struct Buckets
{
    std::array<std::vector<const Encoding *>, BucketCount> full;
    std::array<std::vector<const Encoding *>, BucketCount> compressed;

    Buckets()
    {
        for (const Encoding &encoding : Encodings) {
            // Every encoding fixes all the bits its bucket is chosen by.
            (encoding.length == 4 ? full : compressed)[bucket_of(encoding.match)].push_back(
                &encoding);
        }
    }
};

static_assert([] {
    for (const Encoding &encoding : Encodings) {
        const uint32_t needed = encoding.length == 4 ? FullBucketMask : CompressedBucketMask;
        if ((encoding.mask & needed) != needed || encoding.operandCount > OperandLimit) {
            return false;
        }
    }
    return true;
}());

/// The operand's value in `word`; nothing when the record does not allow it.
std::optional<int32_t> operand_read(const OperandField &field, uint32_t word, uint32_t registers)
{
    if (field.isFixed) {
        return field.fixed;
    }
    uint32_t value = 0;
    for (unsigned index = 0; index < field.runCount; index++) {
        const Run &run = field.runs[index];
        value |= ((word >> run.from) & ((1u << run.width) - 1)) << run.to;
    }
    if (field.isNonZero && value == 0) {
        return std::nullopt;
    }
    if (field.isRegister) {
        value += field.bias;
        if (value < 8 && ((field.forbidden >> value) & 1) != 0) {
            return std::nullopt;
        }
        if (value >= registers) {
            return std::nullopt;
        }
    }
    if (!field.isRegister && field.isSigned) {
        const unsigned unused = 32u - field.width;
        return static_cast<int32_t>(value << unused) >> unused;
    }
    return static_cast<int32_t>(value);
}

struct Match
{
    const Encoding *encoding = nullptr;
    Values values{};
};

std::span<const OperandField> operands_of(const Encoding &encoding)
{
    return {OperandFields + encoding.firstOperand, encoding.operandCount};
}

Match match_find(uint32_t word, Mode mode)
{
    static const Buckets TheBuckets;
    const bool isCompressed = (word & 3) != 3;
    const uint32_t bits = isCompressed ? word & 0xffff : word;
    const uint32_t registers = mode == Mode::Rv32i ? 32 : 16;
    const auto &buckets = isCompressed ? TheBuckets.compressed : TheBuckets.full;
    for (const Encoding *encoding : buckets[bucket_of(bits)]) {
        const bool isInMode = mode == Mode::Cheriot ? encoding->isCheriot : encoding->isRv32;
        if ((bits & encoding->mask) != encoding->match || !isInMode) {
            continue;
        }
        Match result{encoding, {}};
        bool isAllowed = true;
        size_t index = 0;
        for (const OperandField &field : operands_of(*encoding)) {
            const auto value = operand_read(field, bits, registers);
            if (!value.has_value()) {
                isAllowed = false;
                break;
            }
            result.values[index++] = *value;
        }
        if (isAllowed) {
            return result;
        }
    }
    return {};
}

std::string_view name_find(std::span<const SystemRegisterName> names, uint32_t number)
{
    for (const SystemRegisterName &entry : names) {
        if (entry.number == number) {
            return entry.name;
        }
    }
    return {};
}

std::optional<uint32_t> number_find(std::span<const SystemRegisterName> names,
                                    std::string_view name)
{
    for (const SystemRegisterName &entry : names) {
        if (entry.name == name) {
            return entry.number;
        }
    }
    return std::nullopt;
}

std::string operand_print(const OperandField &field, int32_t value, uint32_t pc, Mode mode)
{
    const auto number = static_cast<uint32_t>(value);
    switch (field.print) {
    case Print::Integer:
        return std::string(RegisterNames[number]);
    case Print::Capability:
        if (mode != Mode::Cheriot) {
            return std::string(RegisterNames[number]);
        }
        return number == 0 ? "cnull" : fmt::format("c{}", RegisterNames[number]);
    case Print::Signed:
        break;
    case Print::Upper:
        return fmt::format("{}", number & 0xfffff);
    case Print::Target:
        return fmt::format("0x{:x}", pc + number);
    case Print::Csr:
    case Print::Scr: {
        const auto name = field.print == Print::Csr ? csr_name(number) : scr_name(number);
        return name.empty() ? fmt::format("{}", number) : std::string(name);
    }
    case Print::FenceSet: {
        std::string set;
        for (const auto &[bit, letter] :
             {std::pair(8u, 'i'), std::pair(4u, 'o'), std::pair(2u, 'r'), std::pair(1u, 'w')})
        {
            if ((number & bit) != 0) {
                set += letter;
            }
        }
        return set.empty() ? "0" : set;
    }
    case Print::HintRegister:
        return number < 16 ? std::string(RegisterNames[number]) : fmt::format("x{}", number);
    }
    return fmt::format("{}", value);
}

std::string text_fill(const char *text, const Match &match, uint32_t pc, Mode mode)
{
    const auto fields = operands_of(*match.encoding);
    std::string result;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '%') {
            at++;
            const auto index = static_cast<size_t>(*at - '0');
            result += operand_print(fields[index], match.values[index], pc, mode);
        } else {
            result += *at;
        }
    }
    return result;
}

bool text_fits(const Text &text, const Match &match)
{
    for (size_t index = 0; index < OperandLimit; index++) {
        if (text.conditions[index].isWanted && text.conditions[index].value != match.values[index])
        {
            return false;
        }
    }
    return true;
}

} // namespace

Instruction decode(uint32_t word, Mode mode)
{
    Instruction result;
    result.length = (word & 3) == 3 ? 4 : 2;
    const Match match = match_find(word, mode);
    if (match.encoding == nullptr) {
        return result;
    }
    if (match.encoding->hintText != nullptr) {
        result.opcode = Opcode::ADDI; // to register zero: nothing happens
        return result;
    }
    result.opcode = static_cast<Opcode>(mode == Mode::Cheriot ? match.encoding->opcode
                                                              : match.encoding->rv32Opcode);
    size_t index = 0;
    for (const OperandField &field : operands_of(*match.encoding)) {
        const int32_t value = match.values[index++];
        const auto number = static_cast<uint8_t>(value);
        switch (field.role) {
        case Role::Rd:
            result.rd = number;
            break;
        case Role::Rs1:
            result.rs1 = number;
            break;
        case Role::Rs2:
            result.rs2 = number;
            break;
        case Role::Immediate:
            result.immediate = static_cast<int32_t>(static_cast<uint32_t>(value) << field.shift);
            break;
        case Role::Predecessor:
            result.immediate |= value << 4;
            break;
        case Role::Successor:
            result.immediate |= value;
            break;
        }
    }
    return result;
}

namespace {

/// `word` with `operand` in the field of `role`.
uint32_t operand_replace(uint32_t word, Role role, int32_t operand, Mode mode)
{
    const Match match = match_find(word, mode);
    if (match.encoding == nullptr) {
        return word;
    }
    for (const OperandField &field : operands_of(*match.encoding)) {
        if (field.role != role || field.isFixed) {
            continue;
        }
        const auto value = static_cast<uint32_t>(operand >> field.shift);
        for (unsigned index = 0; index < field.runCount; index++) {
            const Run &run = field.runs[index];
            const uint32_t mask = (1u << run.width) - 1;
            word &= ~(mask << run.from);
            word |= ((value >> run.to) & mask) << run.from;
        }
    }
    return word;
}

} // namespace

uint32_t immediate_replace(uint32_t word, int32_t immediate, Mode mode)
{
    return operand_replace(word, Role::Immediate, immediate, mode);
}

uint32_t rs1_replace(uint32_t word, uint32_t number, Mode mode)
{
    return operand_replace(word, Role::Rs1, static_cast<int32_t>(number), mode);
}

std::string disassemble(uint32_t word, uint32_t pc, Mode mode)
{
    const Match match = match_find(word, mode);
    if (match.encoding == nullptr) {
        return (word & 0xffff) == 0 ? "unimp" : "<unknown>";
    }
    if (match.encoding->hintText != nullptr) {
        return text_fill(match.encoding->hintText, match, pc, mode);
    }
    const bool isCheriot = mode == Mode::Cheriot;
    const size_t opcode = isCheriot ? match.encoding->opcode : match.encoding->rv32Opcode;
    for (size_t index = TextStarts[opcode]; index < TextStarts[opcode + 1]; index++) {
        const Text &text = Texts[index];
        if ((isCheriot ? text.isCheriot : text.isRv32) && text_fits(text, match)) {
            return text_fill(text.text, match, pc, mode);
        }
    }
    return "<unknown>";
}

size_t encoding_count()
{
    return std::size(Encodings);
}

EncodingPattern encoding_pattern(size_t index)
{
    const Encoding &encoding = Encodings[index];
    return {encoding.mask, encoding.match, static_cast<Opcode>(encoding.opcode)};
}

std::string_view opcode_name(Opcode opcode)
{
    return OpcodeNames[static_cast<size_t>(opcode)];
}

const OpcodeTraits &traits(Opcode opcode)
{
    return TraitsTable[static_cast<size_t>(opcode)];
}

std::string_view csr_name(uint32_t number)
{
    return name_find(CsrNames, number);
}

std::string_view scr_name(uint32_t number)
{
    return name_find(ScrNames, number);
}

std::optional<uint32_t> csr_number(std::string_view name)
{
    return number_find(CsrNames, name);
}

std::optional<uint32_t> scr_number(std::string_view name)
{
    return number_find(ScrNames, name);
}

} // namespace griotte::isa
