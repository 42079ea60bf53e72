// Sends the attacker at the vault, and looks after each attack whether everything still stands.
#include "attacker.h"
#include "heartbeat.h"
#include "vault.h"

#include <cheri.hh>
#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <priv/riscv.h>
#include <simulator.h>
#include <stdlib.h>

using CHERI::Capability;
using CHERI::Permission;

namespace {

using Debug = ConditionalDebug<true, "Arena">;

struct
{
    Attack attack;
    const char *what;
} const attacks[] = {
    {Attack::AddressMadeUp, "reading at an address it was told"},
    {Attack::PastTheEnd, "writing past the end of what it was lent"},
    {Attack::BoundsWidened, "giving itself wider bounds"},
    {Attack::AfterFree, "writing to an object after it was freed"},
    {Attack::StackPointerKept, "keeping a pointer to its stack"},
    {Attack::LoanKept, "keeping what it was shown for one call"},
    {Attack::ConstantWritten, "writing to what it may read"},
    {Attack::TreeWritten, "writing to what it reached through what it may read"},
    {Attack::SealIgnored, "looking into a sealed object"},
    {Attack::DataExecuted, "running data as code"},
    {Attack::StackExhausted, "using up the stack"},
    {Attack::StackSearched, "searching the stack for what others left there"},
    {Attack::MemoryHoarded, "taking more memory than its quota"},
};

/// Shows the attacker 16 bytes, not to be kept.
void loan_show()
{
    Capability loan{static_cast<char *>(malloc(16))};
    loan[0] = 'x';
    loan.without_permissions(Permission::Global);
    attacker_show(loan);
}

/// Whether an attack failed; says how.
bool is_stopped(Attack attack, const char *what)
{
    const int result = attacker_try(attack);
    const uint32_t cause = attacker_cause();
    if (result == 0) {
        Debug::log("{}: got nothing", what);
    } else if (result == -ECOMPARTMENTFAIL && cause >> 16 == priv::MCAUSE_CHERI) {
        Debug::log("{}: {}", what, CHERI::extract_cheri_mtval(cause & 0xffff).first);
    } else {
        Debug::log("{}: SUCCEEDED ({})", what, result);
        return false;
    }
    return true;
}

} // namespace

int __cheri_compartment("arena") arena_run()
{
    loan_show();
    int count = 0;
    for (const auto &[attack, what] : attacks) {
        Debug::Invariant(is_stopped(attack, what), "an attack succeeded");
        Debug::Invariant(vault_is_intact() == 1, "somebody got at the vault");
        // Also proves that this thread and that one still get their turns.
        Debug::Invariant(heartbeat_wait() == 0, "the heart has stopped");
        count++;
    }
    Debug::log(
        "{} attacks and a thread that never yields: the vault is intact, the heart has missed "
        "{} deadlines.",
        count, heartbeat_missed());
    Debug::Invariant(heartbeat_beats() >= count, "the heart beat too slowly");
    // The attacker's thread would go on forever.
    simulation_exit(0);
}
