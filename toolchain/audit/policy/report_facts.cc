#include "toolchain/audit/policy/report_facts.h"

#include <fmt/format.h>

namespace griotte::audit {

namespace {

/// A text member, or empty.
std::string text_of(const Value &object, std::string_view key)
{
    const Value *found = object.find(key);
    return found != nullptr && found->is(Value::Kind::String) ? found->as_string() : std::string();
}

std::optional<int64_t> integer_of(const Value &object, std::string_view key)
{
    const Value *found = object.find(key);
    return found != nullptr && found->is(Value::Kind::Number) ? found->as_number().integer()
                                                              : std::nullopt;
}

bool is_set(const Value &object, std::string_view key)
{
    const Value *found = object.find(key);
    return found != nullptr && found->is_true();
}

/// "file:line" of {"file": ..., "line": ...}; empty when it is none.
std::string source_text(const Value &source)
{
    const std::string file = text_of(source, "file");
    const auto line = integer_of(source, "line");
    return file.empty() || !line.has_value() ? file : fmt::format("{}:{}", file, *line);
}

std::vector<std::string> sources_of(const Value &entry)
{
    std::vector<std::string> sources;
    if (const Value *list = entry.find("sources"); list != nullptr && list->is(Value::Kind::Array))
    {
        for (const Value &one : list->items()) {
            sources.push_back(source_text(one));
        }
    }
    if (const Value *one = entry.find("source"); one != nullptr && sources.empty()) {
        sources.push_back(source_text(*one));
    }
    std::erase(sources, std::string());
    return sources;
}

/// The name of the device at a range, from the import or the board.
std::string device_name(const Value &entry, const Value *board)
{
    std::string name = text_of(entry, "device");
    const Value *devices = board == nullptr ? nullptr : board->find("devices");
    if (!name.empty() || devices == nullptr || !devices->is(Value::Kind::Object)) {
        return name;
    }
    for (const auto &[key, device] : devices->members()) {
        if (integer_of(device, "start") == integer_of(entry, "start") &&
            integer_of(device, "length") == integer_of(entry, "length"))
        {
            return key.as_string();
        }
    }
    return name;
}

/// ", to load and store".
std::string permissions_text(const Value &entry)
{
    const bool loads = is_set(entry, "permits_load");
    const bool stores = is_set(entry, "permits_store");
    std::string text = loads && stores ? ", to load and store"
                       : stores        ? ", to store"
                       : loads         ? ", to load"
                                       : "";
    return text + (is_set(entry, "permits_load_store_capabilities") ? " capabilities too" : "");
}

/// What `entry` is an import of, as words.
std::string import_object(const Value &entry, const Value *board)
{
    const std::string kind = text_of(entry, "kind");
    const std::string function = text_of(entry, "function");
    if (kind == "MMIO") {
        const std::string device = device_name(entry, board);
        const int64_t start = integer_of(entry, "start").value_or(0);
        return device.empty() ? fmt::format("the memory at {:#x}", start)
                              : fmt::format("the device {} ({:#x})", device, start);
    }
    if (kind == "CompartmentExport" && !function.empty()) {
        return fmt::format("{} of {}", function, text_of(entry, "compartment_name"));
    }
    if (kind == "LibraryFunction") {
        return fmt::format("the library function {}",
                           function.empty() ? text_of(entry, "export_symbol") : function);
    }
    if (kind == "SharedObject") {
        return fmt::format("the shared object {}", text_of(entry, "shared_object"));
    }
    if (kind == "SealedObject") {
        const Value *type = entry.find("sealing_type");
        const std::string symbol = text_of(entry, "symbol");
        return fmt::format("the sealed object {}of type {}.{}", symbol.empty() ? "" : symbol + " ",
                           type == nullptr ? "" : text_of(*type, "compartment"),
                           type == nullptr ? "" : text_of(*type, "key"));
    }
    const std::string name = text_of(entry, "name");
    return name.empty() ? text_of(entry, "export_symbol") : fmt::format("the privilege {}", name);
}

} // namespace

ReportFacts::ReportFacts(const Value &report, const Value *board)
{
    const auto each = [&report](std::string_view key, const auto &visit) {
        const Value *list = report.find(key);
        if (list == nullptr || !list->is(Value::Kind::Array)) {
            return;
        }
        for (size_t index = 0; index < list->size(); index++) {
            visit(list->items()[index], fmt::format("{}[{}]", key, index));
        }
    };
    const Value *compartments = report.find("compartments");
    if (compartments != nullptr && compartments->is(Value::Kind::Object)) {
        for (const auto &[name, compartment] : compartments->members()) {
            compartment_add(name, compartment, board);
        }
    }
    each("threads", [this](const Value &thread, std::string path) {
        const Value *entry = thread.find("entry_point");
        add(thread, {ReportFact::Kind::Thread,
                     entry == nullptr ? "a thread"
                                      : fmt::format("a thread that starts at {} of {}",
                                                    text_of(*entry, "function"),
                                                    text_of(*entry, "compartment_name")),
                     "", sources_of(thread), std::move(path)});
    });
    each("sharedObjects", [this](const Value &object, std::string path) {
        add(object, {ReportFact::Kind::SharedObject,
                     fmt::format("the shared object {}", text_of(object, "name")), "",
                     sources_of(object), std::move(path)});
    });
}

void ReportFacts::compartment_add(const Value &name, const Value &compartment, const Value *board)
{
    const std::string path = "compartments." + name.as_string();
    add(compartment, {ReportFact::Kind::Compartment,
                      fmt::format("{} is in the firmware", name.as_string()),
                      "",
                      {},
                      path});
    const auto each = [&](std::string_view key, const auto &visit) {
        const Value *list = compartment.find(key);
        if (list == nullptr || !list->is(Value::Kind::Array)) {
            return;
        }
        for (size_t index = 0; index < list->size(); index++) {
            visit(list->items()[index], fmt::format("{}.{}[{}]", path, key, index));
        }
    };
    each("imports", [&](const Value &entry, std::string itsPath) {
        const std::string object = import_object(entry, board);
        add(entry,
            {ReportFact::Kind::Import,
             fmt::format("{} imports {}{}", name.as_string(), object, permissions_text(entry)),
             fmt::format("take the use of {} out of {}", object, name.as_string()),
             sources_of(entry), std::move(itsPath)});
    });
    each("exports", [&](const Value &entry, std::string itsPath) {
        const std::string function = text_of(entry, "function");
        add(entry, {ReportFact::Kind::Export,
                    fmt::format("{} exports {}", name.as_string(),
                                function.empty() ? text_of(entry, "export_symbol") : function),
                    "", sources_of(entry), std::move(itsPath)});
    });
}

void ReportFacts::add(const Value &value, ReportFact fact)
{
    if (value.identity() != nullptr) {
        facts.emplace(value.identity(), std::move(fact));
    }
}

const ReportFact *ReportFacts::find(const Value &value) const
{
    const auto found = facts.find(value.identity());
    return found == facts.end() ? nullptr : &found->second;
}

} // namespace griotte::audit
