// FreeRTOS's queues, over queue.h.
#ifndef FREERTOS_COMPAT_QUEUE_H
#define FREERTOS_COMPAT_QUEUE_H

#include "FreeRTOS.h"
#include <queue.h>

#define errQUEUE_EMPTY pdFALSE
#define errQUEUE_FULL pdFALSE

typedef struct MessageQueue *QueueHandle_t;

#ifndef CHERIOT_NO_AMBIENT_MALLOC
/// Null without memory.
static inline QueueHandle_t xQueueCreate(UBaseType_t uxQueueLength, UBaseType_t uxItemSize)
{
    QueueHandle_t queue = NULL;
    Timeout timeout = {0, UnlimitedTimeout};
    return queue_create(&timeout, MALLOC_CAPABILITY, &queue, uxItemSize, uxQueueLength) == 0 ? queue
                                                                                             : NULL;
}

static inline void vQueueDelete(QueueHandle_t xQueue)
{
    queue_destroy(MALLOC_CAPABILITY, xQueue);
}
#endif

static inline BaseType_t xQueueReceive(QueueHandle_t queueHandle, void *buffer,
                                       TickType_t waitTicks)
{
    Timeout timeout = {0, waitTicks};
    return queue_receive(&timeout, queueHandle, buffer) == 0 ? pdPASS : errQUEUE_EMPTY;
}

static inline BaseType_t xQueueSendToBack(QueueHandle_t queueHandle, const void *buffer,
                                          TickType_t waitTicks)
{
    Timeout timeout = {0, waitTicks};
    return queue_send(&timeout, queueHandle, buffer) == 0 ? pdPASS : errQUEUE_FULL;
}

/// Interrupts are handled by threads, so this is what others call too; nothing waits.
static inline BaseType_t xQueueSendToBackFromISR(QueueHandle_t queueHandle, const void *buffer,
                                                 BaseType_t *pxHigherPriorityTaskWoken)
{
    (void)pxHigherPriorityTaskWoken;
    return xQueueSendToBack(queueHandle, buffer, 0);
}

static inline UBaseType_t uxQueueMessagesWaiting(const QueueHandle_t xQueue)
{
    size_t items = 0;
    queue_items_remaining(xQueue, &items);
    return items;
}

#endif
