#include "toolchain/firmware/build_record.h"

#include <charconv>

#include <fmt/format.h>

namespace griotte::firmware {

namespace {

constexpr std::string_view Title = "griotte build record 1";

/// Takes the line at the beginning of `text` off it.
std::string_view line_take(std::string_view &text)
{
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// Takes the word at the beginning of `line` and the blank after it off.
std::string_view word_take(std::string_view &line)
{
    const size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

template <typename Number>
bool number_take(std::string_view &line, Number &number, int base)
{
    const std::string_view word = word_take(line);
    const char *const end = word.data() + word.size();
    const auto [stop, error] = std::from_chars(word.data(), end, number, base);
    return error == std::errc() && stop == end;
}

void files_print(std::string &text, std::string_view kind, const BuildRecord::Files &files)
{
    for (const auto &[path, fact] : files) {
        text += fmt::format("{} {} {} {:x} {}\n", kind, fact.time.size, fact.time.changed,
                            fact.hash, path);
    }
}

} // namespace

std::string BuildRecord::to_text() const
{
    std::string text = fmt::format("{}\nkey {:x}\n", Title, key);
    files_print(text, "in", inputs);
    files_print(text, "out", outputs);
    return text + "end\n";
}

std::optional<BuildRecord> BuildRecord::parse(std::string_view text)
{
    BuildRecord record;
    if (line_take(text) != Title) {
        return std::nullopt;
    }
    std::string_view line = line_take(text);
    if (word_take(line) != "key" || !number_take(line, record.key, 16)) {
        return std::nullopt;
    }
    for (line = line_take(text); line != "end"; line = line_take(text)) {
        const std::string_view kind = word_take(line);
        FileFact fact;
        if ((kind != "in" && kind != "out") || !number_take(line, fact.time.size, 10) ||
            !number_take(line, fact.time.changed, 10) || !number_take(line, fact.hash, 16))
        {
            return std::nullopt;
        }
        (kind == "in" ? record.inputs : record.outputs).emplace_back(line, fact);
    }
    return record;
}

std::optional<std::string> stale_reason(const BuildRecord &record, uint64_t key, const Paths &paths,
                                        FileFacts &facts)
{
    if (record.key != key) {
        return "its command changed";
    }
    for (const BuildRecord::Files *files : {&record.outputs, &record.inputs}) {
        for (const auto &[name, fact] : *files) {
            const std::string path = paths.expand(name);
            if (!facts.time_of(path).has_value()) {
                return fmt::format("{} is missing", path);
            }
            if (!facts.is_same(path, fact)) {
                return fmt::format("{} changed", path);
            }
        }
    }
    return std::nullopt;
}

} // namespace griotte::firmware
