// Sends every group of attacks at the system, and looks after each attack whether all still stands:
// the vault, the quotas, and the heart, which has a deadline.
#include "attack.hh"
#include "heartbeat.h"
#include "memory/lifetimes.h"
#include "vault.h"

#include <cheri.hh>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <priv/riscv.h>
#include <simulator.h>
#include <string.h>

using CHERI::Capability;
using CHERI::Permission;

namespace {

using Debug = ConditionalDebug<true, "Arena">;

struct Group
{
    const char *name;
    const char *(*what)(int number);
    int (*attempt)(int number);
    uint32_t (*cause)();
    int (*clean)();
};

// A call between compartments needs its name: hence the lambdas.
#define GROUP(name)                                                                                \
    {#name, [](int number) { return name##_what(number); },                                        \
     [](int number) { return name##_try(number); }, [] { return name##_cause(); },                 \
     [] { return name##_clean(); }}

const Group groups[] = {
    GROUP(forging), GROUP(bounds),   GROUP(lifetimes), GROUP(immutability), GROUP(seals),
    GROUP(calls),   GROUP(handlers), GROUP(leaks),     GROUP(services),
};

bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

/// Tries one attack and says how it went. Whether that is as it should be.
bool is_as_expected(const Group &group, int number, const char *what)
{
    const bool isControl = begins_with(what, "control: ");
    const int result = group.attempt(number);
    if (isControl) {
        Debug::log("{}: {}: {}", group.name, what, result > 0 ? "works" : "DOES NOT WORK");
        return result > 0;
    }
    const uint32_t cause = group.cause();
    const uint32_t mcause = cause >> 16;
    if (result > 0) {
        Debug::log("{}: {}: SUCCEEDED ({})", group.name, what, result);
    } else if (result == 0) {
        Debug::log("{}: {}: got nothing", group.name, what);
    } else if (result != -ECOMPARTMENTFAIL) {
        Debug::log("{}: {}: refused ({})", group.name, what, result);
    } else if (mcause == priv::MCAUSE_CHERI) {
        const auto [code, theRegister] = CHERI::extract_cheri_mtval(cause & 0xffff);
        if (begins_with(what, "asm: ")) {
            Debug::log("{}: {}: {}, {}", group.name, what, code, theRegister);
        } else {
            Debug::log("{}: {}: {}", group.name, what, code);
        }
    } else if (mcause != 0) {
        Debug::log("{}: {}: trap {}", group.name, what, static_cast<int>(mcause));
    } else {
        Debug::log("{}: {}: unwound", group.name, what);
    }
    return result <= 0;
}

/// Shows something for the time of a call: the pointer is local, and so is what is loaded by it.
void loan_show()
{
    static const int inner = 2;
    static const Loan shown{1, &inner};
    Capability loan{&shown};
    loan.without_permissions(Permission::Global, Permission::LoadGlobal);
    Debug::Invariant(lifetimes_show(loan) == 3, "what was lent was no good");
}

/// Attacks of a group.
int group_run(const Group &group)
{
    int count = 0;
    while (const char *what = group.what(count)) {
        Debug::Invariant(is_as_expected(group, count, what), "this should have gone otherwise");
        Debug::Invariant(vault_is_intact() == 1, "somebody got at the vault");
        Debug::Invariant(group.clean() == 0, "the attacker's quota is not whole");
        Debug::Invariant(vault_clean() == 0, "the vault's quota is not whole");
        // Also proves that this thread and that one still get their turns.
        Debug::Invariant(heartbeat_wait() == 0, "the heart has stopped");
        count++;
    }
    return count;
}

} // namespace

int __cheri_compartment("arena") arena_run()
{
    loan_show();
    int count = 0;
    for (const Group &group : groups) {
        count += group_run(group);
    }
    Debug::log("{} attacks and controls: the vault is intact, all quotas are whole, the heart has "
               "missed {} deadlines.",
               count, heartbeat_missed());
    Debug::Invariant(heartbeat_beats() >= count, "the heart beat too slowly");
    // Other threads would go on forever.
    simulation_exit(0);
}
