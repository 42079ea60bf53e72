// Keeps up to 32 objects of mixed sizes alive, allocating and freeing at random: small ones mostly,
// and each eighth a large one. What was freed comes back through quarantine and revoker.
#include <allocator.h>
#include <bench.h>
#include <cheri.hh>
#include <stdlib.h>

/// Enough for as many of the largest as there can be.
DECLARE_AND_DEFINE_ALLOCATOR_CAPABILITY(churnQuota, 96 * 1024);

namespace {

using CHERI::Capability;
using Debug = ConditionalDebug<true, "bench">;

uint32_t *live[32];

uint32_t random_size(uint32_t &state)
{
    const uint32_t random = next(state);
    return random % 8 == 0 ? 512 + random / 8 % 2048 : 8 + random / 8 % 120;
}

} // namespace

int __cheri_compartment("churn") churn_run()
{
    auto *quota = STATIC_SEALED_VALUE(churnQuota);
    uint32_t state = 1;
    uint32_t sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < 64; i++) {
            uint32_t *&object = live[next(state) % 32];
            if (Capability{object}.is_valid()) {
                sum = sum * 17 + *object;
                const int result = heap_free(quota, object);
                Debug::Invariant(result == 0, "freeing failed: {}", result);
                object = nullptr;
            } else {
                const uint32_t size = random_size(state);
                object = static_cast<uint32_t *>(
                    heap_allocate(TimeoutWaitForever, quota, size, AllocateWaitAny));
                Debug::Invariant(Capability{object}.is_valid(), "no memory for {} bytes", size);
                *object = size;
            }
        }
    }
    finish(sum);
}
