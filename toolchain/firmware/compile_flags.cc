#include "toolchain/firmware/compile_flags.h"

#include <fmt/format.h>

namespace griotte::firmware {

namespace {

/// Collects arguments for one source.
class Arguments
{
public:
    Arguments(const CompileTarget &theTarget, Language theLanguage)
        : target(theTarget), language(theLanguage)
    {}

    std::vector<std::string> collect(const std::string &source)
    {
        add(language == Language::Cxx ? "c++" : "cc");
        target_add();
        if (language == Language::C || language == Language::Cxx) {
            language_add();
        } else {
            add("-Qunused-arguments"); // most of the above
        }
        if (language != Language::Assembly) {
            settings_add();
        }
        add("-c");
        add(source);
        return std::move(result);
    }

private:
    void add(std::string argument) { result.push_back(std::move(argument)); }

    [[nodiscard]] bool is_bare_metal() const { return target.domain.empty(); }

    void target_add()
    {
        add("--sysroot=${sdk}");
        add(is_bare_metal() ? "-mabi=cheriot-baremetal" : "-mabi=cheriot");
        if (!is_bare_metal()) {
            add("-cheri-compartment=" + target.domain);
        }
        add("-O" + target.optimisation);
        if (target.hasDebugInformation) {
            add("-g");
        }
        // What is built in another folder, or with the SDK elsewhere, is the same to the last byte.
        add("-ffile-prefix-map=${sdk}=sdk");
        if (target.isOfSdk) {
            // Its sources are named in full, and so below "sdk" already.
            add("-fdebug-compilation-dir=.");
        } else {
            add("-ffile-prefix-map=${project}=.");
        }
    }

    void language_add()
    {
        if (language == Language::Cxx) {
            add("-std=c++23");
            add("-fno-rtti");
            // Compartments have no end.
            add("-fno-c++-static-destructors");
        } else {
            add("-std=c23");
        }
        // Calls the SDK does not answer under the names the optimiser would give them.
        for (const char *name : {"setjmp", "longjmp", "printf"}) {
            add(fmt::format("-fno-builtin-{}", name));
        }
    }

    void settings_add()
    {
        if (target.isLibrary) {
            add("-DCHERIOT_NO_AMBIENT_MALLOC");
        }
        if (target.board != nullptr) {
            board_defines_add(*target.board);
        }
        for (const CompileSettings *settings : {target.common, target.own}) {
            for (const Word &define : settings == nullptr ? noWords : settings->defines) {
                add("-D" + define.text);
            }
        }
        for (const CompileSettings *settings : {target.own, target.common}) {
            for (const Word &folder : settings == nullptr ? noWords : settings->include) {
                add("-I" + folder.text);
            }
        }
        if (target.board != nullptr) {
            for (const std::string &folder : target.board->includes) {
                add("-I" + folder);
            }
            add("-I${build}/generated");
        }
        if (language == Language::PreprocessedAssembly) {
            return;
        }
        if (target.board != nullptr) {
            for (const std::string &flag : target.board->compilerFlags) {
                add(flag);
            }
        }
        for (const CompileSettings *settings : {target.common, target.own}) {
            flags_add(settings);
        }
    }

    void flags_add(const CompileSettings *settings)
    {
        if (settings == nullptr) {
            return;
        }
        for (const Word &flag : settings->cFlags) {
            add(flag.text);
        }
        if (language == Language::Cxx) {
            for (const Word &flag : settings->cxxFlags) {
                add(flag.text);
            }
        }
    }

    void board_defines_add(const Board &board)
    {
        for (const std::string &define : board.defines) {
            add("-D" + define);
        }
        add(fmt::format("-DCPU_TIMER_HZ={}", board.timerHz));
        add(fmt::format("-DTICK_RATE_HZ={}", board.tickrateHz));
        if (board.isSimulation) {
            add("-DSIMULATION");
        }
        if (board.hasStackHighWaterMark) {
            add("-DCONFIG_MSHWM");
        }
        if (!board.revoker.empty()) {
            add("-DTEMPORAL_SAFETY");
        }
        if (board.revoker == "software") {
            add("-DSOFTWARE_REVOKER");
        }
        for (const link::FirmwareDevice &device : board.memory.devices) {
            add("-DDEVICE_EXISTS_" + device.name);
        }
    }

    inline static const std::vector<Word> noWords;

    const CompileTarget &target;
    Language language;
    std::vector<std::string> result;
};

} // namespace

std::vector<std::string> compile_arguments(const CompileTarget &target, Language language,
                                           const std::string &source)
{
    return Arguments(target, language).collect(source);
}

std::string interrupts_header(const Board &board)
{
    std::string text = "// The board's interrupts by name. Made from its description.\n"
                       "#pragma once\n\n#include <stdint.h>\n\nenum InterruptName : uint16_t\n{\n";
    for (const Board::Interrupt &interrupt : board.interrupts) {
        text += fmt::format("    {} = {},\n", interrupt.name, interrupt.number);
    }
    if (board.interrupts.empty()) {
        text += "    DummyInterrupt = 0,\n"; // an enumeration needs something
    }
    return text + "};\n";
}

std::string interrupts_table(const Board &board)
{
    std::string text;
    for (const Board::Interrupt &interrupt : board.interrupts) {
        text += fmt::format("{{{},{},{}}},", interrupt.number, interrupt.priority,
                            interrupt.isEdgeTriggered);
    }
    return text;
}

} // namespace griotte::firmware
