// Interrupts as futexes: one word for each interrupt of the board, which counts how often it came.
//
// The controller is a template argument with the interface of platform-plic.hh, so that the host's
// tests can put their own in its place.
#pragma once

#include <new>
#include <stddef.h>
#include <stdint.h>

namespace scheduler {

/// An interrupt as the board describes it.
struct InterruptDescription
{
    uint32_t number;
    uint32_t priority;
    /// It is complete as soon as it was claimed; others wait for interrupt_complete().
    bool isEdgeTriggered;
};

/// The largest interrupt number, 0 without interrupts.
template <size_t Count>
constexpr uint32_t largest_number(const InterruptDescription (&descriptions)[Count])
{
    uint32_t largest = 0;
    for (const InterruptDescription &description : descriptions) {
        largest = description.number > largest ? description.number : largest;
    }
    return largest;
}

template <typename Controller, size_t Count>
class Interrupts
{
public:
    explicit constexpr Interrupts(const InterruptDescription (&theDescriptions)[Count])
        : descriptions(theDescriptions)
    {}

    /// Brings the controller up with the board's interrupts enabled, and no others.
    void initialise()
    {
        new (storage) Controller;
        for (const InterruptDescription &description : descriptions) {
            if (description.number != 0) {
                controller().priority_set(description.number, description.priority);
                controller().interrupt_enable(description.number);
            }
        }
    }

    /// The word of an interrupt; null if the board has none of this number.
    uint32_t *word(uint32_t number)
    {
        for (size_t index = 0; index < Count; index++) {
            if (descriptions[index].number == number && number != 0) {
                return &words[index];
            }
        }
        return nullptr;
    }

    /// Claims what is pending, counts it, and calls `wake(uint32_t *word)` for each. Not more than
    /// there are interrupts: one that keeps coming must not keep everybody else from running.
    void deliver(auto &&wake)
    {
        for (size_t count = 0; count < Count; count++) {
            const auto number = controller().interrupt_claim();
            if (!number.has_value()) {
                return;
            }
            // One that is not the board's stays claimed, and therefore quiet.
            for (size_t index = 0; index < Count; index++) {
                if (descriptions[index].number == *number) {
                    words[index]++;
                    if (descriptions[index].isEdgeTriggered) {
                        controller().interrupt_complete(*number);
                    }
                    wake(&words[index]);
                }
            }
        }
    }

    /// Lets an interrupt come again.
    void complete(uint32_t number) { controller().interrupt_complete(number); }

    /// The controller itself, after initialise().
    Controller &controller() { return *reinterpret_cast<Controller *>(storage); }

private:
    const InterruptDescription (&descriptions)[Count];
    uint32_t words[Count] = {};
    alignas(Controller) unsigned char storage[sizeof(Controller)] = {};
};

} // namespace scheduler
