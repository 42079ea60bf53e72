#include "machine/cpu/tag_loss.h"

#include <algorithm>

namespace griotte::machine {

void TagLossLog::derived(const Capability &source, const Capability &result)
{
    if (auto loss = find(source)) {
        loss->after = result;
        add(*loss);
    }
}

std::optional<TagLoss> TagLossLog::find(const Capability &value) const
{
    const uint64_t count = std::min<uint64_t>(next, Capacity);
    const TagLoss *similar = nullptr;
    for (uint64_t age = 1; age <= count; age++) {
        const TagLoss &loss = entries[(next - age) % Capacity];
        if (loss.after.metadata() != value.metadata()) {
            continue;
        }
        if (loss.after.address() == value.address()) {
            return loss;
        }
        if (similar == nullptr) {
            similar = &loss;
        }
    }
    return similar != nullptr ? std::optional(*similar) : std::nullopt;
}

} // namespace griotte::machine
