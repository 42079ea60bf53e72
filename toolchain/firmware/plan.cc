#include "toolchain/firmware/plan.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"
#include "toolchain/firmware/compile_flags.h"
#include "toolchain/link/complaints.h"

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

constexpr const char *SdkFolder = "${sdk}";
constexpr const char *ProjectFolder = "${project}";

struct Ending
{
    std::string_view text;
    Language language;
};
constexpr std::array Endings = {
    Ending{".c", Language::C},        Ending{".cc", Language::Cxx},
    Ending{".cpp", Language::Cxx},    Ending{".S", Language::PreprocessedAssembly},
    Ending{".s", Language::Assembly},
};

std::optional<Language> language_of(const std::string &source)
{
    const std::string ending = fs::path(source).extension().string();
    const auto found = std::ranges::find(Endings, ending, &Ending::text);
    return found == Endings.end() ? std::nullopt : std::optional(found->language);
}

bool is_linkable(const std::string &source)
{
    const std::string ending = fs::path(source).extension().string();
    return ending == ".o" || ending == ".a";
}

std::string path_join(const std::string &folder, const std::string &path)
{
    return path.starts_with('/') || path.starts_with("${") ? path : folder + "/" + path;
}

/// Where the object of `source` goes: a path that stays in its folder.
std::string object_path(const std::string &domain, const std::string &source)
{
    std::string path = domain;
    for (const fs::path &part : fs::path(source).lexically_normal()) {
        const std::string name = part.string();
        path += "/" + (name == ".." ? "up" : name == "/" ? "root" : name);
    }
    return path + ".o";
}

/// The domain whose sources are being planned.
struct Context
{
    CompileTarget target;
    /// Where its relative paths begin, and where the compiler runs.
    std::string folder;
    /// The folder of its objects.
    std::string objects;
    std::vector<LinkInput> *inputs = nullptr;
};

class Planner
{
public:
    Planner(const Board &theBoard, SourceFiles &theFiles, uint32_t theThreadCount)
        : board(theBoard), files(theFiles), threadCount(theThreadCount)
    {
        plan.generated.push_back({"generated/board-interrupts.h", interrupts_header(board)});
    }

    /// Plans `foundation` as the loader, which is bare metal, or the switcher.
    void foundation_add(const Foundation &foundation, bool isLoader)
    {
        const CompileSettings settings = expanded(foundation.settings);
        Context context;
        context.target.domain = isLoader ? "" : "switcher";
        context.target.isOfSdk = true;
        context.target.board = &board;
        context.target.own = &settings;
        context.folder = SdkFolder;
        context.objects = isLoader ? "loader" : "switcher";
        if (!isLoader) {
            plan.units.push_back({"switcher", link::DomainKind::Switcher, {}});
        }
        context.inputs = isLoader ? &plan.loader : &plan.units.back().inputs;
        sources_add(context, foundation.sources);
    }

    /// `manifest` is null for a plan of the SDK alone.
    void member_add(const Member &member, const Manifest *manifest)
    {
        const Domain &domain = member.domain;
        const bool isLibrary = domain.kind == DomainKind::Library;
        plan.units.push_back({domain.name.text,
                              isLibrary ? link::DomainKind::Library : link::DomainKind::Compartment,
                              {}});
        CompileSettings settings = domain.settings;
        Context context;
        context.target.domain = domain.name.text;
        context.target.isLibrary = isLibrary;
        context.target.isOfSdk = member.isOfSdk;
        context.target.board = member.isPortable ? nullptr : &board;
        if (member.isOfSdk) {
            settings = expanded(settings);
        } else {
            context.target.common = &manifest->settings;
            context.target.optimisation = manifest->optimisation;
            context.target.hasDebugInformation = manifest->hasDebugInformation;
        }
        context.target.own = &settings;
        context.folder = member.isOfSdk ? SdkFolder : ProjectFolder;
        context.objects = domain.name.text;
        context.inputs = &plan.units.back().inputs;
        sources_add(context, domain.sources);
        for (const Domain &objects : member.objects) {
            objects_add(context, objects);
        }
    }

    Result<Plan> finish()
    {
        TRY_VOID(complaints.result());
        return std::move(plan);
    }

private:
    /// Objects of the SDK for the domain of `context`.
    void objects_add(const Context &context, const Domain &objects)
    {
        const CompileSettings settings = expanded(objects.settings);
        Context inner;
        inner.target.domain = context.target.domain;
        inner.target.isLibrary = context.target.isLibrary;
        inner.target.isOfSdk = true;
        inner.target.board = &board;
        inner.target.own = &settings;
        inner.folder = SdkFolder;
        inner.objects = context.objects + "/sdk";
        inner.inputs = context.inputs;
        sources_add(inner, objects.sources);
    }

