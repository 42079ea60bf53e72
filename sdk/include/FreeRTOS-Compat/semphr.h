// FreeRTOS's semaphores, over locks.h. FreeRTOS has one type for three things; say which you use by
// CHERIOT_EXPOSE_FREERTOS_SEMAPHORE, CHERIOT_EXPOSE_FREERTOS_MUTEX,
// CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX: with one, nothing is found out at run time.
#ifndef FREERTOS_COMPAT_SEMPHR_H
#define FREERTOS_COMPAT_SEMPHR_H

#include "FreeRTOS.h"
#include "task.h"
#include <locks.h>
#include <stdlib.h>

#if !defined(CHERIOT_EXPOSE_FREERTOS_SEMAPHORE) && !defined(CHERIOT_EXPOSE_FREERTOS_MUTEX) &&      \
    !defined(CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX)
#error "define CHERIOT_EXPOSE_FREERTOS_SEMAPHORE, _MUTEX or _RECURSIVE_MUTEX, for those you use"
#endif

enum CheriotFreeRTOS_SemaphoreKind : uint8_t
{
    CheriotFreeRTOS_Semaphore,
    CheriotFreeRTOS_Mutex,
    CheriotFreeRTOS_RecursiveMutex,
};

/// Any of the three.
typedef struct StaticSemaphore
{
    union
    {
#ifdef CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX
        struct RecursiveMutexState recursiveMutex;
#endif
#ifdef CHERIOT_EXPOSE_FREERTOS_MUTEX
        struct FlagLockState mutex;
#endif
#ifdef CHERIOT_EXPOSE_FREERTOS_SEMAPHORE
        struct CountingSemaphoreState semaphore;
#endif
    };
#if (defined(CHERIOT_EXPOSE_FREERTOS_SEMAPHORE) + defined(CHERIOT_EXPOSE_FREERTOS_MUTEX) +         \
     defined(CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX)) > 1
#define CHERIOT_FREERTOS_SEMAPHORE_HAS_KIND 1
    enum CheriotFreeRTOS_SemaphoreKind kind;
#endif
#ifdef __cplusplus
    // Zero, as memory from the heap is.
    StaticSemaphore() { __builtin_memset((void *)this, 0, sizeof(*this)); }
#endif
} StaticSemaphore_t;
typedef StaticSemaphore_t *SemaphoreHandle_t;

/// Which it is; known when there is only one kind.
__always_inline static inline enum CheriotFreeRTOS_SemaphoreKind
cheriot_freertos_kind(SemaphoreHandle_t semaphore)
{
#if CHERIOT_FREERTOS_SEMAPHORE_HAS_KIND
    return semaphore->kind;
#else
    (void)semaphore;
#if defined(CHERIOT_EXPOSE_FREERTOS_SEMAPHORE)
    return CheriotFreeRTOS_Semaphore;
#elif defined(CHERIOT_EXPOSE_FREERTOS_MUTEX)
    return CheriotFreeRTOS_Mutex;
#else
    return CheriotFreeRTOS_RecursiveMutex;
#endif
#endif
}

/// Zeroes it and notes what it is to be.
__always_inline static inline SemaphoreHandle_t
cheriot_freertos_make(StaticSemaphore_t *semaphore, enum CheriotFreeRTOS_SemaphoreKind kind)
{
    __builtin_memset((void *)semaphore, 0, sizeof(*semaphore));
#if CHERIOT_FREERTOS_SEMAPHORE_HAS_KIND
    semaphore->kind = kind;
#else
    (void)kind;
#endif
    return semaphore;
}

#ifdef CHERIOT_EXPOSE_FREERTOS_SEMAPHORE
__always_inline static inline SemaphoreHandle_t
xSemaphoreCreateCountingStatic(UBaseType_t uxMaxCount, UBaseType_t uxInitialCount,
                               StaticSemaphore_t *pxSemaphoreBuffer)
{
    cheriot_freertos_make(pxSemaphoreBuffer, CheriotFreeRTOS_Semaphore);
    pxSemaphoreBuffer->semaphore.maxCount = uxMaxCount;
    // Nobody else knows it yet.
    *(uint32_t *)&pxSemaphoreBuffer->semaphore.count = uxInitialCount;
    return pxSemaphoreBuffer;
}

