// Tables of TOML, read key by key.
//
// What is wrong is collected and the reading goes on with nothing or a default, so that one run
// tells of everything. A message says where ("firmware.toml:12: [compartments.hello] uses:"), what,
// and what to do.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/toml.h"
#include "toolchain/firmware/words.h"
#include "toolchain/link/complaints.h"

namespace griotte::firmware {

using link::Complaints;

/// One table. Each key is asked for once, by the kind of value it must have; finish() then knows
/// which keys there may be.
class TableReader
{
public:
    /// `where` is what is asked of `table`; `complaints` outlives the reader.
    TableReader(const toml::table &table, Place where, Complaints &complaints);

    [[nodiscard]] const Place &place() const { return where; }

    /// Text, or nothing when the key is not there.
    std::optional<Word> text(std::string_view key);
    /// Text, or a complaint that `what` is missing, and empty text.
    Word text_required(std::string_view key, std::string_view what);
    /// An array of texts; empty when the key is not there.
    std::vector<Word> texts(std::string_view key);
    bool boolean(std::string_view key, bool otherwise);
    /// A number from `minimum` to `maximum`; `unit` is for messages ("bytes").
    std::optional<Number> number(std::string_view key, uint32_t minimum, uint32_t maximum,
                                 std::string_view unit);
    /// The same, or a complaint that it is missing, and `minimum`.
    Number number_required(std::string_view key, uint32_t minimum, uint32_t maximum,
                           std::string_view unit);
    /// The table called `key`; nothing when it is not there.
    std::optional<TableReader> table(std::string_view key);
    /// The tables in the table called `key`, named "[key.NAME]", in the order of the file.
    std::vector<std::pair<Word, TableReader>> tables(std::string_view key);
    /// The elements of [[key]], in order.
    std::vector<TableReader> elements(std::string_view key);

    /// Complains of every key nobody asked for.
    void finish();

    template <typename... Arguments>
    void complain(const Place &place, fmt::format_string<Arguments...> format,
                  Arguments &&...arguments)
    {
        complaints->add("{}: {}", place.to_string(),
                        fmt::format(format, std::forward<Arguments>(arguments)...));
    }

private:
    /// The value of `key`, or null.
    const toml::node *find(std::string_view key);
    [[nodiscard]] Place place_of(const toml::node &node, std::string_view key) const;

    const toml::table *values;
    Place where;
    Complaints *complaints;
    std::vector<std::string> known;
};

/// Parses `text`; the error is the parser's, with file, line and column.
Result<toml::table> toml_read(std::string_view text, const std::string &file);

} // namespace griotte::firmware
