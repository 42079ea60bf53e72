// Random bytes, from compartment `randombytes`, which has the board's source of entropy. They are
// as good as that; a simulated board's are the same in each run.
#ifndef RANDOMBYTES_H
#define RANDOMBYTES_H

#include <cdefs.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <concepts>
#include <type_traits>
#endif

__BEGIN_DECLS
/// Fills `output` with `n` random bytes. 0, or -EINVAL if they cannot be written there.
int __cheri_compartment("randombytes") randombytes(uint8_t *output, size_t n);
__END_DECLS

#ifdef __cplusplus
/// Fills a container's elements.
template <typename T>
    requires requires(T &v) {
        requires std::is_pointer_v<decltype(v.data())>;
        requires std::is_convertible_v<decltype(v.size()), size_t>;
    }
__always_inline int randombytes(T &output)
{
    return randombytes(reinterpret_cast<uint8_t *>(output.data()),
                       output.size() * sizeof(*output.data()));
}

/// Fills an array.
template <typename T, size_t N>
    requires std::is_arithmetic_v<T>
__always_inline int randombytes(T (&output)[N])
{
    return randombytes(reinterpret_cast<uint8_t *>(&output), sizeof(output));
}

/// Fills a number.
template <typename T>
    requires std::is_arithmetic_v<T>
__always_inline int randombytes(T &output)
{
    return randombytes(reinterpret_cast<uint8_t *>(&output), sizeof(output));
}
#endif

#endif
