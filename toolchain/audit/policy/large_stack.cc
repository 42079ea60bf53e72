#include "toolchain/audit/policy/large_stack.h"

#include <pthread.h>

namespace griotte::audit {

namespace {

void *thread_start(void *argument)
{
    (*static_cast<FunctionReference<void()> *>(argument))();
    return nullptr;
}

} // namespace

bool large_stack_run(size_t bytes, FunctionReference<void()> function)
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) {
        return false;
    }
    pthread_t thread{};
    const bool isRunning = pthread_attr_setstacksize(&attributes, bytes) == 0 &&
                           pthread_create(&thread, &attributes, thread_start, &function) == 0;
    pthread_attr_destroy(&attributes);
    return isRunning && pthread_join(thread, nullptr) == 0;
}

} // namespace griotte::audit
