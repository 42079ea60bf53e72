// Names of things in other domains that cannot be had: why, and what to do.
#include <algorithm>

#include "base/text.h"
#include "toolchain/link/firmware_resolve.h"

namespace griotte::link {

namespace {

class MissingName
{
public:
    MissingName(Firmware &theFirmware, std::string_view theName)
        : firmware(theFirmware), name(theName)
    {}

    std::string describe()
    {
        if (name.starts_with(PrivilegedPrefix)) {
            return privileged();
        }
        if (name.starts_with(DevicePrefix)) {
            return device();
        }
        if (name.starts_with(SharedObjectPrefix)) {
            return shared_object();
        }
        const bool isExport = name.starts_with(SealingTypePrefix) ||
                              name.starts_with(FunctionPrefix) ||
                              name.starts_with(EntryPointPrefix);
        if (!isExport) {
            return {};
        }
        std::string text = export_name();
        if (firmware.description.exportHint) {
            text += firmware.description.exportHint(std::string(name));
        }
        return text;
    }

private:
    std::string privileged()
    {
        const std::string_view what = name.substr(PrivilegedPrefix.size());
        const auto found = std::ranges::find(PrivilegedTargets, what, &PrivilegedTarget::name);
        if (found != PrivilegedTargets.end()) {
            return fmt::format("'{}' is for '{}' only, which the whole system trusts with it", name,
                               found->owner);
        }
        return fmt::format("there is no '{}'{}", name, nearest(what, PrivilegedTargets));
    }

    std::string device()
    {
        const std::string_view what = name.substr(DevicePrefix.size());
        std::vector<std::string> known;
        for (const FirmwareDevice &each : firmware.description.memory.devices) {
            known.push_back(each.name);
        }
        return fmt::format("the board has no device '{}'{} It has {}; DEVICE_EXISTS({}) tells in "
                           "the source",
                           what, hint(what, known), fmt::join(known, ", "), what);
    }

    std::string shared_object()
    {
        const std::string_view what = name.substr(SharedObjectPrefix.size());
        std::vector<std::string> known;
        for (const SharedObjectDescription &each : firmware.sharedObjects) {
            known.push_back(each.name);
        }
        return fmt::format("the firmware has no shared object '{}'{} Give it a size where the "
                           "firmware is described",
                           what, hint(what, known));
    }

    std::string export_name()
    {
        if (name.starts_with(SealingTypePrefix)) {
            return sealing_type();
        }
        if (name.starts_with(LibraryFunctionPrefix)) {
            return library_function();
        }
        const bool isFunction = name.starts_with(FunctionPrefix);
        const std::string_view rest =
            name.substr(isFunction ? FunctionPrefix.size() : EntryPointPrefix.size());
        const Domain *owner = owner_find(rest, '_');
        if (owner == nullptr) {
            const size_t mangled = rest.find("_Z");
            const std::string symbol(mangled == std::string_view::npos ? rest
                                                                       : rest.substr(mangled));
            return fmt::format("no compartment of the firmware is the one of '{}'{}",
                               symbol_of(rest), nearest_export(symbol, Export::Kind::EntryPoint));
        }
        const std::string symbol(rest.substr(owner->name().size() + 1));
        const std::string function = symbol_demangle(symbol);
        const bool isThere = std::ranges::any_of(
            owner->exports, [this](const Export &entry) { return entry.symbol->name == name; });
        if (isThere) {
            return fmt::format("'{}' is for {} itself only: {}", function, owner->describe(),
                               isFunction ? "a function with an interrupt state of its own"
                                          : "a callback, which others are given pointers to");
        }
        return fmt::format(
            "{} does not export '{}'{}", owner->describe(), function,
            nearest_export(symbol, isFunction ? Export::Kind::Function : Export::Kind::EntryPoint));
    }

    std::string sealing_type()
    {
        const std::string_view rest = name.substr(SealingTypePrefix.size());
        const Domain *owner = owner_find(rest, '.');
        if (owner == nullptr) {
            return fmt::format("no compartment of the firmware has sealing type '{}'", rest);
        }
        const std::string key(rest.substr(owner->name().size() + 1));
        return fmt::format("{} has no sealing type '{}'{} It has those it says "
                           "STATIC_SEALING_TYPE of",
                           owner->describe(), key,
                           or_stop(nearest_export(key, Export::Kind::SealingType)));
    }

    std::string library_function()
    {
        const std::string symbol(name.substr(LibraryFunctionPrefix.size()));
        const std::string function = symbol_demangle(symbol);
        for (const Domain &other : firmware.domains) {
            for (const Export &entry : other.exports) {
                if (entry.symbol->name == name && entry.isOwn) {
                    return fmt::format("'{}' is a library function that {} has for itself: a "
                                       "compartment's code never runs for another. Put it in a "
                                       "library",
                                       function, other.describe());
                }
            }
        }
        return fmt::format("no library of the firmware has '{}'{}", function,
                           nearest_export(symbol, Export::Kind::Function));
    }

    /// The domain whose name `rest` begins with, the longest.
    const Domain *owner_find(std::string_view rest, char separator)
    {
        const Domain *found = nullptr;
        for (const Domain &other : firmware.domains) {
            const std::string beginning = other.name() + separator;
            const bool isLonger = found == nullptr || other.name().size() > found->name().size();
            if (rest.starts_with(beginning) && isLonger) {
                found = &other;
            }
        }
        return found;
    }

    /// "; did you mean 'f(int)' of library 'l'?": of all exports of the kind, the one whose name in
    /// its source is nearest. It may be the very name with other parameters.
    std::string nearest_export(const std::string &symbol, Export::Kind kind)
    {
        const std::string wanted = source_name(symbol, true);
        size_t bestDistance = std::max<size_t>(2, wanted.size() / 3) + 1;
        const Export *best = nullptr;
        for (const auto &[exported, entry] : firmware.exports) {
            const size_t distance = entry->kind != kind
                                        ? bestDistance
                                        : edit_distance(wanted, source_name(entry->name, true));
            if (distance < bestDistance) {
                best = entry;
                bestDistance = distance;
            }
        }
        return best == nullptr ? std::string()
                               : fmt::format("; did you mean '{}' of {}?",
                                             symbol_demangle(best->name), best->domain->describe());
    }

    /// The function's own name, as far as it can be told from the compartment's.
    static std::string symbol_of(std::string_view rest)
    {
        const size_t mangled = rest.find("_Z");
        return mangled == std::string_view::npos
                   ? std::string(rest)
                   : fmt::format("{}' of '{}", symbol_demangle(std::string(rest.substr(mangled))),
                                 rest.substr(0, mangled == 0 ? 0 : mangled - 1));
    }

    template <typename Table>
    static std::string nearest(std::string_view what, const Table &table)
    {
        std::vector<std::string> known;
        for (const auto &each : table) {
            known.emplace_back(each.name);
        }
        return spelling_hint(what, known);
    }

    /// The hint as the end of a sentence.
    static std::string hint(std::string_view what, const std::vector<std::string> &known)
    {
        return or_stop(spelling_hint(what, known));
    }
    static std::string or_stop(const std::string &text) { return text.empty() ? "." : text; }

    Firmware &firmware;
    std::string_view name;
};

} // namespace

std::string missing_describe(Firmware &firmware, std::string_view name)
{
    return MissingName(firmware, name).describe();
}

} // namespace griotte::link
