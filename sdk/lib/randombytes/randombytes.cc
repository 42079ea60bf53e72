// Compartment `randombytes`: the only one that needs the board's source of entropy.
#include <cheri.hh>
#include <compartment.h>
#include <errno.h>
#include <platform-entropy.hh>
#include <randombytes.h>

int randombytes(uint8_t *output, size_t n)
{
    using CHERI::Permission;
    if (!CHERI::check_pointer<CHERI::PermissionSet{Permission::Store}>(output, n)) {
        return -EINVAL;
    }
    EntropySource source;
    EntropySource::ValueType value{};
    for (size_t i = 0; i < n; i++) {
        if (i % sizeof(value) == 0) {
            value = source();
        }
        output[i] = static_cast<uint8_t>(value);
        value >>= 8;
    }
    return 0;
}
