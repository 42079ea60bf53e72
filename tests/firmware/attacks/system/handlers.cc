// Error handlers: what they see, what they ask for, and what they do to have interrupts stay off.
#include "attack.hh"
#include "relay.h"
#include "vault.h"

#include <atomic>
#include <cheri.hh>

extern "C" {
int posture();
int fault_and_resume();
int fault_and_keep(void **slot);
int context_install(void **slot);
int context_from_globals(void **slot);
extern const char resumePoint[];

/// Whether the error handler leaves its return sentry where cs0 of what faulted points.
uint32_t isKeeping;
}

namespace {

/// A return sentry that enables interrupts, and one that leaves them disabled.
constexpr int PostureEnabled = 5;

/// What the handler does about the next fault; later ones always unwind.
enum class Plan
{
    Unwind,
    FaultAgain,
    ReturnGarbage,
    ResumeNowhere,
    ResumeWithNothing,
    ResumeInVault,
    ResumeInSealed,
    ResumeElsewhere,
    ResumeForever,
};

Plan plan;
uint32_t lastCause;
int faults;

int fault()
{
    return *static_cast<volatile int *>(nullptr);
}

int fault_with(Plan thePlan)
{
    plan = thePlan;
    return fault_and_resume();
}

/// 0 if interrupts are enabled, as they always are in this compartment.
int posture_check(int thePosture)
{
    return thePosture == PostureEnabled ? 0 : thePosture;
}

int library_faulted()
{
    // The library has no interrupts, and faults. What the handler resumes is not the library's.
    plan = Plan::ResumeElsewhere;
    static uint32_t *volatile nothing;
    return posture_check(static_cast<int>(std::atomic_ref{*nothing}.fetch_add(1)));
}

__cheri_callback int keep(void *slot)
{
    isKeeping = 1;
    return fault_and_keep(static_cast<void **>(slot));
}

__cheri_callback int install(void *slot)
{
    return posture_check(context_install(static_cast<void **>(slot)));
}

/// Has the handler's return sentry put into `slot`.
void sentry_get(void **slot)
{
    relay_call(keep, slot);
    isKeeping = 0;
    lastCause = 0;
}

int kept_sentry_used()
{
    // In a call that never faulted.
    void *slot[1] = {};
    sentry_get(slot);
    return posture_check(context_install(slot));
}

int kept_sentry_used_deeper()
{
    void *slot[1] = {};
    sentry_get(slot);
    const int result = relay_call(install, slot);
    return result == -ECOMPARTMENTFAIL ? 0 : 1;
}

int kept_sentry_with_globals()
{
    void *slot[1] = {};
    sentry_get(slot);
    return posture_check(context_from_globals(slot));
}

int fault_count()
{
    plan = Plan::ResumeForever;
    faults = 0;
    return fault();
}

int forever_bounded()
{
    // The one before this one was unwound after as many faults as a call may have.
    return faults == 1024 ? 0 : faults;
}

const Attack attacks[] = {
    {"control: a handler that resumes", [] { return fault_with(Plan::ResumeElsewhere); }},
    {"a handler that faults", [] { return fault_with(Plan::FaultAgain); }},
    {"a handler that returns what is no answer", [] { return fault_with(Plan::ReturnGarbage); }},
    {"a handler that resumes at null", [] { return fault_with(Plan::ResumeNowhere); }},
    {"a handler that resumes without registers",
     [] { return fault_with(Plan::ResumeWithNothing); }},
    {"a handler that resumes in the vault", [] { return fault_with(Plan::ResumeInVault); }},
    {"a handler that resumes in what is sealed", [] { return fault_with(Plan::ResumeInSealed); }},
    {"a handler that never helps", fault_count},
    {"a handler that is asked too often", forever_bounded},
    {"resuming from a library without interrupts", library_faulted},
    {"a handler's return sentry used without a fault", kept_sentry_used},
    {"a handler's return sentry used in another call", kept_sentry_used_deeper},
    {"a handler's return sentry with a context in globals", kept_sentry_with_globals},
    {"control: interrupts are enabled", [] { return posture() == PostureEnabled ? 1 : 0; }},
};

} // namespace

/// Called by compartment_error_handler, in assembly.
extern "C" ErrorRecoveryBehaviour handler_decide(ErrorState *state, size_t mcause, size_t mtval)
{
    const Plan now = plan;
    if (now != Plan::ResumeForever) {
        plan = Plan::Unwind;
    }
    lastCause = mcause << 16 | mtval;
    faults++;
    CHERI::Capability pcc{state->pcc};
    switch (now) {
    case Plan::Unwind:
        return ErrorRecoveryBehaviour::ForceUnwind;
    case Plan::FaultAgain:
        fault();
        break;
    case Plan::ReturnGarbage:
        return static_cast<ErrorRecoveryBehaviour>(0x7fff);
    case Plan::ResumeNowhere:
        state->pcc = nullptr;
        break;
    case Plan::ResumeWithNothing:
        *state = {};
        state->pcc = pcc;
        break;
    case Plan::ResumeInVault:
        pcc.address() = vault_secret_address();
        state->pcc = pcc;
        break;
    case Plan::ResumeInSealed:
        state->pcc = reinterpret_cast<void *>(MALLOC_CAPABILITY);
        break;
    case Plan::ResumeElsewhere:
        pcc.address() = CHERI::Capability{resumePoint}.address();
        state->pcc = pcc;
        break;
    case Plan::ResumeForever:
        break;
    }
    return ErrorRecoveryBehaviour::InstallContext;
}

ATTACKS_DEFINE(handlers, attacks)
