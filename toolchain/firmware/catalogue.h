// The parts the SDK has to offer, as its own list of them says: sdk/parts.toml, written like a
// manifest (docs/reference/firmware-toml.md, "The SDK's parts").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/board.h"
#include "toolchain/firmware/manifest.h"

namespace griotte::firmware {

/// A compartment, a library or objects of the SDK.
struct Part
{
    Domain domain;
    /// In every firmware.
    bool isCore = false;
    /// Only for boards whose revoker is this, "software" or "hardware"; empty for all.
    std::string revoker;
    /// Only for boards with these.
    std::vector<Word> devices;
    /// Nothing in it depends on the board: compiled the same way for all.
    bool isPortable = false;
    /// Further names `uses` may call it by.
    std::vector<Word> aliases;

    /// What `board` lacks for it ("a hardware revoker"); nothing when it may be used there.
    [[nodiscard]] std::optional<std::string> lack_on(const Board &board) const;
};

/// What the linker needs beside parts: neither has a name anybody uses.
struct Foundation
{
    std::vector<Word> sources;
    CompileSettings settings;
};

struct Catalogue
{
    /// As messages name it.
    std::string file;
    Foundation loader;
    Foundation switcher;
    std::vector<Part> parts;
    std::vector<SharedObject> sharedObjects;

    /// The part called `name`, or with that alias; null when there is none.
    [[nodiscard]] const Part *find(std::string_view name) const;
};

/// Reads the SDK's list of parts; `file` is its name in messages. The error is everything that is
/// wrong with it.
Result<Catalogue> catalogue_parse(std::string_view text, const std::string &file);

} // namespace griotte::firmware
