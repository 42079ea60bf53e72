// assert.h: included again after NDEBUG changes, so it has no guard around the macro.
#include <cdefs.h>

#ifdef __CHERIOT_RTOS__
#include <stdlib.h>
#else
__BEGIN_DECLS
/// Says what failed and where, and ends the run.
__attribute__((__noreturn__)) void __assert_fail(const char *expression, const char *file, int line,
                                                 const char *function);
__END_DECLS
#endif

#undef assert
#ifdef NDEBUG
#define assert(...) ((void)0)
#elif defined(__CHERIOT_RTOS__) // a compartment has no console: the trap says where
#define assert(...) ((__VA_ARGS__) ? (void)0 : panic())
#else
#define assert(...)                                                                                \
    ((__VA_ARGS__) ? (void)0 : __assert_fail(#__VA_ARGS__, __FILE__, __LINE__, __func__))
#endif
#if !defined(__cplusplus) && !defined(static_assert) && __STDC_VERSION__ < 202311L
#define static_assert _Static_assert
#endif
