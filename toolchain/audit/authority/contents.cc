// What is in static sealed objects: the layouts are those of the headers people make them with
// (sdk/include/stdlib.h, interrupt.h, deadline.h).
#include "toolchain/audit/authority/graph.h"

namespace griotte::audit {

namespace {

constexpr size_t BytesShown = 32;

bool is_type(const SealedObjectImport &object, std::string_view owner, std::string_view oldOwner,
             std::string_view key)
{
    return object.typeKey == key && (object.typeOwner == owner || object.typeOwner == oldOwner);
}

/// Little-endian, as the machine is.
uint64_t number_at(const std::vector<uint8_t> &bytes, size_t offset, size_t size)
{
    uint64_t value = 0;
    for (size_t index = 0; index < size; index++) {
        value |= uint64_t{bytes[offset + index]} << (8 * index);
    }
    return value;
}

/// "wait, complete", of those whose byte is not zero.
std::string rights_describe(const std::vector<std::pair<uint8_t, const char *>> &rights)
{
    std::string text;
    for (const auto &[byte, name] : rights) {
        if (byte != 0) {
            text += (text.empty() ? "" : ", ") + std::string(name);
        }
    }
    return text.empty() ? "nothing" : text;
}

} // namespace

std::optional<uint64_t> contents_quota(const SealedObjectImport &object)
{
    constexpr size_t Size = 24;
    if (!is_type(object, "allocator", "alloc", "MallocKey") || object.contents.size() != Size) {
        return std::nullopt;
    }
    return number_at(object.contents, 0, 4);
}

std::string bytes_describe(uint64_t bytes)
{
    constexpr uint64_t Kibibyte = 1024;
    if (bytes != 0 && bytes % (Kibibyte * Kibibyte) == 0) {
        return fmt::format("{} MiB", bytes / (Kibibyte * Kibibyte));
    }
    if (bytes != 0 && bytes % Kibibyte == 0) {
        return fmt::format("{} KiB", bytes / Kibibyte);
    }
    return fmt::format("{} byte{}", bytes, bytes == 1 ? "" : "s");
}

std::string contents_describe(const SealedObjectImport &object)
{
    const std::vector<uint8_t> &bytes = object.contents;
    if (const auto quota = contents_quota(object)) {
        return fmt::format("quota of {}", bytes_describe(*quota));
    }
    if (is_type(object, "scheduler", "sched", "InterruptKey") && bytes.size() >= 4) {
        return fmt::format("interrupt {}: {}", number_at(bytes, 0, 2),
                           rights_describe({{bytes[2], "wait"}, {bytes[3], "complete"}}));
    }
    if (is_type(object, "scheduler", "", "DeadlineKey") && bytes.size() == 8) {
        return fmt::format("thread {}: {}, deadline of {} cycles", number_at(bytes, 0, 2),
                           rights_describe({{uint8_t{1}, "read"}, {bytes[2], "begin"}}),
                           number_at(bytes, 4, 4));
    }
    std::string text = fmt::format("{} bytes:", bytes.size());
    for (size_t index = 0; index < std::min(bytes.size(), BytesShown); index++) {
        text += fmt::format("{}{:02x}", index % 4 == 0 ? " " : "", bytes[index]);
    }
    return bytes.size() > BytesShown ? text + " ..." : text;
}

} // namespace griotte::audit
