// Policy text to tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/audit/policy/source_text.h"

namespace griotte::audit {

struct Token
{
    enum class Kind : uint8_t
    {
        /// A name or keyword.
        Word,
        Number,
        /// `text` is what it stands for.
        String,
        Punctuation,
        /// After the last.
        End
    };

    Kind kind = Kind::End;
    Place place;
    std::string text;
    /// Whether anything but a token is before it, which a reference may not have inside.
    bool isAfterSpace = true;
    /// Whether a line ends between it and the one before.
    bool isAfterLineEnd = true;
};

/// All tokens, End last. Fails at the first character that begins none.
Result<std::vector<Token>> tokens_read(const SourceText &source);

} // namespace griotte::audit
