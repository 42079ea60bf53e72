// FreeRTOS's tasks, over thread.h: threads are in the manifest, none are made at run time.
#ifndef FREERTOS_COMPAT_TASK_H
#define FREERTOS_COMPAT_TASK_H
#define INC_TASK_H

#include "FreeRTOS.h"
#include <locks.h>
#include <thread.h>

/// `*timeout` becomes now.
static inline void vTaskSetTimeOutState(TimeOut_t *timeout)
{
    SystickReturn now = thread_systemtick_get();
    *timeout = (uint64_t)now.hi << 32 | now.lo;
}

/// Whether `*pxTicksToWait` ticks have passed since `*pxTimeOut`. If not, both are moved to now.
static inline BaseType_t xTaskCheckForTimeOut(TimeOut_t *pxTimeOut, TickType_t *pxTicksToWait)
{
    TimeOut_t now;
    vTaskSetTimeOutState(&now);
    uint64_t elapsed = now - *pxTimeOut;
    if (elapsed >= *pxTicksToWait) {
        *pxTicksToWait = 0;
        return pdTRUE;
    }
    *pxTicksToWait -= (TickType_t)elapsed;
    *pxTimeOut = now;
    return pdFALSE;
}

/// Sleeps all of that time, also if no other thread has anything to do.
static inline void vTaskDelay(const TickType_t xTicksToDelay)
{
    Timeout timeout = {0, xTicksToDelay};
    (void)thread_sleep(&timeout, ThreadSleepNoEarlyWake);
}

static inline TickType_t xTaskGetTickCount(void)
{
    return thread_systemtick_get().lo;
}

static inline TaskHandle_t xTaskGetCurrentTaskHandle(void)
{
    return thread_id_get();
}

__BEGIN_DECLS
// A compartment that uses the functions below defines these. They keep its own threads apart:
// nobody can stop others'.
extern struct RecursiveMutexState __CriticalSectionFlagLock;
extern struct RecursiveMutexState __SuspendFlagLock;
__END_DECLS

static inline void taskENTER_CRITICAL(void)
{
    Timeout t = {0, UnlimitedTimeout};
    recursivemutex_trylock(&t, &__CriticalSectionFlagLock);
}
static inline void taskEXIT_CRITICAL(void)
{
    recursivemutex_unlock(&__CriticalSectionFlagLock);
}
static inline void vTaskSuspendAll(void)
{
    Timeout t = {0, UnlimitedTimeout};
    recursivemutex_trylock(&t, &__SuspendFlagLock);
}
static inline BaseType_t xTaskResumeAll(void)
{
    recursivemutex_unlock(&__SuspendFlagLock);
    return pdTRUE;
}
static inline void vTaskResumeAll(void)
{
    recursivemutex_unlock(&__SuspendFlagLock);
}

#define xTaskCreate(...)                                                                           \
    _Pragma("GCC warning \"threads are not made at run time: put it in the manifest\"")(           \
        TaskHandle_t) -                                                                            \
        1
#define xTaskCreateStatic(...) xTaskCreate(__VA_ARGS__)

#endif
