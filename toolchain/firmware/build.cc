#include "toolchain/firmware/build.h"

#include <array>
#include <filesystem>

#include "toolchain/firmware/build_record.h"
#include "toolchain/firmware/compile_commands.h"
#include "toolchain/firmware/domain_check.h"
#include "toolchain/firmware/files.h"
#include "toolchain/firmware/policy_check.h"
#include "toolchain/firmware/report_places.h"
#include "toolchain/firmware/size_table.h"

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

/// The linker is part of the program that runs this.
constexpr const char *Linker = "${griotte}/griotte";

std::string objects_folder(const Paths &paths)
{
    return paths.build + "/objects";
}

/// "build/griotte/hello" and an ending: the image and what belongs to it.
std::string product_path(const Manifest &manifest, const Paths &paths, std::string_view ending)
{
    return fmt::format("{}/{}{}", paths.build, manifest.name.text, ending);
}

/// What there is beside the image.
constexpr std::array Endings = {".elf", ".json", ".map"};

class Linking
{
public:
    Linking(const Project &theProject, const Board &theBoard, const Paths &thePaths,
            const std::vector<std::string> &theObjects)
        : project(theProject), board(theBoard), paths(thePaths), objects(theObjects)
    {
        description.name = project.manifest.name.text + ".elf";
        description.memory = board.memory;
        for (const Thread &thread : project.manifest.threads) {
            const Part *part = project.catalogue.find(thread.compartment.text);
            description.threads.push_back(
                {part == nullptr ? thread.compartment.text : part->domain.name.text,
                 thread.entry.text, static_cast<uint16_t>(thread.priority.value),
                 thread.stack.value, static_cast<uint16_t>(thread.trustedStackFrames.value)});
        }
        for (const SharedObject &object : project.graph.sharedObjects) {
            description.sharedObjects.push_back({object.name.text, object.size.value});
        }
    }

    /// Why the image has to be linked; nothing when it is what it should be.
    std::optional<std::string> stale()
    {
        const auto text = file_read(record_path());
        const auto record = text.has_value() ? BuildRecord::parse(*text) : std::nullopt;
        return record.has_value() ? stale_reason(*record, key(), paths, facts)
                                  : "it was never linked";
    }

    Result<std::string> run()
    {
        std::error_code ignored;
        fs::remove(record_path(), ignored);
        TRY_VOID(load());
        TRY_VOID(domains_check(project.manifest, project.catalogue, project.graph, loaded));
        move_files();
        link::LinkedFirmware linked = TRY(link::firmware_link(description));
        linked.report.firmware = project.manifest.name.text;
        linked.report.board = board.name;
        report_places_find(linked.report, linked.elf, project.manifest,
                           project.graph.sharedObjects);
        const std::array contents = {
            std::string(linked.elf.begin(), linked.elf.end()),
            link::report_json(linked.report),
            linked.map,
        };
        TRY_VOID(policy_hold(contents[1]));
        static_assert(std::tuple_size_v<decltype(contents)> == Endings.size());
        for (size_t i = 0; i < Endings.size(); i++) {
            TRY_VOID(file_write(product_path(project.manifest, paths, Endings[i]), contents[i]));
        }
        TRY_VOID(record_write());
        return size_table(linked);
    }

private:
    [[nodiscard]] std::string record_path() const
    {
        return product_path(project.manifest, paths, ".record");
    }

