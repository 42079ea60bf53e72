// Every kind of call that takes a timeout, relative and absolute, from C.
#include "service.h"

#include <errno.h>
#include <event.h>
#include <futex.h>
#include <locks.h>
#include <queue.h>
#include <simulator.h>
#include <stdio.h>
#include <stdlib.h>
#include <thread.h>
#include <timeout.h>

static struct MessageQueue *questions;
static struct MessageQueue *answers;
static struct EventGroup *events;
static uint32_t word;
static struct FlagLockState lock;

static int failures;

static void check(const char *what, long long got, long long wanted)
{
    printf("%s: %lld\n", what, got);
    failures += got != wanted;
}

static void heap_try(void)
{
    Timeout timeout = {0, 5};
    int *numbers = heap_allocate(&timeout, MALLOC_CAPABILITY, 4 * sizeof(int), AllocateWaitAny);
    check("allocated", cheri_is_valid(numbers), 1);
    check("in ticks", timeout.elapsed, 0);
    numbers[3] = 7;
    check("used", numbers[3], 7);
    check("freed", heap_free(MALLOC_CAPABILITY, numbers), 0);
    char *text = malloc(32);
    check("by malloc", cheri_is_valid(text), 1);
    free(text);
    void *none = heap_allocate(TimeoutNoWait, MALLOC_CAPABILITY, MALLOC_QUOTA + 1, AllocateWaitAny);
    check("more than the quota", cheri_is_valid(none), 0);
}

static void time_try(void)
{
    Timeout three = {0, 3};
    check("slept", thread_sleep(&three, ThreadSleepNoEarlyWake), 0);
    check("for ticks", three.elapsed >= 3 && three.remaining == 0, 1);
    check("slept until a time that has passed", thread_sleep(TimeoutNoWait, 0), 0);
    Timeout one = {0, 1};
    check("nobody wakes", futex_timed_wait(&one, &word, 0, 0), -ETIMEDOUT);
    check("the word is another", futex_timed_wait(TimeoutWaitForever, &word, 1, 0), 0);
}

static void locks_try(void)
{
    Timeout one = {0, 1};
    check("locked", flaglock_trylock(&one, &lock), 0);
    check("locked again", flaglock_trylock(&one, &lock), -ETIMEDOUT);
    flaglock_unlock(&lock);
}

static void others_try(void)
{
    int question = 20;
    int answer = 0;
    Timeout many = {0, 100};
    check("asked", queue_send(&many, questions, &question), 0);
    check("answered", queue_receive(TimeoutWaitForever, answers, &answer), 0);
    check("the answer", answer, 21);
    uint32_t bits = 0;
    check("waited for bits", eventgroup_wait(&many, events, &bits, 6, 1, 1), 0);
    check("bits", bits, 6);
    while (word == 0) {
        check("woken", futex_timed_wait(&many, &word, 0, 0), 0);
    }
}

static void service_try(void)
{
    struct Text text = {"in one register"};
    check("length", service_length(text), 15);
    struct Pair pair = {1LL << 40, 2};
    check("sum", service_sum(pair, -(1LL << 40), 30, -400, 255), 2 + 30 - 400 + 255);
}

int __cheri_compartment("main") main_run(void)
{
    Timeout timeout = {0, 10};
    check("a queue", queue_create(&timeout, MALLOC_CAPABILITY, &questions, sizeof(int), 2), 0);
    check("another", queue_create(TimeoutWaitForever, MALLOC_CAPABILITY, &answers, sizeof(int), 2),
          0);
    check("an event group", eventgroup_create(&timeout, MALLOC_CAPABILITY, &events), 0);
    heap_try();
    time_try();
    locks_try();
    others_try();
    service_try();
    printf("%d failures\n", failures);
    simulation_exit(failures == 0 ? 0 : 1);
    return 0;
}

int __cheri_compartment("main") main_answer(void)
{
    while (events == NULL) {
        Timeout tick = {0, 1};
        thread_sleep(&tick, 0);
    }
    int number = 0;
    uint32_t bits = 0;
    queue_receive(TimeoutWaitForever, questions, &number);
    number++;
    Timeout many = {0, 100};
    queue_send(&many, answers, &number);
    eventgroup_set(&many, events, &bits, 2);
    eventgroup_set(TimeoutWaitForever, events, &bits, 4);
    word = 1;
    return futex_wake(&word, 1);
}
