// See driver.h. clang's own driver turns the command line into jobs; they run here, in this
// process, instead of as programs.
#include "toolchain/driver/driver.h"

#include <clang/Basic/DiagnosticOptions.h>
#include <clang/Basic/Version.h>
#include <clang/Driver/Compilation.h>
#include <clang/Driver/Driver.h>
#include <clang/Driver/Job.h>
#include <clang/Driver/Tool.h>
#include <clang/Frontend/CompilerInvocation.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Options/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Program.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/WithColor.h>
#include <llvm/Support/raw_ostream.h>

#include "toolchain/driver/cheriot_version.h"
#include "toolchain/driver/compile.h"
#include "toolchain/driver/options.h"
#include "toolchain/driver/paths.h"
#include "toolchain/target/assembler.h"

namespace griotte::toolchain {

namespace {

namespace options = clang::options;

const char *program_name(SourceLanguage language)
{
    return language == SourceLanguage::Cxx ? "griotte c++" : "griotte cc";
}

void error_print(const std::string &message)
{
    llvm::WithColor::error(llvm::errs(), "") << message << '\n';
}

void help_print(SourceLanguage language)
{
    llvm::outs() << "USAGE: " << program_name(language) << R"( [options] file...

The options are clang's (list below), and these:
  --baseline rv32              compile for plain RV32EMC with stock clang, for comparisons
  --board=<board>              what to link for; default: griotte
  --sysroot=<dir>              headers and libraries of another SDK
  -mabi=cheriot                code that runs on the RTOS; default: cheriot-baremetal
  -cheri-compartment=<name>    the compartment being compiled
  -Wno-cheri-capability-misuse no warning when an integer made from a pointer becomes one again
  -target riscv32-unknown-cheriotrtos, -mcpu=cheriot, -mxcheri-rvc, -mrelax
                               accepted: what CHERIoT build scripts pass
See docs/reference/compiler.md.

)";
}

/// What is needed while jobs run.
struct Session
{
    const CommandLine &commandLine;
    std::string sdk;
    /// This program: linking is its own command.
    const std::string &executable;
    SourceLanguage language;
    clang::driver::Compilation &compilation;

    bool has(llvm::opt::OptSpecifier option) const { return compilation.getArgs().hasArg(option); }

    /// A cc1 command as clang wrote it, with our directories for the ones it found on this machine.
    std::vector<const char *> cc1_arguments(const clang::driver::Command &command) const
    {
        std::vector<const char *> result;
        const llvm::opt::ArgStringList &given = command.getArguments();
        bool isCxx = false;
        for (size_t i = 0; i < given.size(); i++) {
            const llvm::StringRef argument = given[i];
            if (argument == "-cc1") {
                continue;
            }
            if (argument.starts_with("-internal-") && argument.ends_with("isystem")) {
                i++;
                continue;
            }
            if (argument == "-x" && i + 1 < given.size()) {
                isCxx = llvm::StringRef(given[i + 1]).contains("c++");
            }
            result.push_back(given[i]);
        }
        // The input comes last; directories may follow it.
        for (const std::string &directory : header_directories(commandLine, sdk, isCxx)) {
            result.push_back("-internal-isystem");
            result.push_back(compilation.getArgs().MakeArgString(directory));
        }
        return result;
    }

    bool assemble_run(const clang::driver::Command &command) const
    {
        const std::string input = command.getInputInfos().front().getFilename();
        auto source = llvm::MemoryBuffer::getFileOrSTDIN(input);
        if (!source) {
            error_print(input + ": " + source.getError().message());
            return false;
        }
        AssemblerOptions assembler;
        assembler.name = input;
        assembler.hasDebugInfo = has(options::OPT_g_Group) && !has(options::OPT_g0);
        assembler.includeDirectories = compilation.getArgs().getAllArgValues(options::OPT_I);
        assembler.compilationDirectory =
            compilation.getArgs().getLastArgValue(options::OPT_fdebug_compilation_dir_EQ).str();
        for (const auto option :
             {options::OPT_ffile_prefix_map_EQ, options::OPT_fdebug_prefix_map_EQ})
        {
            for (const llvm::StringRef map : compilation.getArgs().getAllArgValues(option)) {
                const auto [prefix, replacement] = map.split('=');
                assembler.debugPrefixes.emplace_back(prefix.str(), replacement.str());
            }
        }
        const auto result = assemble((*source)->getBuffer(), assembler);
        llvm::errs() << (result.has_value() ? result->diagnostics : result.error());
        if (!result.has_value()) {
            return false;
        }
        const std::string output = command.getOutputFilenames().front();
        std::error_code error;
        llvm::raw_fd_ostream stream(output, error);
        stream << result->contents;
        stream.close();
        if (error || stream.has_error()) {
            error_print(output + ": " + (error ? error : stream.error()).message());
            stream.clear_error();
            return false;
        }
        return true;
    }

