#pragma once

#include <compartment.h>
#include <token.h>

/// A number on the heap.
int __cheri_compartment("lender") * lender_lend();
/// Frees what was lent; 0.
int __cheri_compartment("lender") lender_take_back();
/// Reads what was lent, and faults if it was taken back.
int __cheri_compartment("lender") lender_read();

struct Loan;

/// Something sealed, on the heap.
CHERI_SEALED(struct Loan *) __cheri_compartment("lender") lender_sealed();
