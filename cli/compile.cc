// `griotte cc` and `griotte c++`: the compiler's own command line, which is clang's, so it does not
// go through CLI11.
#include "cli/toolchain_commands.h"

#include <filesystem>

#include "toolchain/driver/driver.h"

namespace griotte::cli {

std::optional<int> compile_command_run(int count, char **arguments)
{
    const std::string_view command = count > 1 ? arguments[1] : "";
    if (command != "cc" && command != "c++") {
        return std::nullopt;
    }
    const std::vector<std::string> rest(arguments + 2, arguments + count);
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return toolchain::driver_run(command == "c++" ? toolchain::SourceLanguage::Cxx
                                                  : toolchain::SourceLanguage::C,
                                 rest, self.string());
}

void compile_command_add(CLI::App &app)
{
    app.add_subcommand("cc", "Compile C, with clang's command line");
    app.add_subcommand("c++", "Compile C++, with clang's command line");
}

} // namespace griotte::cli