    /// What the SDK's list of parts says of the firmware and the board.
    [[nodiscard]] CompileSettings expanded(CompileSettings settings)
    {
        const std::map<std::string, std::string> values = {
            {"${threads}", fmt::format("{}", threadCount)},
            {"${interrupts}", interrupts_table(board)},
            {"${revocable_start}", fmt::format("0x{:x}", board.revocableStart)},
        };
        for (Word &define : settings.defines) {
            for (const auto &[name, value] : values) {
                if (const size_t at = define.text.find(name); at != std::string::npos) {
                    define.text.replace(at, name.size(), value);
                }
            }
            if (define.text.contains("${")) {
                complaints.add("{}: nobody knows what this stands for: {}",
                               define.place.to_string(), define.text);
            }
        }
        return settings;
    }

    void sources_add(const Context &context, const std::vector<Word> &sources)
    {
        for (const Word &source : sources) {
            const std::string path = path_join(context.folder, source.text);
            switch (files.kind_of(path)) {
            case SourceFiles::Kind::File:
                source_add(context, source, source.text);
                break;
            case SourceFiles::Kind::Folder:
                folder_add(context, source, path);
                break;
            case SourceFiles::Kind::None:
                complaints.add("{}: there is no '{}'{}", source.place.to_string(), source.text,
                               missing_hint(path));
                break;
            }
        }
    }

    void folder_add(const Context &context, const Word &folder, const std::string &path)
    {
        bool isEmpty = true;
        for (const std::string &name : files.names_in(path)) {
            if (language_of(name).has_value()) {
                isEmpty = false;
                source_add(context, folder, (fs::path(folder.text) / name).string());
            }
        }
        if (isEmpty) {
            complaints.add("{}: no file in the folder '{}' is a source (.c, .cc, .cpp, .S, .s)",
                           folder.place.to_string(), folder.text);
        }
    }

    /// `word` is where the manifest names `source`, or its folder.
    void source_add(const Context &context, const Word &word, const std::string &source)
    {
        const std::string object = object_path(context.objects, source);
        if (!places.insert(object).second) {
            complaints.add("{}: '{}' is there twice; take one out", word.place.to_string(), source);
            return;
        }
        if (is_linkable(source)) {
            context.inputs->emplace_back(path_join(context.folder, source));
            return;
        }
        const auto language = language_of(source);
        if (!language.has_value()) {
            complaints.add("{}: '{}' is no source: those end in .c, .cc, .cpp, .S or .s, and "
                           "objects and archives in .o and .a",
                           word.place.to_string(), source);
            return;
        }
        // The SDK may be anywhere: in full, -ffile-prefix-map gives its files one name everywhere.
        const std::string written =
            context.target.isOfSdk ? path_join(context.folder, source) : source;
        context.inputs->emplace_back(plan.compilations.size());
        plan.compilations.push_back({context.objects == "loader" ? "loader" : context.target.domain,
                                     source, context.folder, object,
                                     compile_arguments(context.target, *language, written),
                                     context.target.isOfSdk});
    }

    /// What to do about a source that is not there.
    std::string missing_hint(const std::string &path)
    {
        const fs::path folder = fs::path(path).parent_path();
        std::vector<std::string> names;
        for (const std::string &name : files.names_in(folder.string())) {
            if (language_of(name).has_value() || is_linkable(name)) {
                names.push_back(name);
            }
        }
        const std::string hint = spelling_hint(fs::path(path).filename().string(), names);
        return hint.empty() ? "; write it, or take it out of the list" : hint;
    }

    Plan plan;
    link::Complaints complaints;
    const Board &board;
    SourceFiles &files;
    uint32_t threadCount;
    /// Where objects go, to find two in one place.
    std::set<std::string> places;
};

} // namespace

Result<Plan> plan_make(const Manifest &manifest, const Catalogue &catalogue, const Graph &graph,
                       const Board &board, SourceFiles &files)
{
    Planner planner(board, files, static_cast<uint32_t>(manifest.threads.size()));
    planner.foundation_add(catalogue.switcher, false);
    planner.foundation_add(catalogue.loader, true);
    for (const Member &member : graph.members) {
        planner.member_add(member, &manifest);
    }
    return planner.finish();
}

Result<Plan> sdk_plan_make(const Catalogue &catalogue, const Board &board, uint32_t threadCount,
                           SourceFiles &files)
{
    Planner planner(board, files, threadCount);
    planner.foundation_add(catalogue.switcher, false);
    planner.foundation_add(catalogue.loader, true);
    for (const Part &part : catalogue.parts) {
        if (!part.lack_on(board).has_value() && part.domain.kind != DomainKind::Objects) {
            Member member{part.domain, true, part.isPortable, {}, {}};
            for (const Word &used : part.domain.uses) {
                const Part *object = catalogue.find(used.text);
                if (object != nullptr && object->domain.kind == DomainKind::Objects) {
                    member.objects.push_back(object->domain);
                }
            }
            planner.member_add(member, nullptr);
        }
    }
    return planner.finish();
}

} // namespace griotte::firmware
