// See options.h.
#include "toolchain/driver/options.h"

#include <array>
#include <string_view>

#include "toolchain/driver/cheriot_version.h"

namespace griotte::toolchain {

namespace {

/// An option that is refused, why, and what to do instead. `text` ends in * for a prefix.
struct Refused
{
    std::string_view text;
    const char *why;
};

constexpr std::array RefusedOptions = {
    Refused{"-fpic", "code is position independent by nature: PCC and CGP move; leave it out"},
    Refused{"-fPIC", "code is position independent by nature: PCC and CGP move; leave it out"},
    Refused{"-fpie", "code is position independent by nature: PCC and CGP move; leave it out"},
    Refused{"-fPIE", "code is position independent by nature: PCC and CGP move; leave it out"},
    Refused{"-pie", "images are linked for their place; leave it out"},
    Refused{"-shared", "there are no shared objects; shared libraries are compartments' libcalls"},
    Refused{"-fexceptions", "there is no unwinder; return errors as values"},
    Refused{"-fcxx-exceptions", "there is no unwinder; return errors as values"},
    Refused{"-fsanitize=*", "there is no run-time for sanitizers; capabilities check bounds"},
    Refused{"-flto*", "link-time optimisation is not supported; leave it out"},
    Refused{"-fopenmp*", "there is one hart; leave it out"},
    Refused{"-fprofile-*", "there is no profiling run-time; use griotte run --stats"},
    Refused{"-fcoverage-mapping", "there is no profiling run-time"},
    Refused{"-pg", "there is no profiling run-time; use griotte run --stats"},
    Refused{"-fsplit-stack", "the stack is one capability; leave it out"},
    Refused{"-fobjc-arc", "there is no Objective-C"},
};

/// Accepted and without effect: the machine always has, or never has, what they ask for.
constexpr std::array IgnoredOptions = {
    std::string_view("-mxcheri-rvc"),
    std::string_view("-mno-xcheri-rvc"),
    std::string_view("-mrelax"),
    std::string_view("-mno-relax"),
    std::string_view("-mxcheri-norvc"),
    std::string_view("-mno-strict-align"),
    std::string_view("-mstrict-align"),
    std::string_view("-msoft-float"),
    std::string_view("-mcmodel=medany"),
    std::string_view("-mcmodel=medlow"),
    std::string_view("-fno-asynchronous-unwind-tables"),
};

bool is_match(std::string_view argument, std::string_view pattern)
{
    return pattern.ends_with('*') ? argument.starts_with(pattern.substr(0, pattern.size() - 1))
                                  : argument == pattern;
}

/// Walks the arguments; `text` is the one at hand.
class Parser
{
public:
    explicit Parser(std::span<const std::string> theArguments) : arguments(theArguments) {}

    Result<CommandLine> parse()
    {
        for (; position < arguments.size(); position++) {
            TRY_VOID(argument_parse());
        }
        return std::move(result);
    }

private:
    /// The value of `name`, joined by = or the next argument, when that is the option at hand.
    Result<bool> value_take(std::string_view name, std::string &value)
    {
        const std::string &text = arguments[position];
        if (text == name) {
            if (position + 1 == arguments.size()) {
                return fail("argument to '{}' is missing (expected 1 value)", name);
            }
            value = arguments[++position];
            return true;
        }
        if (text.starts_with(name) && text.size() > name.size() && text[name.size()] == '=') {
            value = text.substr(name.size() + 1);
            return true;
        }
        return false;
    }

    Result<void> argument_parse()
    {
        const std::string &text = arguments[position];
        std::string value;
        if (TRY(value_take("--target", value)) || TRY(value_take("-target", value))) {
            return triple_set(value);
        }
        if (TRY(value_take("-mabi", value))) {
            return abi_set(value);
        }
        if (TRY(value_take("-mcpu", value)) || TRY(value_take("-mtune", value))) {
            return value == "cheriot" ? Result<void>()
                                      : fail("unknown CPU '{}'; the CPU is 'cheriot'", value);
        }
        if (TRY(value_take("-march", value))) {
            return value.starts_with("rv32e")
                       ? Result<void>()
                       : fail("unknown architecture '{}'; CHERIoT is rv32emc_xcheriot, which "
                              "needs no -march",
                              value);
        }
        if (TRY(value_take("--baseline", value))) {
            result.isBaseline = value == "rv32";
            return result.isBaseline ? Result<void>()
                                     : fail("unknown baseline '{}'; there is 'rv32'", value);
        }
        if (TRY(value_take("-cheri-compartment", result.target.compartment)) ||
            TRY(value_take("--cheri-compartment", result.target.compartment)))
        {
            return {};
        }
        if (TRY(value_take("--board", result.board)) ||
            TRY(value_take("--sysroot", result.sysroot)))
        {
            return {};
        }
        if (text == "-Xclang" && position + 1 < arguments.size() &&
            arguments[position + 1].starts_with("-cheri-bounds="))
        {
            position++; // bounds are those of whole objects
            return {};
        }
        return flag_parse(text);
    }