    /// Of everything but the contents of files.
    [[nodiscard]] uint64_t key() const
    {
        const link::FirmwareMemory &memory = description.memory;
        std::string text =
            fmt::format("{} {} {}", description.name, memory.heapStart, memory.heapEnd);
        const auto range_add = [&](std::string_view name, const link::Range &range) {
            text += fmt::format("\n{} {} {}", name, range.start, range.end);
        };
        range_add("code", memory.code);
        range_add("data", memory.data.value_or(link::Range{}));
        range_add("revocable", memory.revocable.value_or(link::Range{}));
        for (const link::FirmwareDevice &device : memory.devices) {
            range_add(device.name, device.range);
        }
        if (memory.exitDevice.has_value()) {
            range_add("exit", memory.exitDevice->range);
        }
        for (const link::ThreadDescription &thread : description.threads) {
            text += fmt::format("\nthread {} {} {} {} {}", thread.compartment, thread.entry,
                                thread.priority, thread.stackSize, thread.trustedStackFrames);
        }
        for (const link::SharedObjectDescription &object : description.sharedObjects) {
            text += fmt::format("\nshared {} {}", object.name, object.size);
        }
        for (const LinkUnit &unit : project.plan.units) {
            text += fmt::format("\nunit {} {}", unit.name, static_cast<int>(unit.kind));
            for (const LinkInput &input : unit.inputs) {
                text += "\n" + input_path(input);
            }
        }
        text += "\nloader";
        for (const LinkInput &input : project.plan.loader) {
            text += "\n" + input_path(input);
        }
        if (const auto &policy = project.manifest.policy) {
            for (const auto *words : {&policy->modules, &policy->queries}) {
                for (const Word &word : *words) {
                    text += "\npolicy " + word.text;
                }
            }
        }
        // What the manifest lets domains use decides whether there is an image.
        for (const Member &member : project.graph.members) {
            text +=
                fmt::format("\nuses {} {}", member.domain.name.text, fmt::join(member.reach, " "));
        }
        return text_hash(text);
    }

    [[nodiscard]] std::string input_path(const LinkInput &input) const
    {
        if (const auto *number = std::get_if<size_t>(&input)) {
            return objects[*number];
        }
        return paths.expand(std::get<std::string>(input));
    }

    Result<LoadedFile> input_load(const LinkInput &input)
    {
        const std::string path = input_path(input);
        const std::string bytes = TRY(file_read(path));
        LoadedFile result;
        result.file.bytes.assign(bytes.begin(), bytes.end());
        // The names in reports and maps are the same wherever the folder is.
        if (const auto *number = std::get_if<size_t>(&input)) {
            const Compilation &compilation = project.plan.compilations[*number];
            result.file.name = compilation.object;
            result.source = compilation.source;
        } else {
            const std::string contracted = paths.contract(path);
            const std::string_view folder = "${project}/";
            result.file.name =
                contracted.starts_with(folder) ? contracted.substr(folder.size()) : contracted;
            result.source = result.file.name;
        }
        inputs.push_back(path);
        return result;
    }

    Result<void> load()
    {
        for (const LinkUnit &unit : project.plan.units) {
            LoadedDomain domain{project.graph.find(unit.name), {}};
            for (const LinkInput &input : unit.inputs) {
                domain.files.push_back(TRY(input_load(input)));
            }
            if (domain.member == nullptr) {
                switcher = std::move(domain.files);
            } else {
                loaded.push_back(std::move(domain));
            }
        }
        for (const LinkInput &input : project.plan.loader) {
            description.loaderFiles.push_back(TRY(input_load(input)).file);
        }
        return {};
    }

    /// What the manifest's policy denies there is no image of, not even an older one.
    Result<void> policy_hold(const std::string &report)
    {
        if (!project.manifest.policy.has_value()) {
            return {};
        }
        for (std::string &file : policy_files(*project.manifest.policy, paths)) {
            inputs.push_back(std::move(file));
        }
        auto held = policy_check(*project.manifest.policy, report, board, paths);
        if (!held.has_value()) {
            std::error_code ignored;
            fs::remove(image_path(project.manifest, paths), ignored);
        }
        return held;
    }

    static std::vector<link::InputFile> files_move(std::vector<LoadedFile> &files)
    {
        std::vector<link::InputFile> result;
        for (LoadedFile &file : files) {
            result.push_back(std::move(file.file));
        }
        return result;
    }

