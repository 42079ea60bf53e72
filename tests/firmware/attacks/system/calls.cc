// The compartment call, with every argument wrong that code in assembly can get wrong: the stack,
// the callee, the sentries.
#include "attack.hh"
#include "relay.h"
#include "vault.h"

#include <cheri.hh>
#include <switcher.h>
#include <token.h>

extern "C" {
int call_well();
int call_with_untagged_stack();
int call_with_null_stack();
int call_with_globals_as_stack();
int call_with_misaligned_stack();
int call_with_unreadable_stack();
int call_with_stack_at_base();
int call_with_stack_above_top();
int call_with_stack_across_top();
int call_with_narrow_stack();
int call_with_stack_below_alignment();
int call_with_heap_as_stack(void *memory);
int call_with_stack(void *stack);
int call_target(void *target);
int call_export_moved();
int call_export_untagged();
int switcher_tail_call();
int switcher_return_to();
int return_sentry_call();
int return_unsealed();
int return_sentry_keep(void **slot);
int return_sentry_use(void **slot);
int return_sentry_jump_in_global();
void *switcher_sentry();

void *keptSentry;
}

namespace {

/// That a call came back as failed, and that nothing else happened.
int failed(int result)
{
    return result == -ECOMPARTMENTFAIL ? 0 : 1;
}

int null_called()
{
    return failed(call_target(nullptr));
}

int data_called()
{
    static int data;
    return failed(call_target(&data));
}

int allocated_token_called()
{
    return failed(call_target(reinterpret_cast<void *>(vault_treasure_lend())));
}

int static_token_called()
{
    return failed(call_target(reinterpret_cast<void *>(MALLOC_CAPABILITY)));
}

int key_called()
{
    return failed(call_target(reinterpret_cast<void *>(STATIC_SEALING_TYPE(CallKey))));
}

int switcher_called()
{
    return failed(call_target(switcher_sentry()));
}

/// Keeps the sentry it would return by in its caller's frame, the only place that takes it.
__cheri_callback int sentry_keep(void *slot)
{
    return return_sentry_keep(static_cast<void **>(slot));
}

__cheri_callback int sentry_use(void *slot)
{
    return return_sentry_use(static_cast<void **>(slot));
}

int sentry_used_after_return()
{
    // Ends this call, which is what returning does.
    void *slot[1] = {};
    relay_call(sentry_keep, slot);
    return_sentry_use(slot);
    return 1;
}

int sentry_used_in_other_call()
{
    // Ends that call and not this one.
    void *slot[1] = {};
    relay_call(sentry_keep, slot);
    return relay_call(sentry_use, slot);
}

__cheri_callback int call_on_lent_stack(void *stack)
{
    return call_with_stack(stack);
}

int callers_frame_as_stack()
{
    // A part of the stack that is above the callee's, and was lent to it.
    alignas(16) char frame[512] = {};
    return failed(relay_call(call_on_lent_stack, frame));
}

__cheri_callback int recurse(void *depth)
{
    ++*static_cast<int *>(depth);
    return relay_call(recurse, depth);
}

int trusted_stack_exhausted()
{
    int depth = 0;
    const int result = relay_call(recurse, &depth);
    return depth > 0 ? result : 1;
}

/// Deeper than any stack.
[[gnu::noinline]] int stack_exhaust(int depth)
{
    volatile char frame[64] = {};
    return depth == 0 ? 1 : stack_exhaust(depth - 1) + frame[0];
}

/// A call from each depth of the stack, until it is refused for lack of it.
[[gnu::noinline]] int stack_exhaust_with_calls(int depth)
{
    volatile char frame[16] = {};
    const int result = vault_is_intact();
    if (result == -ENOTENOUGHSTACK) {
        return result;
    }
    return depth == 0 || result != 1 ? 1 : stack_exhaust_with_calls(depth - 1) + frame[0];
}

const Attack attacks[] = {
    {"control: a call in assembly", call_well},
    {"asm: csp without its tag", call_with_untagged_stack},
    {"asm: csp null", call_with_null_stack},
    {"asm: csp the globals' pointer", call_with_globals_as_stack},
    {"asm: csp not aligned", call_with_misaligned_stack},
    {"asm: csp that cannot be loaded from", call_with_unreadable_stack},
    {"asm: csp at its base", call_with_stack_at_base},
    {"asm: csp above its top", call_with_stack_above_top},
    {"asm: csp across its top", call_with_stack_across_top},
    {"asm: csp cut down to 48 bytes", call_with_narrow_stack},
    {"asm: csp with a base between stack granules", call_with_stack_below_alignment},
    {"asm: csp an object on the heap", [] { return call_with_heap_as_stack(malloc(1024)); }},
    {"csp its caller's frame", callers_frame_as_stack},
    {"calling null", null_called},
    {"calling data", data_called},
    {"calling an allocated token", allocated_token_called},
    {"calling a static token", static_token_called},
    {"calling a sealing key", key_called},
    {"calling the switcher through itself", switcher_called},
    {"asm: calling an export entry at another address", [] { return failed(call_export_moved()); }},
    {"asm: calling an export entry without its tag", [] { return failed(call_export_untagged()); }},
    {"asm: the switcher by a tail call", switcher_tail_call},
    {"asm: the switcher by a return", switcher_return_to},
    {"asm: a return sentry by a call", return_sentry_call},
    {"asm: code by a return", return_unsealed},
    {"asm: the switcher's return sentry kept in a global", return_sentry_jump_in_global},
    {"the switcher's return sentry used after its call", sentry_used_after_return},
    {"the switcher's return sentry used in another call", sentry_used_in_other_call},
    {"using up the trusted stack", trusted_stack_exhausted},
    {"using up the stack", [] { return stack_exhaust(1000); }},
    {"using up the stack, with calls", [] { return stack_exhaust_with_calls(1000); }},
};

} // namespace

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(calls, attacks)
