#include "toolchain/firmware/compile_commands.h"

#include <nlohmann/json.hpp>

namespace griotte::firmware {

std::string compile_commands_json(const Plan &plan, const Paths &paths)
{
    using Json = nlohmann::ordered_json;
    Json entries = Json::array();
    for (const Compilation &compilation : plan.compilations) {
        Json arguments = Json::array({paths.expand("${griotte}/griotte")});
        for (const std::string &argument : compilation.arguments) {
            arguments.push_back(paths.expand(argument));
        }
        Json entry = Json::object();
        entry["directory"] = paths.expand(compilation.folder);
        entry["file"] = compilation.source;
        entry["arguments"] = std::move(arguments);
        entry["output"] = paths.expand("${build}/objects/" + compilation.object);
        entries.push_back(std::move(entry));
    }
    return entries.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace griotte::firmware