    /// The command line of `griotte ld` for a link job: start-up code, what the user named, and the
    /// run-time library.
    std::vector<std::string> link_arguments(const clang::driver::Command &command) const
    {
        const llvm::opt::ArgList &given = compilation.getArgs();
        const std::string runtime = runtime_find(executable, "baremetal");
        const bool isAlone = has(options::OPT_nostdlib);
        std::vector<std::string> result = {executable, "ld", "-o",
                                           command.getOutputFilenames().front()};
        if (!commandLine.board.empty()) {
            result.insert(result.end(), {"--board", commandLine.board});
        }
        for (const std::string &directory : given.getAllArgValues(options::OPT_L)) {
            result.push_back("-L" + directory);
        }
        for (const auto option : {options::OPT_Wl_COMMA, options::OPT_Xlinker}) {
            const std::vector<std::string> values = given.getAllArgValues(option);
            result.insert(result.end(), values.begin(), values.end());
        }
        for (const std::string &symbol : given.getAllArgValues(options::OPT_u)) {
            result.insert(result.end(), {"-u", symbol});
        }
        if (!isAlone && !has(options::OPT_nostartfiles)) {
            result.push_back(runtime + "/start.o");
        }
        for (const clang::driver::InputInfo &input : command.getInputInfos()) {
            if (input.isFilename()) {
                result.push_back(input.getFilename());
            } else if (const std::string library = library_of(input); !library.empty()) {
                result.push_back("-l" + library);
            }
        }
        if (!isAlone && !has(options::OPT_nodefaultlibs)) {
            result.push_back(runtime + "/libgriotte.a");
        }
        return result;
    }

    /// The name -l was given, or nothing: the run-time library is also the C and the mathematical
    /// library.
    static std::string library_of(const clang::driver::InputInfo &input)
    {
        if (!input.isInputArg() || !input.getInputArg().getOption().matches(options::OPT_l)) {
            return {};
        }
        const std::string name = input.getInputArg().getValue();
        const bool isIncluded = name == "c" || name == "m" || name == "gcc" || name == "stdc++" ||
                                name == "c++" || name == "clang_rt.builtins";
        return isIncluded ? std::string() : name;
    }

    bool link_run(const clang::driver::Command &command) const
    {
        const std::vector<std::string> arguments = link_arguments(command);
        const std::vector<llvm::StringRef> references(arguments.begin(), arguments.end());
        std::string message;
        const int status =
            llvm::sys::ExecuteAndWait(executable, references, std::nullopt, {}, 0, 0, &message);
        if (!message.empty()) {
            error_print(executable + ": " + message);
        }
        return status == 0;
    }

    bool job_run(const clang::driver::Command &command) const
    {
        const llvm::opt::ArgStringList &arguments = command.getArguments();
        if (command.getCreator().isLinkJob()) {
            return link_run(command);
        }
        if (!arguments.empty() && llvm::StringRef(arguments.front()) == "-cc1") {
            return compile(cc1_arguments(command), commandLine.target);
        }
        if (!arguments.empty() && llvm::StringRef(arguments.front()) == "-cc1as") {
            return assemble_run(command);
        }
        error_print(std::string("a '") + command.getCreator().getName() +
                    "' step is not supported; give it C, C++, assembly or LLVM IR");
        return false;
    }

    void job_print(const clang::driver::Command &command) const
    {
        const llvm::opt::ArgStringList &arguments = command.getArguments();
        llvm::errs() << " \"" << program_name(language) << '"';
        if (!arguments.empty() && llvm::StringRef(arguments.front()) == "-cc1") {
            llvm::errs() << " \"-cc1\"";
            for (const char *argument : cc1_arguments(command)) {
                llvm::errs() << ' ';
                llvm::sys::printArg(llvm::errs(), argument, true);
            }
        } else {
            for (const char *argument : arguments) {
                llvm::errs() << ' ';
                llvm::sys::printArg(llvm::errs(), argument, true);
            }
        }
        llvm::errs() << '\n';
    }

