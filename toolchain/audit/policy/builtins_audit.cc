// What the audit adds to the language: symbols of exports, and the contents of sealed objects.
#include <array>
#include <charconv>

#include "base/text.h"
#include "toolchain/audit/policy/builtins.h"

namespace griotte::audit {

namespace {

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

constexpr std::string_view LibraryPrefix = "__library_export_libcalls_";
constexpr std::string_view ExportPrefix = "__export_";

/// Compartments that symbols of older reports call by a shorter name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> FormerNames = {
    {{"allocator", "alloc"}, {"scheduler", "sched"}}};

/// The function of an entry point of `compartment`, mangled or plain; empty if `symbol` is none.
std::string_view entry_point_strip(std::string_view symbol, std::string_view compartment)
{
    const auto strip = [symbol](std::string_view name) {
        const std::string prefix = fmt::format("{}{}_", ExportPrefix, name);
        return symbol.starts_with(prefix) ? symbol.substr(prefix.size()) : std::string_view();
    };
    std::string_view function = strip(compartment);
    for (const auto &[name, former] : FormerNames) {
        if (function.empty() && (compartment == name || compartment == former)) {
            function = strip(compartment == name ? former : name);
        }
    }
    return function;
}

/// export_entry_demangle(compartment, symbol): the function as its source has it. C functions,
/// whose symbols are plain, are called by their name.
Answer demangle(Arguments arguments, BuiltinContext & /*context*/)
{
    constexpr size_t LongestSymbol = 4096;
    const std::string_view symbol = arguments[1].as_string();
    const std::string_view function = symbol.starts_with(LibraryPrefix)
                                          ? symbol.substr(LibraryPrefix.size())
                                          : entry_point_strip(symbol, arguments[0].as_string());
    if (function.empty() || symbol.size() > LongestSymbol) {
        return std::nullopt;
    }
    std::string name = symbol_demangle(std::string(function));
    const bool isStillMangled = name == function && function.starts_with("_Z");
    return isStillMangled ? std::nullopt : Answer(Value::string(std::move(name)));
}

/// The bytes of a dump: two digits a byte, blanks between. Nothing when it is none.
std::optional<std::string> bytes_of(const std::string &dump)
{
    std::string bytes;
    const char *at = dump.data();
    const char *end = at + dump.size();
    while (at < end) {
        if (*at == ' ') {
            at++;
            continue;
        }
        uint8_t byte = 0;
        if (end - at < 2 || std::from_chars(at, at + 2, byte, 16).ptr != at + 2) {
            return std::nullopt;
        }
        bytes += static_cast<char>(byte);
        at += 2;
    }
    return bytes;
}

/// The bytes of arguments[0] from offset arguments[1] on; nothing when there are none.
std::optional<std::string> bytes_from(Arguments arguments, BuiltinContext &context)
{
    const auto offset = arguments[1].as_number().integer();
    auto bytes = bytes_of(arguments[0].as_string());
    const bool isInside = bytes.has_value() && offset.has_value() && *offset >= 0 &&
                          static_cast<uint64_t>(*offset) < bytes->size();
    if (!isInside || !context.charge(1 + bytes->size() / 16)) {
        return std::nullopt;
    }
    return bytes->substr(static_cast<size_t>(*offset));
}

/// integer_from_hex_string(dump, offset, length): little-endian, unsigned, up to four bytes.
Answer integer_read(Arguments arguments, BuiltinContext &context)
{
    const auto bytes = bytes_from(arguments, context);
    const auto length = arguments[2].as_number().integer();
    const bool isLength = length.has_value() && *length >= 1 && *length <= 4;
    if (!bytes.has_value() || !isLength || bytes->size() < static_cast<size_t>(*length)) {
        return std::nullopt;
    }
    int64_t integer = 0;
    for (auto index = static_cast<size_t>(*length); index-- > 0;) {
        integer = integer << 8 | static_cast<unsigned char>((*bytes)[index]);
    }
    return Value::number(integer);
}

/// Whether JSON can have it as text.
bool is_utf8(std::string_view text)
{
    size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const size_t length = lead < 0x80                   ? 1
                              : lead >= 0xc2 && lead < 0xe0 ? 2
                              : lead >= 0xe0 && lead < 0xf0 ? 3
                              : lead >= 0xf0 && lead < 0xf5 ? 4
                                                            : 0;
        if (length == 0 || at + length > text.size()) {
            return false;
        }
        for (size_t index = 1; index < length; index++) {
            if ((static_cast<unsigned char>(text[at + index]) & 0xc0) != 0x80) {
                return false;
            }
        }
        at += length;
    }
    return true;
}

/// string_from_hex_string(dump, offset): up to the first zero byte, or all.
Answer string_read(Arguments arguments, BuiltinContext &context)
{
    auto bytes = bytes_from(arguments, context);
    if (!bytes.has_value()) {
        return std::nullopt;
    }
    bytes->resize(std::min(bytes->find('\0'), bytes->size()));
    return is_utf8(*bytes) ? Answer(Value::string(std::move(*bytes))) : std::nullopt;
}

} // namespace

std::span<const Builtin> builtins_audit()
{
    static const std::vector<Builtin> Table = {
        {"export_entry_demangle", {StringKind, StringKind}, StringKind, demangle},
        {"integer_from_hex_string", {StringKind, NumberKind, NumberKind}, NumberKind, integer_read},
        {"string_from_hex_string", {StringKind, NumberKind}, StringKind, string_read},
    };
    return Table;
}

} // namespace griotte::audit
