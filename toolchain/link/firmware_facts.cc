#include "toolchain/link/firmware_facts.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "toolchain/link/firmware_imports.h"

namespace griotte::link {

namespace {

using Json = nlohmann::json;

/// Of the schema below, for readers.
constexpr int FactsVersion = 1;

Json range_json(const Range &range)
{
    return Json::array({range.start, range.end});
}

const char *kind_name(DomainKind kind)
{
    constexpr const char *Names[] = {"switcher", "library", "compartment"};
    return Names[static_cast<size_t>(kind)];
}

const char *kind_name(Export::Kind kind)
{
    constexpr const char *Names[] = {"entry_point", "function", "sealing_type"};
    return Names[static_cast<size_t>(kind)];
}

Json export_json(const Export &entry)
{
    Json result = {{"symbol", entry.symbol->name},
                   {"name", entry.kind == Export::Kind::SealingType ? entry.name
                                                                    : symbol_demangle(entry.name)},
                   {"kind", kind_name(entry.kind)}};
    if (entry.kind != Export::Kind::Function) {
        result["entry"] = entry.symbol->address();
    }
    if (entry.function != nullptr) {
        result["address"] = entry.function_address();
    }
    return result;
}

Json domain_json(const Domain &domain)
{
    Json result = {{"name", domain.name()},
                   {"kind", kind_name(domain.kind())},
                   {"code", range_json(domain.pcc)},
                   {"globals", range_json(domain.globals)},
                   {"cgp", domain.cgp},
                   {"export_table", range_json(domain.exportRange)},
                   {"exports", Json::array()},
                   {"imports", Json::array()},
                   {"sealed_objects", Json::array()}};
    for (const Export &entry : domain.exports) {
        if (entry.isWanted) {
            result["exports"].push_back(export_json(entry));
        }
    }
    for (const Import &import : domain.imports) {
        const Symbol &symbol = *import.symbol;
        result["imports"].push_back(
            {{"at", import.section->address() + import.offset}, {"symbol", symbol.name}});
        if (import.target == nullptr) {
            const uint32_t start = symbol.address();
            result["sealed_objects"].push_back(
                {{"symbol", symbol.name},
                 {"range", range_json({start, uint64_t{start} + symbol.size})},
                 {"type", sealing_type_find(domain, symbol)->symbol->name}});
        }
    }
    for (const std::string_view handler : ErrorHandlerNames) {
        const Symbol *symbol = domain.table.find(handler);
        if (domain.exportTable != nullptr && symbol != nullptr && symbol->is_defined()) {
            result[std::string(handler)] = symbol->address();
        }
    }
    return result;
}

Json thread_json(const FirmwareThread &thread)
{
    return {{"compartment", thread.entry->domain->name()},
            {"entry", symbol_demangle(thread.entry->name)},
            {"priority", thread.description->priority},
            {"frames", thread.description->trustedStackFrames + 1},
            {"stack", range_json(thread.stack)},
            {"trusted_stack", range_json(thread.trustedStack)},
            {"hazard_slots", range_json(thread.hazardSlots)}};
}

} // namespace

std::string firmware_facts_json(const Firmware &firmware)
{
    const FirmwareMap &map = firmware.map;
    Json root = {{"version", FactsVersion},
                 {"name", firmware.description.name},
                 {"code", range_json(map.code)},
                 {"data", range_json(map.data)},
                 {"heap", range_json(map.heap)},
                 {"loader", range_json(map.loader)},
                 {"loader_stack", range_json(map.loaderStack)},
                 {"scheduler_stack", range_json(map.schedulerStack)},
                 {"idle_trusted_stack", range_json(map.idleTrustedStack)},
                 {"initialisers", range_json(map.initialisers)},
                 {"domains", Json::array()},
                 {"threads", Json::array()},
                 {"shared_objects", Json::array()}};
    for (const Domain &domain : firmware.domains) {
        if (domain.isInImage) {
            root["domains"].push_back(domain_json(domain));
        }
    }
    for (const FirmwareThread &thread : firmware.threads) {
        root["threads"].push_back(thread_json(thread));
    }
    for (const SharedObjectDescription &object : firmware.sharedObjects) {
        const Range &range = map.sharedObjects.at(&object);
        root["shared_objects"].push_back(
            {{"name", object.name},
             {"range", range_json({range.start, range.start + object.size})}});
    }
    return root.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace griotte::link
