// FreeRTOS's event groups, over event.h.
#ifndef FREERTOS_COMPAT_EVENT_GROUPS_H
#define FREERTOS_COMPAT_EVENT_GROUPS_H

#include "FreeRTOS.h"
#include <event.h>
#include <stdint.h>
#include <stdlib.h>

typedef uint32_t EventBits_t;
typedef struct EventGroup *EventGroupHandle_t;

#ifndef CHERIOT_NO_AMBIENT_MALLOC
static inline EventGroupHandle_t xEventGroupCreate(void)
{
    struct EventGroup *group = NULL;
    Timeout timeout = {0, UnlimitedTimeout};
    return eventgroup_create(&timeout, MALLOC_CAPABILITY, &group) == 0 ? group : NULL;
}

static inline void vEventGroupDelete(EventGroupHandle_t xEventGroup)
{
    eventgroup_destroy(MALLOC_CAPABILITY, xEventGroup);
}
#endif

static inline EventBits_t xEventGroupSetBits(EventGroupHandle_t xEventGroup,
                                             const EventBits_t uxBitsToSet)
{
    EventBits_t bits = 0;
    Timeout timeout = {0, UnlimitedTimeout};
    eventgroup_set(&timeout, xEventGroup, &bits, uxBitsToSet);
    return bits;
}

/// The bits as they were before.
static inline EventBits_t xEventGroupClearBits(EventGroupHandle_t xEventGroup,
                                               const EventBits_t uxBitsToClear)
{
    EventBits_t before = 0;
    EventBits_t after = 0;
    Timeout timeout = {0, UnlimitedTimeout};
    eventgroup_get(xEventGroup, &before);
    eventgroup_clear(&timeout, xEventGroup, &after, uxBitsToClear);
    return before;
}

static inline EventBits_t xEventGroupWaitBits(EventGroupHandle_t xEventGroup,
                                              const EventBits_t uxBitsToWaitFor,
                                              const BaseType_t xClearOnExit,
                                              const BaseType_t xWaitForAllBits,
                                              TickType_t xTicksToWait)
{
    EventBits_t bits = 0;
    Timeout timeout = {0, xTicksToWait};
    eventgroup_wait(&timeout, xEventGroup, &bits, uxBitsToWaitFor, xWaitForAllBits != pdFALSE,
                    xClearOnExit != pdFALSE);
    return bits;
}

#endif