    /// Gives the linker what was checked.
    void move_files()
    {
        description.domains.push_back(
            {"switcher", link::DomainKind::Switcher, files_move(switcher)});
        for (LoadedDomain &domain : loaded) {
            const bool isLibrary = domain.member->domain.kind == DomainKind::Library;
            description.domains.push_back(
                {domain.member->domain.name.text,
                 isLibrary ? link::DomainKind::Library : link::DomainKind::Compartment,
                 files_move(domain.files)});
        }
    }

    Result<void> record_write()
    {
        BuildRecord record;
        record.key = key();
        inputs.push_back(paths.expand(Linker));
        for (const std::string &path : inputs) {
            record.inputs.emplace_back(paths.contract(path),
                                       facts.fact_of(path).value_or(FileFact{}));
        }
        for (const char *ending : Endings) {
            const std::string path = product_path(project.manifest, paths, ending);
            facts.forget(path);
            record.outputs.emplace_back(paths.contract(path),
                                        facts.fact_of(path).value_or(FileFact{}));
        }
        return file_write(record_path(), record.to_text());
    }

    const Project &project;
    const Board &board;
    const Paths &paths;
    const std::vector<std::string> &objects;
    link::FirmwareDescription description;
    std::vector<LoadedFile> switcher;
    std::vector<LoadedDomain> loaded;
    /// Paths of what was loaded.
    std::vector<std::string> inputs;
    FileFacts facts;
};

} // namespace

Result<Manifest> manifest_read(const std::string &project, const std::string &file)
{
    const std::string path = project + "/" + ManifestName;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return fail("there is no {}; `griotte new NAME` makes a folder with one", file);
    }
    return manifest_parse(TRY(file_read(path)), file);
}

Result<Catalogue> catalogue_read(const std::string &sdk)
{
    const std::string path = sdk + "/" + CatalogueName;
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return fail("{}: there is no SDK, whose list of parts this would be; name one with --sdk",
                    path);
    }
    return catalogue_parse(TRY(file_read(path)), path);
}

Result<Project> project_make(Manifest manifest, const Board &board, const Paths &paths)
{
    Project project;
    project.manifest = std::move(manifest);
    project.catalogue = TRY(catalogue_read(paths.sdk));
    project.graph = TRY(graph_make(project.manifest, project.catalogue, board));
    DiskFiles files(paths);
    project.plan = TRY(plan_make(project.manifest, project.catalogue, project.graph, board, files));
    return project;
}

std::string image_path(const Manifest &manifest, const Paths &paths)
{
    return product_path(manifest, paths, Endings[0]);
}

Result<BuildResult> project_build(const Project &project, const Board &board,
                                  const CompileOptions &options, Progress &progress)
{
    const Paths &paths = options.paths;
    TRY_VOID(generated_write(project.plan, paths));
    TRY_VOID(file_update(paths.project + "/compile_commands.json",
                         compile_commands_json(project.plan, paths)));
    const auto objects = TRY(compile_all(project.plan, objects_folder(paths), options, progress));
    progress.clear();

    BuildResult result{image_path(project.manifest, paths), std::nullopt};
    Linking linking(project, board, paths, objects);
    if (const auto reason = linking.stale()) {
        progress.detail(fmt::format("linking because {}", *reason));
        result.sizes = TRY(linking.run());
    }
    return result;
}

Result<void> project_clean(const Manifest &manifest, const Paths &paths)
{
    std::vector<std::string> products = {objects_folder(paths), paths.build + "/generated",
                                         product_path(manifest, paths, ".record")};
    for (const char *ending : Endings) {
        products.push_back(product_path(manifest, paths, ending));
    }
    for (const std::string &path : products) {
        std::error_code error;
        fs::remove_all(path, error);
        if (error) {
            return fail("{}: {}", path, error.message());
        }
    }
    return {};
}

} // namespace griotte::firmware
