// Errors handled where the code is: CHERIOT_DURING ... CHERIOT_HANDLER ... CHERIOT_END_HANDLER, in
// the manner of try and catch, over setjmp. A fault in the first part continues in the second. For
// that the compartment needs `unwind_error_handler` among what it uses, or an error handler of its
// own that calls cleanup_unwind().
#ifndef UNWIND_H
#define UNWIND_H

#include <cdefs.h>
#include <setjmp.h>
#include <switcher.h>
#include <thread.h>

/// An active CHERIOT_DURING, on the stack. sdk/lib/unwind_error_handler knows the layout.
struct CleanupList
{
    struct CleanupList *next;
    struct __jmp_buf env;
};

#ifdef __cplusplus
static_assert(__builtin_offsetof(CleanupList, next) == 0 &&
              __builtin_offsetof(CleanupList, env) == sizeof(void *));
#endif

/// The innermost active CHERIOT_DURING of this invocation: in the slot at the top of the stack,
/// which is zero on entry.
__always_inline static inline struct CleanupList **cleanup_list_head(void)
{
    return (struct CleanupList **)invocation_state_slot(0);
}

/// Goes on at the innermost active handler; there must be one. The call may come from an error
/// handler, or from anywhere. It resets the switcher's count of faults.
__always_inline static inline void cleanup_unwind(void)
{
    struct CleanupList **head = cleanup_list_head();
    struct CleanupList *top = *head;
    *head = top->next;
    switcher_handler_invocation_count_reset();
    longjmp(&top->env, 1);
}

/// What is used on both sides of CHERIOT_HANDLER must be volatile. No jump or return out of either
/// side.
#define CHERIOT_DURING                                                                             \
    {                                                                                              \
        struct CleanupList cleanupListEntry;                                                       \
        struct CleanupList **__head = cleanup_list_head();                                         \
        cleanupListEntry.next = *__head;                                                           \
        *__head = &cleanupListEntry;                                                               \
        if (setjmp(&cleanupListEntry.env) == 0) {
#define CHERIOT_HANDLER                                                                            \
    *__head = cleanupListEntry.next;                                                               \
    }                                                                                              \
    else                                                                                           \
    {                                                                                              \
        *__head = cleanupListEntry.next;
#define CHERIOT_END_HANDLER                                                                        \
    }                                                                                              \
    }

#ifdef __cplusplus
/// Calls `fn`, and if a fault or cleanup_unwind() ended that, `err`. Destructors of what was
/// between are not run; this returns as always.
static inline void on_error(auto fn, auto err)
{
    CHERIOT_DURING
    fn();
    CHERIOT_HANDLER
    err();
    CHERIOT_END_HANDLER
}

/// Calls `fn`, and returns even if it faults.
static inline void on_error(auto fn)
{
    on_error(fn, [] {});
}
#endif

#endif
