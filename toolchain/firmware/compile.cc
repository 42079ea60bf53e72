#include "toolchain/firmware/compile.h"

#include <cstdio>
#include <filesystem>

#include "toolchain/firmware/build_record.h"
#include "toolchain/firmware/files.h"
#include "toolchain/firmware/make_dependencies.h"
#include "toolchain/firmware/processes.h"

namespace griotte::firmware {

namespace {

namespace fs = std::filesystem;

/// Where the compiler is.
constexpr const char *Compiler = "${griotte}/griotte-toolchain";

/// A compilation that has to run.
struct Job
{
    const Compilation *compilation = nullptr;
    uint64_t key = 0;
    std::string object;
    /// Why it runs.
    std::string reason;
    /// When it began, as the file system tells time; what is younger may not be what was compiled.
    FileTime start;

    [[nodiscard]] std::string record() const { return object + ".record"; }
    [[nodiscard]] std::string dependencies() const { return object + ".d"; }
};

class Compiling
{
public:
    Compiling(const CompileOptions &theOptions, Progress &theProgress)
        : options(theOptions), paths(theOptions.paths), progress(theProgress)
    {}

    /// The object of `compilation`, which goes to `objects` unless there is one already.
    std::string add(const Compilation &compilation, const std::string &objects)
    {
        Job job{
            &compilation, compilation_key(compilation), objects + "/" + compilation.object, "", {}};
        if (compilation.isOfSdk && !paths.prebuilt.empty()) {
            const std::string ready = fmt::format("{}/{:016x}.o", paths.prebuilt, job.key);
            if (ready != job.object && !record_check(ready + ".record", job.key).has_value()) {
                return ready;
            }
        }
        const auto reason = record_check(job.record(), job.key);
        if (reason.has_value()) {
            job.reason = *reason;
            jobs.push_back(job);
        }
        return job.object;
    }

    [[nodiscard]] size_t count() const { return jobs.size(); }

    Result<void> run()
    {
        Processes processes;
        size_t next = 0;
        size_t failures = 0;
        while (processes.running() != 0 || (failures == 0 && next < jobs.size())) {
            if (failures == 0 && next < jobs.size() && processes.running() < options.jobs) {
                const auto started = start(processes, next);
                if (!started.has_value()) {
                    return started;
                }
                next++;
                continue;
            }
            const Completion done = processes.wait();
            progress.output(done.output);
            if (!done.isSuccess) {
                failures++;
                continue;
            }
            TRY_VOID(finish(jobs[done.number]));
        }
        if (failures != 0) {
            const size_t left = jobs.size() - next;
            return fail("{} source{} did not compile{}", failures, failures == 1 ? "" : "s",
                        left == 0 ? "" : fmt::format("; {} more were not tried", left));
        }
        return {};
    }

private:
    /// Why the record does not do; nothing when it does.
    std::optional<std::string> record_check(const std::string &path, uint64_t key)
    {
        const auto text = file_read(path);
        const auto record = text.has_value() ? BuildRecord::parse(*text) : std::nullopt;
        if (!record.has_value()) {
            return "it was never compiled here";
        }
        return stale_reason(*record, key, paths, facts);
    }

    Result<void> start(Processes &processes, size_t number)
    {
        Job &job = jobs[number];
        const Compilation &compilation = *job.compilation;
        std::remove(job.record().c_str());
        // Also makes the folder, and tells the time.
        TRY_VOID(file_write(job.dependencies(), ""));
        facts.forget(job.dependencies());
        job.start = facts.time_of(job.dependencies()).value_or(FileTime{});

        Command command{{paths.expand(Compiler)}, paths.expand(compilation.folder)};
        for (const std::string &argument : compilation.arguments) {
            command.arguments.push_back(paths.expand(argument));
        }
        command.arguments.insert(command.arguments.end(),
                                 {"-o", job.object, "-MD", "-MF", job.dependencies()});
        if (options.isColoured) {
            command.arguments.emplace_back("-fcolor-diagnostics");
        }
        progress.step(fmt::format("{}: {}", compilation.domain, compilation.source));
        progress.detail(
            fmt::format("because {}:\n{}", job.reason, fmt::join(command.arguments, " ")));
        return processes.start(number, command);
    }

    /// Records what the object was made of.
    Result<void> finish(const Job &job)
    {
        const Compilation &compilation = *job.compilation;
        const fs::path folder = paths.expand(compilation.folder);
        std::vector<std::string> inputs = {paths.expand(Compiler), compilation.source};
        for (std::string &name : make_dependencies_parse(TRY(file_read(job.dependencies())))) {
            inputs.push_back(std::move(name));
        }
        BuildRecord record;
        record.key = job.key;
        std::set<std::string> seen;
        for (const std::string &input : inputs) {
            const std::string path = (folder / input).lexically_normal().string();
            if (seen.insert(path).second) {
                record.inputs.emplace_back(paths.contract(path), input_fact(path, job.start));
            }
        }
        facts.forget(job.object);
        const auto object = facts.fact_of(job.object);
        if (!object.has_value()) {
            return fail("{}: the compiler did not write it", job.object);
        }
        record.outputs.emplace_back(paths.contract(job.object), *object);
        std::remove(job.dependencies().c_str());
        return file_write(job.record(), record.to_text());
    }

    /// The file as it was compiled. One that changed since then is recorded as none ever is.
    FileFact input_fact(const std::string &path, const FileTime &start)
    {
        const auto fact = facts.fact_of(path);
        const bool isAsCompiled = fact.has_value() && fact->time.changed <= start.changed;
        return isAsCompiled ? *fact : FileFact{};
    }

    const CompileOptions &options;
    const Paths &paths;
    Progress &progress;
    FileFacts facts;
    std::vector<Job> jobs;
};

} // namespace

uint64_t compilation_key(const Compilation &compilation)
{
    uint64_t hash = text_hash(compilation.folder);
    for (const std::string &argument : compilation.arguments) {
        hash = text_hash(argument, text_hash(std::string_view("\0", 1), hash));
    }
    return hash;
}

Result<std::vector<std::string>> compile_all(const Plan &plan, const std::string &objects,
                                             const CompileOptions &options, Progress &progress)
{
    Compiling compiling(options, progress);
    std::vector<std::string> result;
    for (const Compilation &compilation : plan.compilations) {
        result.push_back(compiling.add(compilation, objects));
    }
    progress.total_set(compiling.count());
    TRY_VOID(compiling.run());
    return result;
}

Result<void> prebuild_all(Plan plan, const CompileOptions &options, Progress &progress)
{
    TRY_VOID(generated_write(plan, options.paths));
    for (Compilation &compilation : plan.compilations) {
        compilation.object = fmt::format("{:016x}.o", compilation_key(compilation));
    }
    TRY_VOID(compile_all(plan, options.paths.prebuilt, options, progress));
    return {};
}

Result<void> generated_write(const Plan &plan, const Paths &paths)
{
    for (const GeneratedFile &file : plan.generated) {
        TRY_VOID(file_update(paths.build + "/" + file.path, file.contents));
    }
    return {};
}

} // namespace griotte::firmware
