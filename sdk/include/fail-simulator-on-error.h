// Include this in one file of a compartment, and a fault in it ends the simulation with exit
// code 1.
//
// Without an error handler a fault unwinds, a thread without callers left ends, and when all
// threads have ended so does the simulation, successfully: a test that crashes would pass.
// Elsewhere than in a simulation this only reports (unless NDEBUG) and unwinds. Calls that failed
// because the callee was unwound are not faults of this compartment and return to it as usual.
#ifndef FAIL_SIMULATOR_ON_ERROR_H
#define FAIL_SIMULATOR_ON_ERROR_H

#include <cheri.hh>
#include <compartment.h>
#include <debug.hh>
#include <priv/riscv.h>
#include <simulator.h>

#ifdef NDEBUG
using DebugErrorHandler = ConditionalDebug<false, "Error handler">;
#else
using DebugErrorHandler = ConditionalDebug<true, "Error handler">;
#endif

extern "C" ErrorRecoveryBehaviour compartment_error_handler(ErrorState *frame, size_t mcause,
                                                            size_t mtval)
{
    if (mcause == priv::MCAUSE_CHERI) {
        const auto [exceptionCode, registerNumber] = CHERI::extract_cheri_mtval(mtval);
        // The zero register and special ones are not among those saved.
        void **value = frame->get_register_value(registerNumber);
        DebugErrorHandler::log(
            "{} error at {} (return address: {}), with capability register {}: {}", exceptionCode,
            frame->pcc, frame->get_register_value<CHERI::RegisterNumber::CRA>(), registerNumber,
            value == nullptr ? nullptr : *value);
    } else {
        DebugErrorHandler::log("Unhandled error {} at {}", mcause, frame->pcc);
    }
#ifdef SIMULATION
    // Where this fails, for want of stack or of a simulator, unwinding is what is left.
    (void)scheduler_simulation_exit(1);
#endif
    return ErrorRecoveryBehaviour::ForceUnwind;
}

#endif
