// Spends its time inside the registry.
#include "registry.h"

#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>

namespace {
using Debug = ConditionalDebug<true, "Watcher">;
} // namespace

int __cheri_compartment("watcher") watcher_run()
{
    for (int i = 0; i < 4; i++) {
        const int count = registry_wait();
        if (count == -ECANCELED) {
            Debug::log("was sent home by a restart; comes back.");
        } else {
            Debug::log("there are {} names now.", count);
        }
    }
    return 0;
}
