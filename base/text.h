// Small text helpers: numbers people type, names they wrote, and the nearest right spelling of a
// wrong word.
#pragma once

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxxabi.h>

namespace griotte {

/// The whole of `text` as an unsigned number: decimal, or hexadecimal after 0x. Nothing when it is
/// anything else or does not fit.
inline std::optional<uint64_t> number_parse(std::string_view text)
{
    const bool isHexadecimal = text.starts_with("0x") || text.starts_with("0X");
    const std::string_view digits = isHexadecimal ? text.substr(2) : text;
    uint64_t value = 0;
    const char *end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, value, isHexadecimal ? 16 : 10);
    if (digits.empty() || error != std::errc() || stop != end) {
        return std::nullopt;
    }
    return value;
}

/// A C++ symbol as its source writes it; anything else as it is.
inline std::string symbol_demangle(const std::string &symbol)
{
    if (!symbol.starts_with("_Z")) {
        return symbol;
    }
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), std::free);
    return name == nullptr ? symbol : std::string(name.get());
}

/// Edits (insert, delete, replace) that turn `left` into `right`.
inline size_t edit_distance(std::string_view left, std::string_view right)
{
    std::vector<size_t> row(right.size() + 1);
    for (size_t column = 0; column <= right.size(); column++) {
        row[column] = column;
    }
    for (size_t line = 1; line <= left.size(); line++) {
        size_t diagonal = row[0];
        row[0] = line;
        for (size_t column = 1; column <= right.size(); column++) {
            const size_t replaced = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({replaced, row[column] + 1, row[column - 1] + 1});
        }
    }
    return row.back();
}

/// `; did you mean 'x'?` with the candidate nearest to `word`, or nothing when none is near.
inline std::string spelling_hint(std::string_view word, std::span<const std::string> candidates)
{
    const std::string *best = nullptr;
    size_t bestDistance = std::max<size_t>(2, word.size() / 3) + 1;
    for (const std::string &candidate : candidates) {
        const size_t distance = edit_distance(word, candidate);
        if (distance < bestDistance) {
            best = &candidate;
            bestDistance = distance;
        }
    }
    return best == nullptr ? std::string() : "; did you mean '" + *best + "'?";
}

} // namespace griotte
