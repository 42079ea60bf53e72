#include "toolchain/audit/report/report.h"

#include <algorithm>
#include <array>

namespace griotte::audit {

std::string SourcePlace::to_string() const
{
    return line == 0 ? file : fmt::format("{}:{}", file, line);
}

Permissions Permissions::united(const Permissions &other) const
{
    return {load || other.load, store || other.store,
            loadStoreCapabilities || other.loadStoreCapabilities, loadMutable || other.loadMutable,
            loadGlobal || other.loadGlobal};
}

Permissions Permissions::without(const Permissions &other) const
{
    return {load && !other.load, store && !other.store,
            loadStoreCapabilities && !other.loadStoreCapabilities,
            loadMutable && !other.loadMutable, loadGlobal && !other.loadGlobal};
}

std::string Permissions::to_string() const
{
    const std::pair<bool, const char *> words[] = {{load, "load"},
                                                   {store, "store"},
                                                   {loadStoreCapabilities, "capabilities"},
                                                   {loadMutable, "load mutable"},
                                                   {loadGlobal, "load global"}};
    std::string text;
    for (const auto &[isThere, word] : words) {
        if (isThere) {
            text += (text.empty() ? "" : ", ") + std::string(word);
        }
    }
    return text.empty() ? "nothing" : text;
}

std::string_view to_string(Posture posture)
{
    switch (posture) {
    case Posture::Inherit:
        return "inherit";
    case Posture::Enabled:
        return "enabled";
    case Posture::Disabled:
        return "disabled";
    }
    return "inherit";
}

std::string_view to_string(DomainKind kind)
{
    switch (kind) {
    case DomainKind::Compartment:
        return "compartment";
    case DomainKind::Library:
        return "library";
    case DomainKind::Switcher:
        return "switcher";
    }
    return "compartment";
}

uint64_t ReportSection::size() const
{
    uint64_t sum = 0;
    for (const Input &input : inputs) {
        sum += input.size;
    }
    return sum;
}

bool ReportDomain::is_system() const
{
    // Older reports have the short names.
    constexpr std::array<std::string_view, 7> Names = {
        "switcher", "allocator", "alloc", "scheduler", "sched", "token_library", "software_revoker",
    };
    return kind == DomainKind::Switcher || std::ranges::find(Names, name) != Names.end();
}

const ReportDomain *Report::domain_find(std::string_view name) const
{
    const auto found = std::ranges::lower_bound(domains, name, {}, &ReportDomain::name);
    return found != domains.end() && found->name == name ? &*found : nullptr;
}

void devices_name(Report &report, std::span<const NamedRange> devices)
{
    for (ReportDomain &domain : report.domains) {
        for (ReportImport &import : domain.imports) {
            auto *device = std::get_if<DeviceImport>(&import.what);
            if (device == nullptr || !device->device.empty()) {
                continue;
            }
            const auto found = std::ranges::find(devices, device->range, &NamedRange::range);
            device->device = found == devices.end() ? "" : found->name;
        }
    }
}

} // namespace griotte::audit