__always_inline static inline SemaphoreHandle_t
xSemaphoreCreateBinaryStatic(StaticSemaphore_t *pxSemaphoreBuffer)
{
    return xSemaphoreCreateCountingStatic(1, 0, pxSemaphoreBuffer);
}

#ifndef CHERIOT_NO_AMBIENT_MALLOC
__always_inline static inline SemaphoreHandle_t xSemaphoreCreateCounting(UBaseType_t uxMaxCount,
                                                                         UBaseType_t uxInitialCount)
{
    SemaphoreHandle_t semaphore = (SemaphoreHandle_t)malloc(sizeof(StaticSemaphore_t));
    return semaphore == NULL
               ? NULL
               : xSemaphoreCreateCountingStatic(uxMaxCount, uxInitialCount, semaphore);
}

__always_inline static inline SemaphoreHandle_t xSemaphoreCreateBinary(void)
{
    return xSemaphoreCreateCounting(1, 0);
}
#endif
#endif

#ifdef CHERIOT_EXPOSE_FREERTOS_MUTEX
__always_inline static inline SemaphoreHandle_t
xSemaphoreCreateMutexStatic(StaticSemaphore_t *pxMutexBuffer)
{
    return cheriot_freertos_make(pxMutexBuffer, CheriotFreeRTOS_Mutex);
}

#ifndef CHERIOT_NO_AMBIENT_MALLOC
__always_inline static inline SemaphoreHandle_t xSemaphoreCreateMutex(void)
{
    SemaphoreHandle_t semaphore = (SemaphoreHandle_t)malloc(sizeof(StaticSemaphore_t));
    return semaphore == NULL ? NULL : xSemaphoreCreateMutexStatic(semaphore);
}
#endif
#endif

#ifdef CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX
__always_inline static inline SemaphoreHandle_t
xSemaphoreCreateRecursiveMutexStatic(StaticSemaphore_t *pxMutexBuffer)
{
    return cheriot_freertos_make(pxMutexBuffer, CheriotFreeRTOS_RecursiveMutex);
}

#ifndef CHERIOT_NO_AMBIENT_MALLOC
__always_inline static inline SemaphoreHandle_t xSemaphoreCreateRecursiveMutex(void)
{
    SemaphoreHandle_t semaphore = (SemaphoreHandle_t)malloc(sizeof(StaticSemaphore_t));
    return semaphore == NULL ? NULL : xSemaphoreCreateRecursiveMutexStatic(semaphore);
}
#endif
#endif

#ifndef CHERIOT_NO_AMBIENT_MALLOC
/// For one that was not made static.
__always_inline static inline void vSemaphoreDelete(SemaphoreHandle_t xSemaphore)
{
    free(xSemaphore);
}
#endif

/// The number of the thread that holds a mutex; 0 for none, and for semaphores.
__always_inline static inline TaskHandle_t xSemaphoreGetMutexHolder(SemaphoreHandle_t xMutex)
{
    switch (cheriot_freertos_kind(xMutex)) {
#ifdef CHERIOT_EXPOSE_FREERTOS_MUTEX
    case CheriotFreeRTOS_Mutex:
        return flaglock_priority_inheriting_get_owner_thread_id(&xMutex->mutex);
#endif
#ifdef CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX
    case CheriotFreeRTOS_RecursiveMutex:
        return flaglock_priority_inheriting_get_owner_thread_id(&xMutex->recursiveMutex.lock);
#endif
    default:
        return 0;
    }
}

/// A semaphore's count; for a mutex, 1 while nobody holds it.
__always_inline static inline UBaseType_t uxSemaphoreGetCount(SemaphoreHandle_t xSemaphore)
{
#ifdef CHERIOT_EXPOSE_FREERTOS_SEMAPHORE
    if (cheriot_freertos_kind(xSemaphore) == CheriotFreeRTOS_Semaphore) {
        return *(const volatile uint32_t *)&xSemaphore->semaphore.count & 0x7fffffff;
    }
#endif
    return xSemaphoreGetMutexHolder(xSemaphore) == 0;
}

