// Words and numbers of a manifest, with the place they stand at: what is found wrong with them
// later is told with it.
#pragma once

#include <cstdint>
#include <string>

#include <fmt/format.h>

namespace griotte::firmware {

/// Where in a TOML file something stands.
struct Place
{
    std::string file;
    /// From 1; 0 for the file as a whole.
    uint32_t line = 0;
    /// As written, "[compartments.hello]"; empty outside of tables.
    std::string table;
    /// Empty for a table as a whole.
    std::string key;

    /// "firmware.toml:12: [compartments.hello] uses"
    [[nodiscard]] std::string to_string() const
    {
        std::string text = line == 0 ? file : fmt::format("{}:{}", file, line);
        std::string_view separator = ": ";
        for (const std::string &part : {table, key}) {
            if (!part.empty()) {
                text += separator;
                text += part;
                separator = " ";
            }
        }
        return text;
    }
};

struct Word
{
    std::string text;
    Place place;
};

struct Number
{
    uint32_t value = 0;
    Place place;
};

} // namespace griotte::firmware
