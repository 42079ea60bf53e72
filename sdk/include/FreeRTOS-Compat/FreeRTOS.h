// FreeRTOS's names for what CHERIoT RTOS has, for code that is ported. Types and macros here,
// functions in the other headers; they are inline, and take memory from MALLOC_CAPABILITY where
// FreeRTOS would from its heap.
#ifndef FREERTOS_COMPAT_FREERTOS_H
#define FREERTOS_COMPAT_FREERTOS_H
#define INC_FREERTOS_H

#include <assert.h>
#include <cdefs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <tick_macros.h>
#include <timeout.h>

typedef Ticks TickType_t;
typedef int32_t BaseType_t;
typedef uint32_t UBaseType_t;
/// The number of a thread.
typedef uint16_t TaskHandle_t;
/// A time in ticks.
typedef uint64_t TimeOut_t;

#define pdMS_TO_TICKS(x) MS_TO_TICKS((x))
#define pdFREERTOS_LITTLE_ENDIAN 0
#define pdFREERTOS_BIG_ENDIAN 1
#define pdFALSE ((BaseType_t)0)
#define pdTRUE ((BaseType_t)1)
#define pdFAIL pdFALSE
#define pdPASS pdTRUE
#define PRIVILEGED_FUNCTION
#define configTICK_RATE_HZ TICK_RATE_HZ
#define portMAX_DELAY UINT32_MAX
#define portTICK_PERIOD_MS MS_PER_TICK

/// Says what failed, on the line that stdout is, and traps.
#ifdef NDEBUG
#define configASSERT(x) ((void)0)
#else
#define configASSERT(x)                                                                            \
    ((x) ? (void)0                                                                                 \
         : (printf("Assertion failure in %s() %s:%d: %s\n", __func__, __FILE_NAME__, __LINE__,     \
                   #x),                                                                            \
            panic()))
#endif

// What FreeRTOS's list.c can be told to trace.
#ifndef traceENTER_vListInitialise
#define traceENTER_vListInitialise(...) ((void)0)
#endif
#ifndef traceRETURN_vListInitialise
#define traceRETURN_vListInitialise(...) ((void)0)
#endif
#ifndef traceENTER_vListInitialiseItem
#define traceENTER_vListInitialiseItem(...) ((void)0)
#endif
#ifndef traceRETURN_vListInitialiseItem
#define traceRETURN_vListInitialiseItem(...) ((void)0)
#endif
#ifndef traceENTER_vListInsertEnd
#define traceENTER_vListInsertEnd(...) ((void)0)
#endif
#ifndef traceRETURN_vListInsertEnd
#define traceRETURN_vListInsertEnd(...) ((void)0)
#endif
#ifndef traceENTER_vListInsert
#define traceENTER_vListInsert(...) ((void)0)
#endif
#ifndef traceRETURN_vListInsert
#define traceRETURN_vListInsert(...) ((void)0)
#endif
#ifndef traceENTER_uxListRemove
#define traceENTER_uxListRemove(...) ((void)0)
#endif
#ifndef traceRETURN_uxListRemove
#define traceRETURN_uxListRemove(...) ((void)0)
#endif
#ifndef mtCOVERAGE_TEST_DELAY
#define mtCOVERAGE_TEST_DELAY() ((void)0)
#endif
#ifndef mtCOVERAGE_TEST_MARKER
#define mtCOVERAGE_TEST_MARKER() ((void)0)
#endif

#include "event_groups.h"
#include "queue.h"
#include "stream_buffer.h"
#include "task.h"
#if __has_include(<list.h>)
#include <list.h>
#endif

#endif
