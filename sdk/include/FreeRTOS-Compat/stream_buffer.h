// FreeRTOS's stream buffers, over queue.h: queues of bytes. Without trigger levels: a receiver
// wakes when there is anything.
#ifndef FREERTOS_COMPAT_STREAM_BUFFER_H
#define FREERTOS_COMPAT_STREAM_BUFFER_H

#include "FreeRTOS.h"
#include <queue.h>

typedef struct MessageQueue *StreamBufferHandle_t;

#ifndef CHERIOT_NO_AMBIENT_MALLOC
/// Null without memory.
static inline StreamBufferHandle_t xStreamBufferCreate(size_t xBufferSizeBytes,
                                                       size_t xTriggerLevelBytes)
{
    (void)xTriggerLevelBytes;
    StreamBufferHandle_t buffer = NULL;
    Timeout timeout = {0, UnlimitedTimeout};
    return queue_create(&timeout, MALLOC_CAPABILITY, &buffer, 1, xBufferSizeBytes) == 0 ? buffer
                                                                                        : NULL;
}

static inline void vStreamBufferDelete(StreamBufferHandle_t xStreamBuffer)
{
    queue_destroy(MALLOC_CAPABILITY, xStreamBuffer);
}
#endif

/// How many bytes were sent.
static inline size_t xStreamBufferSend(StreamBufferHandle_t xStreamBuffer, const void *pvTxData,
                                       size_t xDataLengthBytes, TickType_t waitTicks)
{
    Timeout timeout = {0, waitTicks};
    int sent = queue_send_multiple(&timeout, xStreamBuffer, pvTxData, xDataLengthBytes);
    return sent < 0 ? 0 : (size_t)sent;
}

static inline size_t xStreamBufferSendFromISR(StreamBufferHandle_t xStreamBuffer,
                                              const void *pvTxData, size_t xDataLengthBytes,
                                              BaseType_t *pxHigherPriorityTaskWoken)
{
    (void)pxHigherPriorityTaskWoken;
    return xStreamBufferSend(xStreamBuffer, pvTxData, xDataLengthBytes, 0);
}

/// How many bytes were received.
static inline size_t xStreamBufferReceive(StreamBufferHandle_t xStreamBuffer, void *pvRxData,
                                          size_t xBufferLengthBytes, TickType_t xTicksToWait)
{
    Timeout timeout = {0, xTicksToWait};
    int received = queue_receive_multiple(&timeout, xStreamBuffer, pvRxData, xBufferLengthBytes);
    return received < 0 ? 0 : (size_t)received;
}

static inline size_t xStreamBufferReceiveFromISR(StreamBufferHandle_t xStreamBuffer, void *pvRxData,
                                                 size_t xBufferLengthBytes,
                                                 BaseType_t *pxHigherPriorityTaskWoken)
{
    (void)pxHigherPriorityTaskWoken;
    return xStreamBufferReceive(xStreamBuffer, pvRxData, xBufferLengthBytes, 0);
}

static inline size_t xStreamBufferBytesAvailable(StreamBufferHandle_t xStreamBuffer)
{
    size_t bytes = 0;
    queue_items_remaining(xStreamBuffer, &bytes);
    return bytes;
}

static inline size_t xStreamBufferSpacesAvailable(StreamBufferHandle_t xStreamBuffer)
{
    return xStreamBuffer->queueSize - xStreamBufferBytesAvailable(xStreamBuffer);
}

static inline BaseType_t xStreamBufferIsEmpty(StreamBufferHandle_t xStreamBuffer)
{
    return xStreamBufferBytesAvailable(xStreamBuffer) == 0;
}

static inline BaseType_t xStreamBufferIsFull(StreamBufferHandle_t xStreamBuffer)
{
    return xStreamBufferSpacesAvailable(xStreamBuffer) == 0;
}

static inline BaseType_t xStreamBufferReset(StreamBufferHandle_t xStreamBuffer)
{
    Timeout timeout = {0, 0};
    return queue_reset(&timeout, xStreamBuffer) == 0;
}

static inline BaseType_t xStreamBufferResetFromISR(StreamBufferHandle_t xStreamBuffer)
{
    return xStreamBufferReset(xStreamBuffer);
}

__attribute__((__deprecated__("there are no trigger levels"))) static inline BaseType_t
xStreamBufferSetTriggerLevel(StreamBufferHandle_t xStreamBuffer, size_t xTriggerLevel)
{
    (void)xStreamBuffer;
    (void)xTriggerLevel;
    return pdFALSE;
}

#endif
