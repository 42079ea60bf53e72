#include "sample.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <unistd.h>

namespace griotte::firmware {

Board board_sample()
{
    Board board;
    board.name = "bench";
    board.defines = {"BENCH"};
    board.includes = {"${sdk}/include/platform/bench"};
    board.compilerFlags = {"-fshort-enums"};
    board.interrupts = {{"UartInterrupt", 2, 3, true}};
    board.timerHz = 1000;
    board.tickrateHz = 10;
    board.revoker = "hardware";
    board.revocableStart = 0x8000;
    board.hasStackHighWaterMark = true;
    board.isSimulation = true;
    board.memory.code = {0x8000, 0x10000};
    board.memory.devices = {{"uart", {0x100, 0x200}}};
    return board;
}

Catalogue catalogue_sample()
{
    auto catalogue = catalogue_parse(R"(
[loader]
sources = ["core/loader.cc"]
[switcher]
sources = ["core/switcher.S"]
[compartments.scheduler]
core = true
sources = ["core/scheduler"]
defines = ["THREADS=${threads}", "TABLE=${interrupts}"]
[compartments.sweeper]
core = true
revoker = "software"
sources = ["core/sweeper.cc"]
[compartments.mail]
sources = ["lib/mail.cc"]
uses = ["log", "guard"]
[compartments.dice]
devices = ["uart"]
sources = ["lib/dice.cc"]
[libraries.log]
sources = ["lib/log.cc"]
aliases = ["journal"]
[libraries.text]
portable = true
sources = ["lib/text.c"]
[libraries.post]
sources = ["lib/post.c"]
uses = ["mail"]
[objects.guard]
sources = ["lib/guard.s"]
[shared_objects.epoch]
size = 4
)",
                                     "parts.toml");
    if (!catalogue.has_value()) {
        std::fputs(catalogue.error().message.c_str(), stderr);
        std::abort();
    }
    return *std::move(catalogue);
}

std::string manifest_text(std::string_view more)
{
    return std::string(R"([firmware]
name = "demo"
[compartments.hello]
sources = ["hello.cc"]
[[threads]]
compartment = "hello"
entry = "say_hello"
priority = 1
stack = 1024
trusted_stack_frames = 4
)") + std::string(more);
}

Manifest manifest_of(std::string_view text)
{
    auto manifest = manifest_parse(text, "firmware.toml");
    if (!manifest.has_value()) {
        std::fputs(manifest.error().message.c_str(), stderr);
        std::abort();
    }
    return *std::move(manifest);
}

SourceFiles::Kind PretendedFiles::kind_of(const std::string &path)
{
    if (files.contains(path)) {
        return Kind::File;
    }
    return names_in(path).empty() ? Kind::None : Kind::Folder;
}

std::vector<std::string> PretendedFiles::names_in(const std::string &folder)
{
    std::set<std::string> names;
    for (const std::string &file : files) {
        if (file.starts_with(folder + "/")) {
            const std::string rest = file.substr(folder.size() + 1);
            names.insert(rest.substr(0, rest.find('/')));
        }
    }
    return {names.begin(), names.end()};
}

PretendedFiles files_sample(const std::set<std::string> &more)
{
    std::set<std::string> files = {
        "${project}/hello.cc",        "${sdk}/core/loader.cc",
        "${sdk}/core/switcher.S",     "${sdk}/core/scheduler/main.cc",
        "${sdk}/core/scheduler/w.cc", "${sdk}/core/scheduler/w.hh",
        "${sdk}/core/sweeper.cc",     "${sdk}/lib/mail.cc",
        "${sdk}/lib/log.cc",          "${sdk}/lib/text.c",
        "${sdk}/lib/post.c",          "${sdk}/lib/guard.s",
        "${sdk}/lib/dice.cc",
    };
    files.insert(more.begin(), more.end());
    return PretendedFiles(std::move(files));
}

TemporaryFolder::TemporaryFolder()
{
    std::string pattern = (std::filesystem::temp_directory_path() / "griotte-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        std::abort();
    }
    folder = std::filesystem::canonical(pattern);
}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code error;
    std::filesystem::remove_all(folder, error);
}

std::string TemporaryFolder::path(std::string_view name) const
{
    return name.empty() ? folder.string() : (folder / name).string();
}

void TemporaryFolder::write(std::string_view name, std::string_view contents) const
{
    const std::filesystem::path file = folder / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << contents;
}

} // namespace griotte::firmware
