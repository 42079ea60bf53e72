// Device models by name. A model's file registers itself with one line; nothing else lists models
// but this folder's CMakeLists.txt.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "machine/devices/device.h"

namespace griotte::machine {

using DeviceFactory = std::unique_ptr<Device> (*)(const DeviceParameters &parameters,
                                                  const DeviceContext &context);

/// A model's entry in the list of models, which it joins by existing. Defined at namespace scope in
/// the model's file: `const DeviceModel registered{"uart", make};`
class DeviceModel
{
public:
    DeviceModel(std::string_view theName, DeviceFactory theFactory) noexcept
        : name(theName), factory(theFactory), next(first)
    {
        first = this;
    }
    DeviceModel(const DeviceModel &) = delete;
    DeviceModel &operator=(const DeviceModel &) = delete;

private:
    friend std::vector<std::string> device_models();
    friend Result<std::unique_ptr<Device>> device_create(std::string_view model,
                                                         const DeviceParameters &parameters,
                                                         const DeviceContext &context);

    /// Needs no initialisation of its own, so it does not matter which file's model comes first.
    static constinit const DeviceModel *first;

    std::string_view name;
    DeviceFactory factory;
    const DeviceModel *next;
};

/// Makes a device of `model`. Fails when there is no such model, naming the nearest.
Result<std::unique_ptr<Device>> device_create(std::string_view model,
                                              const DeviceParameters &parameters,
                                              const DeviceContext &context);

/// All model names, sorted.
std::vector<std::string> device_models();

} // namespace griotte::machine
