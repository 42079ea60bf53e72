#include "machine/devices/device_registry.h"

#include <algorithm>

#include "base/text.h"

namespace griotte::machine {

constinit const DeviceModel *DeviceModel::first = nullptr;

std::vector<std::string> device_models()
{
    std::vector<std::string> names;
    for (const DeviceModel *model = DeviceModel::first; model != nullptr; model = model->next) {
        names.emplace_back(model->name);
    }
    std::ranges::sort(names);
    return names;
}

Result<std::unique_ptr<Device>> device_create(std::string_view model,
                                              const DeviceParameters &parameters,
                                              const DeviceContext &context)
{
    for (const DeviceModel *known = DeviceModel::first; known != nullptr; known = known->next) {
        if (known->name == model) {
            return known->factory(parameters, context);
        }
    }
    const auto names = device_models();
    return fail("device '{}': there is no model '{}'{} (models: {})", parameters.name, model,
                spelling_hint(model, names), fmt::join(names, ", "));
}

} // namespace griotte::machine
