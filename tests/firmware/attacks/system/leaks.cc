// What others leave behind: registers, stacks, freed memory. The keeper fills all of it with
// secrets, and this looks for them wherever it can get from its registers.
#include "attack.hh"
#include "keeper.h"

#include <cheri.hh>
#include <thread.h>

using CHERI::Capability;
using CHERI::Permission;

extern "C" {
int scan_here();
int scan_after_return();
int scan_after_fault();
int scan_after_sleep();
int scan_after_callback(Callback callback);
int registers_compare(int rounds);
__cheri_callback int callee_scan(void *argument);
__cheri_callback int callee_fault(void *argument);
__cheri_callback int callee_return(void *argument);
__cheri_callback int callee_misuse(void *argument);
int scan(void *const *registers);
}

namespace {

uint32_t lastCause;

/// The keeper's hoard: two numbers.
ptraddr_t hoardStart;
ptraddr_t hoardEnd;

/// What the error handler found in the registers it was shown.
int foundByHandler;

bool is_secret(uint32_t word)
{
    return (word & ~7u) == SecretNumber;
}

/// Walks through all that can be loaded, beginning at some capabilities. What is yet to be visited
/// is on the stack: nowhere else can pointers to the stack be.
class Walk
{
public:
    /// Takes note of a capability: counts it if it is to the hoard.
    void note(void *pointer)
    {
        const Capability<void> capability{pointer};
        if (!capability.is_valid()) {
            return;
        }
        found += capability.base() < hoardEnd && capability.top() > hoardStart ? 1 : 0;
        if (capability.is_sealed() || !capability.permissions().contains(Permission::Load)) {
            return;
        }
        for (size_t index = 0; index < count; index++) {
            const Capability<void> other{areas[index]};
            if (other.base() <= capability.base() && other.top() >= capability.top()) {
                return;
            }
        }
        if (count < Most) {
            areas[count++] = pointer;
        } else {
            // There is more than this can walk through: as bad as a leak.
            found += 1000;
        }
    }

    /// The secrets and capabilities to the hoard that can be reached.
    int finish()
    {
        for (size_t index = 0; index < count; index++) {
            visit(areas[index]);
        }
        return found;
    }

private:
    static constexpr size_t Most = 40;

    void visit(void *area)
    {
        const Capability<void> bounds{area};
        const bool hasCapabilities = bounds.permissions().contains(Permission::LoadStoreCapability);
        Capability<volatile uint32_t> word{static_cast<volatile uint32_t *>(area)};
        ptraddr_t address = (bounds.base() + 7) & ~7u;
        for (; address + 8 <= bounds.top(); address += 8) {
            word.address() = address;
            found += is_secret(word[0]) ? 1 : 0;
            found += is_secret(word[1]) ? 1 : 0;
            if (hasCapabilities) {
                note(*reinterpret_cast<void **>(const_cast<uint32_t *>(word.get())));
            }
        }
    }

    void *areas[Most];
    size_t count = 0;
    int found = 0;
};

int freed_memory_searched()
{
    // With the quota that is there, as often as the memory comes round.
    int found = 0;
    constexpr size_t Words = 128;
    for (int round = 0; round < 8; round++) {
        keeper_free();
        auto *memory = static_cast<uint32_t *>(malloc(Words * sizeof(uint32_t)));
        for (size_t index = 0; index < Words; index++) {
            found += is_secret(memory[index]) ? 1 : 0;
        }
        free(memory);
    }
    return found;
}

int handler_scanned()
{
    foundByHandler = 0;
    keeper_call(callee_fault, nullptr);
    return foundByHandler;
}

int handler_scanned_in_switcher()
{
    foundByHandler = 0;
    keeper_call(callee_misuse, nullptr);
    return foundByHandler;
}

int fault_of_callee_scanned()
{
    foundByHandler = 0;
    return scan_after_fault() + foundByHandler;
}

constexpr int Rounds = 30000;

int turns_while_spinning()
{
    const int before = keeper_turns();
    registers_compare(Rounds);
    return keeper_turns() - before;
}

int result_scanned(void *result)
{
    Walk walk;
    walk.note(result);
    return walk.finish();
}

const Attack attacks[] = {
    {"registers and stack, when called", [] { return keeper_call(callee_scan, nullptr); }},
    {"registers and stack, after a return", scan_after_return},
    {"registers and stack, after a fault", fault_of_callee_scanned},
    {"registers and stack, after calling back", [] { return scan_after_callback(callee_return); }},
    {"registers and stack, after a fault when called back",
     [] { return scan_after_callback(callee_fault); }},
    {"registers and stack, after sleeping", scan_after_sleep},
    {"registers an error handler is shown", handler_scanned},
    {"registers an error handler is shown, of a call that fails", handler_scanned_in_switcher},
    {"registers after being interrupted", [] { return registers_compare(Rounds); }},
    {"memory the keeper freed", freed_memory_searched},
    {"all of the above afterwards", scan_here},
    {"control: the keeper runs meanwhile", turns_while_spinning},
    {"control: a number that leaks",
     [] {
         void *registers[16] = {};
         *reinterpret_cast<volatile int *>(&registers[3]) = keeper_leak_number();
         return scan(registers);
     }},
    {"control: a capability in what an error handler is shown",
     [] {
         foundByHandler = 0;
         relay_call(callee_fault, keeper_leak_hoard());
         return foundByHandler;
     }},
    {"control: a capability that leaks", [] { return result_scanned(keeper_leak_hoard()); }},
    {"control: a capability that leaks, two pointers away",
     [] { return result_scanned(keeper_leak_path()); }},
};

} // namespace

/// Walks from 16 registers: PCC, and c1 to c15.
int scan(void *const *registers)
{
    if (hoardEnd == 0) {
        hoardStart = keeper_start();
        hoardEnd = keeper_end();
    }
    Walk walk;
    int found = 0;
    for (int index = 0; index < 16; index++) {
        walk.note(registers[index]);
        found += is_secret(reinterpret_cast<const uint32_t *>(&registers[index])[0]) ? 1 : 0;
    }
    return found + walk.finish();
}

extern "C" ErrorRecoveryBehaviour compartment_error_handler(ErrorState *state, size_t mcause,
                                                            size_t mtval)
{
    lastCause = mcause << 16 | mtval;
    foundByHandler += scan(&state->pcc);
    return ErrorRecoveryBehaviour::ForceUnwind;
}

ATTACKS_DEFINE(leaks, attacks)
