// cheriot::atomic: std::atomic, by the name it had before it could all of that.
#ifndef CHERIOT_ATOMIC_HH
#define CHERIOT_ATOMIC_HH

#include <atomic>

namespace cheriot {
template <typename T>
using atomic = std::atomic<T>;
} // namespace cheriot

#endif
