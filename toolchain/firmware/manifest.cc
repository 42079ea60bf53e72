#include "toolchain/firmware/manifest.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "base/text.h"
#include "toolchain/firmware/domain_reader.h"

namespace griotte::firmware {

namespace {

constexpr uint32_t StackMinimum = 256;
/// What the switcher asks of a stack's ends.
constexpr uint32_t StackAlignment = 16;
constexpr uint32_t StackLimit = 1u << 20;
/// Offsets in trusted stacks have 16 bits (docs/reference/compartments.md).
constexpr uint32_t FrameLimit = 2000;

class ManifestReader
{
public:
    ManifestReader(const toml::table &table, const std::string &file)
        : document(table, Place{file, 0, "", ""}, complaints)
    {}

    Result<Manifest> read()
    {
        firmware_read();
        for (auto &[name, reader] : document.tables("compartments")) {
            domain_add(reader, name, DomainKind::Compartment);
        }
        for (auto &[name, reader] : document.tables("libraries")) {
            domain_add(reader, name, DomainKind::Library);
        }
        manifest.sharedObjects = shared_objects_read(document);
        threads_read();
        policy_read();
        document.finish();
        names_check();
        TRY_VOID(complaints.result());
        return std::move(manifest);
    }

private:
    void firmware_read()
    {
        auto reader = document.table("firmware");
        if (!reader.has_value()) {
            document.complain(document.place(),
                              "has no table [firmware]; add one with name = \"...\"");
            return;
        }
        manifest.name = reader->text_required("name", "which the image's files get");
        if (!manifest.name.text.empty() && !is_firmware_name(manifest.name.text)) {
            reader->complain(manifest.name.place,
                             "'{}' is no name for files: use letters, digits, -, _ and .",
                             manifest.name.text);
        }
        manifest.board = reader->text("board");
        if (manifest.board.has_value() && manifest.board->text.empty()) {
            reader->complain(manifest.board->place,
                             "is empty; name a board (griotte boards lists them), or leave it out");
        }
        if (const auto level = reader->text("optimisation")) {
            optimisation_set(*reader, *level);
        }
        manifest.hasDebugInformation = reader->boolean("debug", true);
        manifest.uses = reader->texts("uses");
        manifest.settings = settings_read(*reader);
        reader->finish();
    }

    void optimisation_set(TableReader &reader, const Word &level)
    {
        static constexpr std::array Levels = {"z", "s", "0", "1", "2", "3"};
        if (std::ranges::find(Levels, level.text) == Levels.end()) {
            reader.complain(level.place, "'{}' is none of {}", level.text, fmt::join(Levels, ", "));
            return;
        }
        manifest.optimisation = level.text;
    }

    void domain_add(TableReader &reader, const Word &name, DomainKind kind)
    {
        manifest.domains.push_back(domain_read(reader, name, kind));
        reader.finish();
    }

    void threads_read()
    {
        for (TableReader &reader : document.elements("threads")) {
            Thread thread;
            thread.place = reader.place();
            thread.compartment = reader.text_required("compartment", "where the thread starts");
            thread.entry = reader.text_required("entry", "the function it starts with");
            thread.priority = reader.number_required("priority", 0, UINT16_MAX, "");
            thread.stack = reader.number_required("stack", StackMinimum, StackLimit, "bytes");
            if (thread.stack.value % StackAlignment != 0) {
                reader.complain(thread.stack.place, "{} bytes is no multiple of {}; {} is",
                                thread.stack.value, StackAlignment,
                                (thread.stack.value / StackAlignment + 1) * StackAlignment);
            }
            thread.trustedStackFrames =
                reader.number_required("trusted_stack_frames", 1, FrameLimit, "frames");
            reader.finish();
            manifest.threads.push_back(std::move(thread));
        }
        if (manifest.threads.empty()) {
            document.complain(document.place(),
                              "has no [[threads]]: nothing would run; add one with compartment, "
                              "entry, priority, stack and trusted_stack_frames");
        }
        if (manifest.threads.size() > ThreadLimit) {
            document.complain(manifest.threads.back().place, "there are {} threads; at most {} fit",
                              manifest.threads.size(), ThreadLimit);
        }
    }

    void policy_read()
    {
        auto reader = document.table("policy");
        if (!reader.has_value()) {
            return;
        }
        Policy policy;
        policy.place = reader->place();
        policy.modules = reader->texts("modules");
        policy.queries = reader->texts("queries");
        if (policy.queries.empty()) {
            reader->complain(policy.place, "asks nothing; name what must be true: queries = "
                                           "[\"data.rtos.valid\"]");
        }
        reader->finish();
        manifest.policy = std::move(policy);
    }

    void names_check()
    {
        std::map<std::string_view, const Domain *> domains;
        for (const Domain &domain : manifest.domains) {
            const auto [found, isNew] = domains.emplace(domain.name.text, &domain);
            if (!isNew) {
                document.complain(domain.name.place,
                                  "line {} has a {} of that name; choose another",
                                  found->second->name.place.line, to_string(found->second->kind));
            }
        }
    }

    Complaints complaints;
    TableReader document;
    Manifest manifest;
};

} // namespace

bool is_firmware_name(std::string_view name)
{
    const auto isAllowed = [](char character) {
        return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_' ||
               character == '-' || character == '.';
    };
    return !name.empty() && name[0] != '.' && name[0] != '-' &&
           std::ranges::all_of(name, isAllowed);
}

Result<Manifest> manifest_parse(std::string_view text, const std::string &file)
{
    const toml::table document = TRY(toml_read(text, file));
    return ManifestReader(document, file).read();
}

} // namespace griotte::firmware
