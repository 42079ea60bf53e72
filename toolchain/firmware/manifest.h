// What a firmware consists of: firmware.toml (docs/reference/firmware-toml.md), read and checked as
// far as one can without looking at anything else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "toolchain/firmware/words.h"

namespace griotte::firmware {

/// How sources are compiled, beside what every domain's are.
struct CompileSettings
{
    /// NAME or NAME=VALUE each.
    std::vector<Word> defines;
    /// Folders, relative to the manifest's.
    std::vector<Word> include;
    /// For C and C++; for C++ alone.
    std::vector<Word> cFlags;
    std::vector<Word> cxxFlags;
};

enum class DomainKind : uint8_t
{
    Compartment,
    /// Shared by those who use it: code without globals.
    Library,
    /// No domain of its own: linked into each that uses it. Of the SDK only.
    Objects,
};

/// "compartment", "library" or "part".
std::string_view to_string(DomainKind kind);

/// A compartment or library.
struct Domain
{
    DomainKind kind = DomainKind::Compartment;
    Word name;
    /// Files or folders.
    std::vector<Word> sources;
    /// Names of other domains.
    std::vector<Word> uses;
    CompileSettings settings;
};

struct SharedObject
{
    Word name;
    Number size;
};

struct Thread
{
    Place place;
    Word compartment;
    /// The function, as its source names it.
    Word entry;
    Number priority;
    /// Bytes.
    Number stack;
    Number trustedStackFrames;
};

/// What the firmware's report must satisfy, or there is no image.
struct Policy
{
    Place place;
    /// Files with policies, relative to the manifest's folder.
    std::vector<Word> modules;
    /// Questions whose answers must all be `true`.
    std::vector<Word> queries;
};

struct Manifest
{
    Word name;
    /// A built-in board or a board file; nothing for the default.
    std::optional<Word> board;
    /// What comes after -O: "z", "s", "0" to "3".
    std::string optimisation = "z";
    bool hasDebugInformation = true;
    /// What all of its compartments and libraries use.
    std::vector<Word> uses;
    /// Of all of its compartments and libraries.
    CompileSettings settings;
    /// In the order of the file, compartments first.
    std::vector<Domain> domains;
    std::vector<SharedObject> sharedObjects;
    std::vector<Thread> threads;
    std::optional<Policy> policy;
};

/// More do not fit the scheduler.
inline constexpr uint32_t ThreadLimit = 254;

/// Whether `name` may be a firmware's, which is that of its files.
bool is_firmware_name(std::string_view name);

/// Reads a manifest; `file` is its name in messages. The error is everything that is wrong with it,
/// a line each.
Result<Manifest> manifest_parse(std::string_view text, const std::string &file);

} // namespace griotte::firmware
