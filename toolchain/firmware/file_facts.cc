#include "toolchain/firmware/file_facts.h"

#include <sys/stat.h>

#include "toolchain/firmware/files.h"

namespace griotte::firmware {

uint64_t text_hash(std::string_view text, uint64_t before)
{
    constexpr uint64_t Prime = 0x100000001b3;
    uint64_t hash = before;
    for (const char character : text) {
        hash = (hash ^ static_cast<unsigned char>(character)) * Prime;
    }
    return hash;
}

std::optional<FileTime> FileFacts::time_of(const std::string &path)
{
    const auto [found, isNew] = times.try_emplace(path);
    if (isNew) {
        struct stat status{};
        if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
            constexpr int64_t Second = 1'000'000'000;
            found->second = FileTime{static_cast<uint64_t>(status.st_size),
                                     status.st_mtim.tv_sec * Second + status.st_mtim.tv_nsec};
        }
    }
    return found->second;
}

std::optional<uint64_t> FileFacts::hash_of(const std::string &path)
{
    const auto [found, isNew] = hashes.try_emplace(path);
    if (isNew) {
        if (const auto contents = file_read(path)) {
            found->second = text_hash(*contents);
        }
    }
    return found->second;
}

std::optional<FileFact> FileFacts::fact_of(const std::string &path)
{
    const auto time = time_of(path);
    const auto hash = time.has_value() ? hash_of(path) : std::nullopt;
    return hash.has_value() ? std::optional(FileFact{*time, *hash}) : std::nullopt;
}

bool FileFacts::is_same(const std::string &path, const FileFact &before)
{
    const auto time = time_of(path);
    if (!time.has_value() || time->size != before.time.size) {
        return false;
    }
    return *time == before.time || hash_of(path) == before.hash;
}

void FileFacts::forget(const std::string &path)
{
    times.erase(path);
    hashes.erase(path);
}

} // namespace griotte::firmware