/// Takes a semaphore or a mutex that is not recursive; whether it could within that time.
static inline _Bool xSemaphoreTake(SemaphoreHandle_t xSemaphore, TickType_t xTicksToWait)
{
    Timeout timeout = {0, xTicksToWait};
    switch (cheriot_freertos_kind(xSemaphore)) {
#ifdef CHERIOT_EXPOSE_FREERTOS_SEMAPHORE
    case CheriotFreeRTOS_Semaphore:
        return semaphore_get(&timeout, &xSemaphore->semaphore) == 0;
#endif
#ifdef CHERIOT_EXPOSE_FREERTOS_MUTEX
    case CheriotFreeRTOS_Mutex:
        return flaglock_priority_inheriting_trylock(&timeout, &xSemaphore->mutex) == 0;
#endif
    default:
        (void)timeout;
        return 0;
    }
}

/// Gives back what xSemaphoreTake() took; whether it could.
__always_inline static inline _Bool xSemaphoreGive(SemaphoreHandle_t xSemaphore)
{
    switch (cheriot_freertos_kind(xSemaphore)) {
#ifdef CHERIOT_EXPOSE_FREERTOS_SEMAPHORE
    case CheriotFreeRTOS_Semaphore:
        return semaphore_put(&xSemaphore->semaphore) == 0;
#endif
#ifdef CHERIOT_EXPOSE_FREERTOS_MUTEX
    case CheriotFreeRTOS_Mutex:
        flaglock_unlock(&xSemaphore->mutex);
        return 1;
#endif
    default:
        return 0;
    }
}

// Interrupts are handled by threads, so these are what others call too; nothing waits.
__always_inline static inline _Bool __attribute__((__overloadable__))
xSemaphoreTakeFromISR(SemaphoreHandle_t xSemaphore, BaseType_t *pxHigherPriorityTaskWoken)
{
    (void)pxHigherPriorityTaskWoken;
    return xSemaphoreTake(xSemaphore, 0);
}
__always_inline static inline _Bool __attribute__((__overloadable__))
xSemaphoreTakeFromISR(SemaphoreHandle_t xSemaphore)
{
    return xSemaphoreTake(xSemaphore, 0);
}
__always_inline static inline _Bool __attribute__((__overloadable__))
xSemaphoreGiveFromISR(SemaphoreHandle_t xSemaphore, BaseType_t *pxHigherPriorityTaskWoken)
{
    (void)pxHigherPriorityTaskWoken;
    return xSemaphoreGive(xSemaphore);
}
__always_inline static inline _Bool __attribute__((__overloadable__))
xSemaphoreGiveFromISR(SemaphoreHandle_t xSemaphore)
{
    return xSemaphoreGive(xSemaphore);
}

/// Takes a recursive mutex, or takes it again; whether it could within that time.
__always_inline static inline _Bool xSemaphoreTakeRecursive(SemaphoreHandle_t xMutex,
                                                            TickType_t xTicksToWait)
{
#ifdef CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX
    Timeout timeout = {0, xTicksToWait};
    return cheriot_freertos_kind(xMutex) == CheriotFreeRTOS_RecursiveMutex &&
           recursivemutex_trylock(&timeout, &xMutex->recursiveMutex) == 0;
#else
    (void)xMutex;
    (void)xTicksToWait;
    return 0;
#endif
}

__always_inline static inline _Bool xSemaphoreGiveRecursive(SemaphoreHandle_t xMutex)
{
#ifdef CHERIOT_EXPOSE_FREERTOS_RECURSIVE_MUTEX
    return cheriot_freertos_kind(xMutex) == CheriotFreeRTOS_RecursiveMutex &&
           recursivemutex_unlock(&xMutex->recursiveMutex) == 0;
#else
    (void)xMutex;
    return 0;
#endif
}

/// The memory it is in, which is itself.
__always_inline static inline BaseType_t
xSemaphoreGetStaticBuffer(SemaphoreHandle_t xSemaphore, StaticSemaphore_t **ppxSemaphoreBuffer)
{
    *ppxSemaphoreBuffer = xSemaphore;
    return pdTRUE;
}

#endif
