// Device models by name. A model's file registers itself with one line; nothing else lists models
// but this folder's CMakeLists.txt.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "machine/devices/device.h"

namespace griotte::machine {

using DeviceFactory = std::unique_ptr<Device> (*)(const DeviceParameters &parameters,
                                                  const DeviceContext &context);

/// Makes a device of `model`. Fails when there is no such model, naming the nearest.
Result<std::unique_ptr<Device>> device_create(std::string_view model,
                                              const DeviceParameters &parameters,
                                              const DeviceContext &context);

/// All model names, sorted.
std::vector<std::string> device_models();

/// Defined at namespace scope in a model's file: `const DeviceModel Registered{"uart", make};`
struct DeviceModel
{
    DeviceModel(std::string_view name, DeviceFactory factory);
};

} // namespace griotte::machine
