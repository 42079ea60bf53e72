#include "counter.h"

namespace {

/// Only this compartment has a capability to it.
int sum = 0;

} // namespace

int counter_add(const int *numbers, int count)
{
    // Nothing is checked here: bounds are the machine's business.
    for (int i = 0; i < count; i++) {
        sum += numbers[i];
    }
    return sum;
}