    /// Runs what clang planned. A job that failed takes those after it with it, except other source
    /// files, whose mistakes are worth knowing too.
    int run() const
    {
        const bool isDryRun = has(options::OPT__HASH_HASH_HASH);
        bool hasFailed = false;
        for (const clang::driver::Command &command : compilation.getJobs()) {
            if (isDryRun || has(options::OPT_v)) {
                job_print(command);
            }
            if (isDryRun || (hasFailed && command.getCreator().isLinkJob())) {
                continue;
            }
            if (!job_run(command)) {
                hasFailed = true;
                compilation.CleanupFileMap(
                    compilation.getFailureResultFiles(),
                    llvm::cast<clang::driver::JobAction>(&command.getSource()));
            }
        }
        if (!has(options::OPT_save_temps) && !has(options::OPT_save_temps_EQ)) {
            compilation.CleanupFileList(compilation.getTempFiles());
        }
        return hasFailed ? 1 : 0;
    }
};

bool is_linked(const CommandLine &commandLine)
{
    return std::ranges::none_of(commandLine.forClang, [](const std::string &argument) {
        return argument == "-c" || argument == "-S" || argument == "-E" || argument == "-M" ||
               argument == "-MM" || argument == "-fsyntax-only" || argument == "-###";
    });
}

/// Stock clang on the same sources. Its riscv32 target knows RV32EMC and ilp32e; stock lld links
/// for the default board.
int baseline_run(SourceLanguage language, const CommandLine &commandLine, const std::string &sdk,
                 const std::string &executable)
{
    std::vector<std::string> arguments = {clang_find()};
    arguments.insert(arguments.end(), commandLine.forClang.begin(), commandLine.forClang.end());
    for (std::string &argument : arguments) {
        if (argument.starts_with("--target=")) {
            argument = "--target=riscv32-unknown-none-elf";
        }
    }
    arguments.insert(arguments.begin() + 1, {"-march=rv32emc", "-mabi=ilp32e", "-nostdlibinc",
                                             "-nostdinc++", "-D__griotte__=1", "-fshort-wchar"});
    for (const std::string &directory :
         header_directories(commandLine, sdk, language == SourceLanguage::Cxx))
    {
        arguments.insert(arguments.end(), {"-isystem", directory});
    }
    if (is_linked(commandLine)) {
        const std::string runtime = runtime_find(executable, "baseline");
        arguments.insert(arguments.end(),
                         {"-Wno-unused-command-line-argument", "-fuse-ld=lld", "-static",
                          "-nostdlib", "-Wl,--gc-sections", "-T", runtime + "/baseline.ld",
                          runtime + "/start.o", runtime + "/libgriotte.a"});
    }
    const std::vector<llvm::StringRef> references(arguments.begin(), arguments.end());
    std::string message;
    const int status =
        llvm::sys::ExecuteAndWait(arguments.front(), references, std::nullopt, {}, 0, 0, &message);
    if (!message.empty()) {
        error_print(arguments.front() + ": " + message + "; --baseline rv32 needs clang-22");
    }
    return status == 0 ? 0 : 1;
}

int clang_driver_run(SourceLanguage language, const CommandLine &commandLine,
                     const std::string &executable)
{
    llvm::SmallVector<const char *, 64> arguments = {program_name(language)};
    for (const std::string &argument : commandLine.forClang) {
        arguments.push_back(argument.c_str());
    }
    const auto diagnosticOptions = clang::CreateAndPopulateDiagOpts(arguments);
    clang::DiagnosticsEngine diagnostics(
        clang::DiagnosticIDs::create(), *diagnosticOptions,
        new clang::TextDiagnosticPrinter(llvm::errs(), *diagnosticOptions));
    clang::ProcessWarningOptions(diagnostics, *diagnosticOptions, *llvm::vfs::getRealFileSystem(),
                                 false);
    clang::driver::Driver driver(executable, CheriotTriple, diagnostics, program_name(language));
    driver.Name = program_name(language);
    driver.ResourceDir = clang_resources_find();
    const std::unique_ptr<clang::driver::Compilation> compilation(
        driver.BuildCompilation(arguments));
    if (compilation == nullptr || compilation->containsError() || diagnostics.hasErrorOccurred()) {
        return 1;
    }
    const Session session{commandLine, sdk_find(commandLine, executable), executable, language,
                          *compilation};
    return session.run();
}

} // namespace

int driver_run(SourceLanguage language, std::span<const std::string> arguments,
               const std::string &executable)
{
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char *, 64> expanded;
    for (const std::string &argument : arguments) {
        expanded.push_back(argument.c_str());
    }
    llvm::cl::ExpansionContext expansion(memory, llvm::cl::TokenizeGNUCommandLine);
    if (llvm::Error error = expansion.expandResponseFiles(expanded)) {
        error_print(llvm::toString(std::move(error)));
        return 1;
    }
    const std::vector<std::string> texts(expanded.begin(), expanded.end());
    const auto commandLine = command_line_parse(language, texts);
    if (!commandLine.has_value()) {
        error_print(commandLine.error().message);
        return 1;
    }
    if (commandLine->special == CommandLine::Special::Version) {
        llvm::outs() << program_name(language) << " " GRIOTTE_VERSION " ("
                     << clang::getClangFullVersion() << ")\nTarget: " << CheriotTriple << '\n';
        return 0;
    }
    if (commandLine->special == CommandLine::Special::Help) {
        help_print(language);
    }
    if (commandLine->isBaseline) {
        return baseline_run(language, *commandLine, sdk_find(*commandLine, executable), executable);
    }
    return clang_driver_run(language, *commandLine, executable);
}

} // namespace griotte::toolchain
