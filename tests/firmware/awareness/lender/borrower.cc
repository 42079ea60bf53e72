// Two faults: in the lender, which reads what it has freed, and in here, which reads what is
// sealed.
#include "lender.h"

void __cheri_compartment("borrower") borrower_run()
{
    *lender_lend() = 1;
    (void)lender_take_back();
    (void)lender_read();
    (void)*reinterpret_cast<volatile int *>(lender_sealed());
}
