#include "callee.h"

namespace {

uint32_t sum;

} // namespace

uint32_t callee_mix(uint32_t value)
{
    sum = sum * 33 + value;
    return sum;
}

uint32_t callee_checksum(const uint8_t *bytes, size_t length)
{
    uint32_t columns[16] = {};
    for (size_t i = 0; i < length; i++) {
        columns[i % 16] = columns[i % 16] * 33 + bytes[i];
    }
    uint32_t checksum = 0;
    for (const uint32_t column : columns) {
        checksum ^= column;
    }
    return checksum;
}

uint32_t callee_forward(uint32_t value)
{
    return last_mix(value ^ sum);
}
