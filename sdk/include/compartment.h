// A compartment's view of itself: the macros for what it imports, and the error handler it may
// have.
#ifndef COMPARTMENT_H
#define COMPARTMENT_H

#include <cdefs.h>
#include <compartment-macros.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#include <cheri.hh>
#endif

/// The registers at a fault. An error handler may change them, and InstallContext then goes on with
/// what they are. The first 128 bytes of a trusted stack have this layout.
struct ErrorState
{
    /// Where it faulted, untagged: bounds and permissions can be looked at, not used. To go on
    /// elsewhere, change its address; outside the compartment's code the thread is unwound.
    void *pcc;
    /// c1 to c15: `registers[n - 1]` is register n.
    void *registers[15];
#ifdef __cplusplus
    /// The value of a register, c1 to c15.
    template <CHERI::RegisterNumber ARegisterNumber>
    [[nodiscard]] void *&get_register_value()
    {
        static_assert(ARegisterNumber > CHERI::RegisterNumber::CZR &&
                          ARegisterNumber <= CHERI::RegisterNumber::CA5,
                      "an ErrorState has registers c1 to c15; take pcc by its name");
        return registers[static_cast<size_t>(ARegisterNumber) - 1];
    }

    /// Where the value of a register is, c1 to c15 or PCC; null for any other.
    [[nodiscard]] void **get_register_value(CHERI::RegisterNumber registerNumber)
    {
        if (registerNumber == CHERI::RegisterNumber::PCC) {
            return &pcc;
        }
        if (registerNumber > CHERI::RegisterNumber::CZR &&
            registerNumber <= CHERI::RegisterNumber::CA5)
        {
            return &registers[static_cast<size_t>(registerNumber) - 1];
        }
        return nullptr;
    }
#endif
};

/// What an error handler wants next.
enum ErrorRecoveryBehaviour
{
    /// Go on with the registers as the handler left them.
    InstallContext,
    /// Return to the compartment's caller, with ECOMPARTMENTFAIL.
    ForceUnwind
};

__BEGIN_DECLS
/// A compartment may define this: it is called on the compartment's own stack when code of it
/// faults. Without one, and without compartment_error_handler_stackless(mcause, mtval), which gets
/// the stack as the call found it, faults unwind. That a compartment it called was unwound is no
/// fault: the call returns ECOMPARTMENTFAIL.
__attribute__((section(".compartment_error_handler"))) enum ErrorRecoveryBehaviour
compartment_error_handler(struct ErrorState *frame, size_t mcause, size_t mtval);
__END_DECLS

#endif
