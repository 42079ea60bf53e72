// What hash tables ask of the library: the number of buckets, and the hash of some bytes.
#include <__hash_table>
#include <functional>
#include <string.h>

namespace {

bool is_prime(size_t number)
{
    if (number % 2 == 0 || number % 3 == 0) {
        return number == 2 || number == 3;
    }
    // Other primes are one less or one more than a multiple of six.
    for (size_t divisor = 5; divisor <= number / divisor; divisor += 6) {
        if (number % divisor == 0 || number % (divisor + 2) == 0) {
            return false;
        }
    }
    return number > 1;
}

} // namespace

_LIBCPP_BEGIN_NAMESPACE_STD

/// The smallest prime that is not less than `number`; 0 for 0.
size_t __next_prime(size_t number)
{
    if (number == 0) {
        return 0;
    }
    while (!is_prime(number)) {
        number++;
    }
    return number;
}

/// FNV-1a by words: the last, shorter one is filled with zeros, and the length begins the hash.
size_t __hash_memory(_LIBCPP_NOESCAPE const void *memory, size_t length) noexcept
{
    constexpr uint32_t Prime = 0x01000193;
    uint32_t hash = 0x811c9dc5 ^ static_cast<uint32_t>(length);
    const auto *at = static_cast<const char *>(memory);
    while (length != 0) {
        uint32_t word = 0;
        size_t part = length < sizeof(word) ? length : sizeof(word);
        memcpy(&word, at, part);
        hash = (hash ^ word) * Prime;
        hash ^= hash >> 15;
        at += part;
        length -= part;
    }
    return hash;
}

_LIBCPP_END_NAMESPACE_STD
