// Any text as a manifest and as the SDK's list of parts, as a record of a build, and as what a
// compiler says of headers. A manifest that reads is put together with a small SDK.
#include <cstddef>
#include <cstdint>

#include "toolchain/firmware/build_record.h"
#include "toolchain/firmware/graph.h"
#include "toolchain/firmware/make_dependencies.h"
#include "toolchain/firmware/plan.h"

using namespace griotte::firmware;

namespace {

constexpr std::string_view Parts = R"(
[loader]
sources = ["loader.cc"]
[switcher]
sources = ["switcher.S"]
[compartments.scheduler]
core = true
sources = ["scheduler.cc"]
[libraries.debug]
sources = ["debug.cc"]
[objects.guard]
sources = ["guard.S"]
)";

/// A file system where every path with a dot in it is a file.
class AnyFiles final : public SourceFiles
{
public:
    Kind kind_of(const std::string &path) override
    {
        return path.find('.') == std::string::npos ? Kind::Folder : Kind::File;
    }
    std::vector<std::string> names_in(const std::string &) override { return {"a.c", "b.h"}; }
};

void plan(const Manifest &manifest, const Catalogue &catalogue)
{
    const Board board;
    AnyFiles files;
    if (const auto graph = graph_make(manifest, catalogue, board)) {
        (void)plan_make(manifest, catalogue, *graph, board, files);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    static const Catalogue Small = *catalogue_parse(Parts, "parts.toml");
    if (const auto manifest = manifest_parse(text, "firmware.toml")) {
        plan(*manifest, Small);
    }
    if (const auto catalogue = catalogue_parse(text, "parts.toml")) {
        (void)catalogue->find("debug");
    }
    if (const auto record = BuildRecord::parse(text)) {
        (void)record->to_text();
    }
    (void)make_dependencies_parse(text);
    return 0;
}
