// Measures, and sends what it measures.
#include "collector.h"

#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <timeout.hh>

namespace {

using Debug = ConditionalDebug<true, "Sensor">;

constexpr int Samples = 12;

/// The device: 0, 10, 20, ...
int measure()
{
    static int next;
    const int value = next;
    next += 10;
    return value;
}

} // namespace

int __cheri_compartment("sensor") sensor_run()
{
    CHERI_SEALED(struct MessageQueue *) queue = collector_connect();

    Sample stolen;
    Debug::log("receiving from a queue to send to: {}",
               non_blocking<queue_receive_sealed>(queue, &stolen) == 0 ? "done" : "refused");

    bool wasFull = false;
    for (int i = 0; i < Samples; i++) {
        const Sample sample = {measure(), i == Samples - 1};
        int result = non_blocking<queue_send_sealed>(queue, &sample);
        if (result == -ETIMEDOUT) {
            if (!wasFull) {
                Debug::log("the queue is full after {} samples: waiting from here on.", i);
                wasFull = true;
            }
            // Sleeps until there is room. Meanwhile the less urgent collector gets its turn.
            result = blocking_forever<queue_send_sealed>(queue, &sample);
        }
        Debug::Invariant(result == 0, "sending failed: {}", result);
    }
    Debug::log("all {} samples are sent.", Samples);
    return 0;
}
