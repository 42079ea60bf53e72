// What is known of files, each looked at once: times, sizes, and hashes where times do not tell.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace griotte::firmware {

/// 64 bits that differ when the text does, but by a chance nobody will live to see (FNV-1a).
uint64_t text_hash(std::string_view text, uint64_t before = 0xcbf29ce484222325);

struct FileTime
{
    uint64_t size = 0;
    /// Of the last change: nanoseconds.
    int64_t changed = 0;

    bool operator==(const FileTime &) const = default;
};

/// A file as it was.
struct FileFact
{
    FileTime time;
    uint64_t hash = 0;
};

class FileFacts
{
public:
    /// Nothing when there is no file at `path`.
    std::optional<FileTime> time_of(const std::string &path);
    /// The file as it is; nothing when it cannot be read.
    std::optional<FileFact> fact_of(const std::string &path);
    /// Whether the file is what it was: as old, or changed and changed back.
    bool is_same(const std::string &path, const FileFact &before);
    /// Forgets a file somebody has written.
    void forget(const std::string &path);

private:
    std::map<std::string, std::optional<FileTime>> times;
    std::map<std::string, std::optional<uint64_t>> hashes;

    std::optional<uint64_t> hash_of(const std::string &path);
};

} // namespace griotte::firmware
