// `griotte as`: assembly text to an object file.
#include "cli/toolchain_commands.h"

#include <memory>

#include <fmt/format.h>

#include "toolchain/target/assembler.h"

namespace griotte::cli {

namespace {

using Output = toolchain::AssemblerOptions::Output;

struct AssembleArguments
{
    std::string input;
    std::string output;
    std::vector<std::string> definitions;
    toolchain::AssemblerOptions options;
    bool hasEncoding = false;
};

/// "name" or "name=value", a number as C writes it.
bool definition_add(const std::string &definition, toolchain::AssemblerOptions &options)
{
    const size_t equals = definition.find('=');
    const std::string name = definition.substr(0, equals);
    int64_t value = 1;
    if (equals != std::string::npos) {
        const std::string digits = definition.substr(equals + 1);
        char *end = nullptr;
        value = std::strtoll(digits.c_str(), &end, 0);
        if (digits.empty() || *end != '\0') {
            toolchain_fail(fmt::format("-D {}: '{}' is not a number", definition, digits));
            return false;
        }
    }
    if (name.empty()) {
        toolchain_fail(fmt::format("-D {}: a symbol must have a name", definition));
        return false;
    }
    options.symbols.emplace_back(name, value);
    return true;
}

std::string output_default(const std::string &input)
{
    if (input == "-") {
        return "a.out";
    }
    const size_t slash = input.rfind('/');
    const std::string base = slash == std::string::npos ? input : input.substr(slash + 1);
    return base.substr(0, base.rfind('.')) + ".o";
}

void assemble_run(AssembleArguments &arguments)
{
    const auto source = file_read(arguments.input);
    if (!source.has_value()) {
        toolchain_fail(source.error());
        return;
    }
    for (const std::string &definition : arguments.definitions) {
        if (!definition_add(definition, arguments.options)) {
            return;
        }
    }
    toolchain::AssemblerOptions &options = arguments.options;
    options.name = arguments.input == "-" ? "<stdin>" : arguments.input;
    if (arguments.hasEncoding) {
        options.output = Output::TextWithEncoding;
    }
    if (arguments.output.empty()) {
        arguments.output = options.output == Output::Object ? output_default(arguments.input) : "-";
    }
    const auto result = toolchain::assemble(*source, options);
    fmt::print(stderr, "{}", result.has_value() ? result->diagnostics : result.error());
    if (!result.has_value()) {
        toolchainStatus = ToolchainFailure;
        return;
    }
    const auto written = file_write(arguments.output, result->contents);
    if (!written.has_value()) {
        toolchain_fail(written.error());
    }
}

} // namespace

void assemble_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<AssembleArguments>();
    CLI::App *command = app.add_subcommand("as", "Assemble");
    command->add_option("input", arguments->input, "Source file, or - for standard input")
        ->required();
    command->add_option("-o,--output", arguments->output, "Where to write; - for standard output");
    command->add_flag("-g", arguments->options.hasDebugInfo, "Line information for the source");
    command->add_option(
        "--debug-compilation-dir", arguments->options.compilationDirectory,
        "What -g calls the working directory, for objects that are the same anywhere");
    command->add_option("-I", arguments->options.includeDirectories, "Look here for .include")
        ->allow_extra_args(false);
    command->add_option("-D", arguments->definitions, "Define a symbol: NAME or NAME=NUMBER")
        ->allow_extra_args(false);
    command->add_option("--filetype", arguments->options.output, "obj or asm")
        ->transform(CLI::Transformer(
            std::map<std::string, Output>{{"obj", Output::Object}, {"asm", Output::Text}}));
    command->add_flag("--relax", arguments->options.hasRelaxation,
                      "Let the linker shorten the code");
    command->add_flag("--show-encoding", arguments->hasEncoding,
                      "Print assembly with each instruction's bytes");
    mode_option_add(*command, arguments->options.mode);
    command->callback([arguments] { assemble_run(*arguments); });
}

} // namespace griotte::cli
