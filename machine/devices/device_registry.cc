#include "machine/devices/device_registry.h"

#include <map>

#include "base/text.h"

namespace griotte::machine {

namespace {

std::map<std::string, DeviceFactory, std::less<>> &registry()
{
    static std::map<std::string, DeviceFactory, std::less<>> models;
    return models;
}

} // namespace

DeviceModel::DeviceModel(std::string_view name, DeviceFactory factory)
{
    registry().emplace(name, factory);
}

std::vector<std::string> device_models()
{
    std::vector<std::string> names;
    for (const auto &[name, factory] : registry()) {
        names.push_back(name);
    }
    return names;
}

Result<std::unique_ptr<Device>> device_create(std::string_view model,
                                              const DeviceParameters &parameters,
                                              const DeviceContext &context)
{
    const auto found = registry().find(model);
    if (found == registry().end()) {
        const auto names = device_models();
        return fail("device '{}': there is no model '{}'{} (models: {})", parameters.name, model,
                    spelling_hint(model, names), fmt::join(names, ", "));
    }
    return found->second(parameters, context);
}

} // namespace griotte::machine
