// Gives memory away and takes it back, whatever was done with it.
#include "plugin.h"
#include "worker.h"

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>

using CHERI::Capability;

namespace {

using Debug = ConditionalDebug<true, "Host">;

int quota()
{
    return heap_quota_remaining(MALLOC_CAPABILITY);
}

/// A part of this compartment's quota. The bytes leave it now: nobody can spend them twice.
AllocatorCapability share_make(size_t bytes)
{
    Timeout timeout{MALLOC_WAIT_TICKS};
    AllocatorCapability share = heap_quota_split(&timeout, MALLOC_CAPABILITY, bytes);
    Debug::Invariant(Capability{share}.is_valid(), "splitting failed: {}",
                     static_cast<int>(Capability{share}.address()));
    return share;
}

/// The same right, to allocate and nothing else. To end a quota takes AllocatorPermitFreeAll.
AllocatorCapability delegate(AllocatorCapability share)
{
    return allocator_permissions_and(share, AllocatorPermitAllocate);
}

void share_and_recover()
{
    Debug::log("1. A share of 1024 bytes.");
    Debug::log("mine {}", quota());
    AllocatorCapability share = share_make(1024);
    Debug::log("mine {}, the share {}", quota(), static_cast<int>(heap_quota_remaining(share)));

    Debug::log("the worker gets {} blocks of 128", worker_run(delegate(share)));
    Debug::log("mine {}, the share {}", quota(), static_cast<int>(heap_quota_remaining(share)));
    Debug::log("the worker ending its quota: {}",
               worker_sweep(delegate(share)) == -EPERM ? "refused" : "done");

    Debug::log("recovered: {}", static_cast<int>(heap_quota_recover(MALLOC_CAPABILITY, share)));
    Debug::log("mine {}, the worker has {} blocks", quota(), worker_blocks());
    Debug::log("allocating with the old share: {}", worker_run(share) == 0 ? "refused" : "done");
}

void share_of_a_share()
{
    Debug::log("2. A share of a share.");
    AllocatorCapability share = share_make(1024);
    const int blocks = worker_run_with_plugin(delegate(share));
    Debug::log("the plugin gets {} blocks, the worker {}", plugin_blocks(), blocks);

    // The result is the worker's, and about to be freed. A claim keeps it, at the host's cost.
    const int *result = worker_result();
    const int cost = static_cast<int>(heap_claim(MALLOC_CAPABILITY, const_cast<int *>(result)));
    Debug::log("claiming {} bytes of them, the host has {}", cost, quota());

    heap_quota_recover(MALLOC_CAPABILITY, share);
    Debug::log("recovered: the plugin has {} blocks, the worker {}", plugin_blocks(),
               worker_blocks());
    Debug::log("the result is {}", *result);
    heap_free(MALLOC_CAPABILITY, const_cast<int *>(result));
    Debug::log("mine {}, the worker has {} blocks", quota(), worker_blocks());
}

void share_too_large()
{
    Debug::log("3. Nobody gives what he has not got.");
    Timeout timeout{MALLOC_WAIT_TICKS};
    const Capability share{heap_quota_split(&timeout, MALLOC_CAPABILITY, MALLOC_QUOTA)};
    Debug::log("a share of {} bytes: {}", MALLOC_QUOTA,
               static_cast<int>(share.address()) == -ENOMEM ? "refused" : "done");
}

} // namespace

int __cheri_compartment("host") host_run()
{
    share_and_recover();
    share_of_a_share();
    share_too_large();
    return 0;
}
