// The compartment `collector`: averages samples that others send it.
#pragma once

#include <compartment.h>
#include <queue.h>

/// What is sent. It is copied into the queue and out of it.
struct Sample
{
    int value;
    bool isLast;
};

/// The queue to send samples to, good for sending and for nothing else. Untagged when the collector
/// has no memory for it.
CHERI_SEALED(struct MessageQueue *) __cheri_compartment("collector") collector_connect();