    Result<void> flag_parse(const std::string &text)
    {
        for (const Refused &refused : RefusedOptions) {
            if (is_match(text, refused.text)) {
                return fail("unsupported option '{}': {}", text, refused.why);
            }
        }
        for (const std::string_view ignored : IgnoredOptions) {
            if (text == ignored) {
                return {};
            }
        }
        if (text == "--version") {
            result.special = CommandLine::Special::Version;
        } else if (text == "--help" || text == "-help") {
            result.special = CommandLine::Special::Help;
        } else if (text.starts_with("-Wno-cheri") || text.starts_with("-Wcheri") ||
                   text.starts_with("-Werror=cheri"))
        {
            if (text.ends_with("cheri-capability-misuse") || text.ends_with("cheri")) {
                result.target.isMisuseWarned = !text.starts_with("-Wno-");
            }
            return {};
        } else if (text == "-w") {
            result.target.isMisuseWarned = false;
        } else if (text == "-nostdinc" || text == "--no-standard-includes") {
            result.hasSystemHeaders = result.hasResourceHeaders = result.hasCxxHeaders = false;
        } else if (text == "-nostdlibinc") {
            result.hasSystemHeaders = result.hasCxxHeaders = false;
        } else if (text == "-nobuiltininc") {
            result.hasResourceHeaders = false;
        } else if (text == "-nostdinc++") {
            result.hasCxxHeaders = false;
        }
        result.forClang.push_back(text);
        return {};
    }

    Result<void> triple_set(std::string_view triple)
    {
        // CHERIoT's build scripts call bare metal by the second name.
        if (triple.find("cheriot") == std::string_view::npos && triple != "riscv32-unknown-unknown")
        {
            return fail("unknown target '{}'; this compiler is for '{}' and for "
                        "'riscv32-unknown-cheriotrtos', and --baseline rv32 for plain RV32EMC",
                        triple, CheriotTriple);
        }
        if (!isAbiGiven) {
            result.target.isBareMetal = !triple.ends_with("cheriotrtos");
        }
        return {};
    }

    Result<void> abi_set(std::string_view abi)
    {
        if (abi != "cheriot" && abi != "cheriot-baremetal") {
            return fail("unknown ABI '{}'; there are 'cheriot' and 'cheriot-baremetal'", abi);
        }
        isAbiGiven = true;
        result.target.isBareMetal = abi == "cheriot-baremetal";
        return {};
    }

    std::span<const std::string> arguments;
    size_t position = 0;
    bool isAbiGiven = false;
    CommandLine result;
};

/// What clang's driver is told before the user's own options, which may say otherwise.
std::vector<std::string> defaults(SourceLanguage language)
{
    std::vector<std::string> result = {
        std::string("--target=") + CheriotTriple,
        // Nobody is to hear that an assembly file had no use for these.
        "--start-no-unused-arguments",
        "-fintegrated-as",
        "-ffunction-sections",
        "-fdata-sections",
        "-fno-addrsig",
        "-fno-exceptions",
        "-fno-rtti",
        "-fno-unwind-tables",
        "-fomit-frame-pointer",
        "-funsigned-char",
        // An address has 32 bits: taking one from a pointer is no mistake. Going back is, and has a
        // warning of its own.
        "-Wno-pointer-to-int-cast",
        "-Wno-int-to-pointer-cast",
        "-Wno-microsoft-cast",
        "-Wno-atomic-alignment",
        "--end-no-unused-arguments",
    };
    if (language == SourceLanguage::Cxx) {
        result.insert(result.begin(), "--driver-mode=g++");
    }
    return result;
}

} // namespace

Result<CommandLine> command_line_parse(SourceLanguage language,
                                       std::span<const std::string> arguments)
{
    CommandLine result = TRY(Parser(arguments).parse());
    std::vector<std::string> forClang = defaults(language);
    // Compartments do not end, so nothing would ever run the destructors of static objects.
    if (language == SourceLanguage::Cxx && !result.target.isBareMetal) {
        forClang.insert(forClang.end(),
                        {"--start-no-unused-arguments", "-fno-c++-static-destructors",
                         "--end-no-unused-arguments"});
    }
    forClang.insert(forClang.end(), result.forClang.begin(), result.forClang.end());
    result.forClang = std::move(forClang);
    return result;
}

} // namespace griotte::toolchain
