// Property 2: nothing is accessed out of its bounds. The vault lends 16 of 48 bytes.
#include "attack.hh"
#include "vault.h"

#include <cheri.hh>
#include <string.h>

using CHERI::Capability;

extern "C" {
int bounds_widen(char *buffer);
int bounds_go_far_and_back(char *buffer);
int bounds_straddle(char *buffer);
int bounds_load_capability(char *buffer);
int bounds_leave_code();
int bounds_leave_stack();
int bounds_read_last(char *buffer);
}

namespace {

constexpr int Part = 16;

int past_end()
{
    volatile char *buffer = vault_buffer_lend();
    buffer[Part] = 'x';
    return 1;
}

int before_start()
{
    volatile char *buffer = vault_buffer_lend();
    buffer[-1] = 'x';
    return 1;
}

int copied_too_long()
{
    static const char bytes[3 * Part] = {};
    memcpy(vault_buffer_lend(), bytes, sizeof(bytes));
    return 1;
}

int index_from_outside()
{
    // Computed from the address one is after, as a format string or a length field would have it.
    volatile char *buffer = vault_buffer_lend();
    return buffer[vault_secret_address() - Capability{buffer}.address()];
}

int within()
{
    memset(vault_buffer_lend(), 'x', Part);
    return 1;
}

const Attack attacks[] = {
    {"a byte past the end", past_end},
    {"a byte before the start", before_start},
    {"a copy that is too long", copied_too_long},
    {"an index computed from the address", index_from_outside},
    {"control: all that was lent", within},
    {"asm: wider bounds", [] { return bounds_widen(vault_buffer_lend()); }},
    {"asm: far away and back", [] { return bounds_go_far_and_back(vault_buffer_lend()); }},
    {"asm: a word partly past the end", [] { return bounds_straddle(vault_buffer_lend()); }},
    {"asm: a capability past the end", [] { return bounds_load_capability(vault_buffer_lend()); }},
    {"asm: running past its code", bounds_leave_code},
    {"asm: its caller's stack", bounds_leave_stack},
    {"control: the last byte that was lent", [] { return bounds_read_last(vault_buffer_lend()); }},
};

} // namespace

ATTACKS_CAUSE_NOTED()
ATTACKS_DEFINE(bounds, attacks)
