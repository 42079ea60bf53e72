#include "toolchain/link/firmware_report.h"

#include <map>

#include <nlohmann/json.hpp>

namespace griotte::link {

namespace {

using Json = nlohmann::json;

/// Of what the report says beyond the schema others know.
constexpr int ReportSchema = 1;

Json inputs_json(const ReportSection &section)
{
    Json inputs = Json::array();
    for (const ReportSection::Input &input : section.inputs) {
        Json one = {{"file", input.file}, {"section_name", input.section}, {"size", input.size}};
        if (!input.sha256.empty()) {
            one["sha256"] = input.sha256;
        }
        inputs.push_back(std::move(one));
    }
    return inputs;
}

/// `nameKey` is "name" in a domain, "section_name" outside.
Json section_json(const ReportSection &section, const char *nameKey)
{
    return {{nameKey, section.name},
            {"inputs", inputs_json(section)},
            {"output", {{"sha256", section.sha256}}}};
}

/// Adds a place, if it was found in the sources.
void place_add(Json &json, const ReportPlace &place)
{
    if (!place.file.empty()) {
        json["source"] = {{"file", place.file}, {"line", place.line}};
    }
}

/// Each line once, in the order of files and lines.
Json uses_json(const std::vector<ReportPlace> &uses)
{
    std::map<std::pair<std::string, uint32_t>, const ReportPlace *> lines;
    for (const ReportPlace &use : uses) {
        if (!use.file.empty()) {
            lines.try_emplace({use.file, use.line}, &use);
        }
    }
    Json result = Json::array();
    for (const auto &[key, use] : lines) {
        Json one = {{"file", use->file}, {"line", use->line}};
        if (!use->inlineFile.empty()) {
            one["inlined_from"] = {{"file", use->inlineFile}, {"line", use->inlineLine}};
        }
        result.push_back(std::move(one));
    }
    return result;
}

Json export_json(const ReportExport &entry)
{
    constexpr const char *Postures[] = {"inherit", "enabled", "disabled"};
    Json result = {{"export_symbol", entry.symbol}, {"exported", entry.isExported}};
    if (entry.place.has_value()) {
        place_add(result, *entry.place);
    }
    if (entry.isSealingKey) {
        result["kind"] = "SealingKey";
        return result;
    }
    result["kind"] = "Function";
    result["interrupt_status"] = Postures[entry.posture];
    result["register_arguments"] = entry.argumentRegisters;
    result["start_offset"] = entry.offset;
    result["function"] = entry.function;
    result["minimum_stack"] = entry.stackSize;
    return result;
}

void permissions_add(Json &json, const ReportPermissions &permissions)
{
    json["permits_load"] = permissions.load;
    json["permits_store"] = permissions.store;
    json["permits_load_store_capabilities"] = permissions.loadStoreCapabilities;
    json["permits_load_mutable"] = permissions.loadMutable;
    json["permits_load_global"] = permissions.loadGlobal;
}

/// Bytes in the order of memory, with a space after each four.
std::string contents_text(const std::vector<uint8_t> &contents)
{
    constexpr size_t Group = 4;
    std::string text;
    for (size_t index = 0; index < contents.size(); index++) {
        text += index != 0 && index % Group == 0 ? " " : "";
        text += fmt::format("{:02x}", contents[index]);
    }
    return text;
}

struct ImportWriter
{
    Json operator()(const ReportCall &call) const
    {
        Json result = {{"kind", call.isLibrary ? "LibraryFunction" : "CompartmentExport"},
                       {"export_symbol", call.exportSymbol},
                       {"provided_by", call.providedBy}};
        if (!call.compartment.empty()) {
            result["compartment_name"] = call.compartment;
        }
        if (!call.function.empty()) {
            result["function"] = call.function;
        }
        return result;
    }
    Json operator()(const ReportDevice &device) const
    {
        Json result = {{"kind", "MMIO"},
                       {"device", device.name},
                       {"start", device.range.start},
                       {"length", device.range.size()}};
        permissions_add(result, device.permissions);
        return result;
    }
    Json operator()(const ReportSharedObjectImport &object) const
    {
        Json result = {{"kind", "SharedObject"},
                       {"shared_object", object.name},
                       {"start", object.range.start},
                       {"length", object.range.size()}};
        permissions_add(result, object.permissions);
        return result;
    }
    Json operator()(const ReportSealedObject &object) const
    {
        Json result = {{"kind", "SealedObject"},
                       {"symbol", object.name},
                       {"contents", contents_text(object.contents)},
                       {"sealing_type",
                        {{"compartment", object.type.compartment},
                         {"key", object.type.key},
                         {"provided_by", object.type.providedBy},
                         {"symbol", object.type.symbol}}}};
        place_add(result, object.place);
        return result;
    }
    Json operator()(const ReportPrivileged &privileged) const
    {
        return {{"kind", "Privileged"}, {"name", privileged.name}};
    }
};

Json domain_json(const ReportDomain &domain)
{
    constexpr const char *Kinds[] = {"switcher", "library", "compartment"};
    Json result = {{"kind", Kinds[static_cast<size_t>(domain.kind)]},
                   {"code", section_json(domain.code, "name")}};
    if (domain.data.has_value()) {
        result["data"] = section_json(*domain.data, "name");
    }
    if (!domain.exports.empty()) {
        Json exports = Json::array();
        for (const ReportExport &entry : domain.exports) {
            exports.push_back(export_json(entry));
        }
        result["exports"] = std::move(exports);
    }
    if (!domain.imports.empty()) {
        Json imports = Json::array();
        for (const ReportImport &import : domain.imports) {
            Json one = std::visit(ImportWriter(), import.what);
            if (Json uses = uses_json(import.uses); !uses.empty()) {
                one["sources"] = std::move(uses);
            }
            imports.push_back(std::move(one));
        }
        result["imports"] = std::move(imports);
    }
    return result;
}

Json thread_json(const ReportThread &thread)
{
    Json result = {
        {"entry_point",
         {{"compartment_name", thread.compartment},
          {"function", thread.function},
          {"provided_by", thread.providedBy}}},
        {"priority", thread.priority},
        {"stack", {{"start", thread.stack.start}, {"length", thread.stack.size()}}},
        {"trusted_stack",
         {{"start", thread.trustedStack.start}, {"length", thread.trustedStack.size()}}}};
    place_add(result, thread.place);
    return result;
}

} // namespace

std::string report_json(const FirmwareReport &report)
{
    Json root = {{"file", report.file}, {"final_hash", report.sha256}};
    root["griotte"] = {{"schema", ReportSchema},
                       {"firmware", report.firmware},
                       {"board", report.board},
                       {"heap", {{"start", report.heap.start}, {"length", report.heap.size()}}}};
    root["core"] = Json::object();
    for (const ReportSection &section : report.core) {
        root["core"][section.name] = section_json(section, "section_name");
    }
    root["compartments"] = Json::object();
    for (const ReportDomain &domain : report.domains) {
        root["compartments"][domain.name] = domain_json(domain);
    }
    root["sharedObjects"] = Json::array();
    for (const ReportSharedObject &object : report.sharedObjects) {
        Json one = {
            {"name", object.name}, {"start", object.range.start}, {"end", object.range.end}};
        place_add(one, object.place);
        root["sharedObjects"].push_back(std::move(one));
    }
    root["threads"] = Json::array();
    for (const ReportThread &thread : report.threads) {
        root["threads"].push_back(thread_json(thread));
    }
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace griotte::link
