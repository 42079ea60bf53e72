#include "lender.h"

#include <stdlib.h>
#include <timeout.hh>

struct Loan
{
    int sum;
};

namespace {

int *volatile lent;

} // namespace

int *lender_lend()
{
    lent = static_cast<int *>(malloc(16));
    return lent;
}

int lender_take_back()
{
    return free(lent);
}

int lender_read()
{
    return *lent;
}

CHERI_SEALED(struct Loan *) lender_sealed()
{
    auto [unsealed, sealed] =
        blocking_forever<token_allocate<Loan>>(MALLOC_CAPABILITY, STATIC_SEALING_TYPE(LoanKey));
    return sealed.get();
}
