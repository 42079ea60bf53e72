// Calls the journal in every wrong way there is, and twice in a right one.
#include "journal.h"

#include <cheri.hh>
#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h>
#include <stdlib.h>
#include <string.h>
#include <string_view>

using CHERI::Capability;
using CHERI::Permission;
using CHERI::PermissionSet;

namespace {

using Debug = ConditionalDebug<true, "Guest">;

const char *outcome(int result)
{
    switch (result) {
    case -EINVAL:
        return "refused: EINVAL";
    case -E2BIG:
        return "refused: E2BIG";
    case -ENOENT:
        return "refused: ENOENT";
    case -ECOMPARTMENTFAIL:
        return "the journal fell over";
    default:
        return result >= 0 ? "done" : "refused";
    }
}

void attempt(const char *what, int result)
{
    Debug::log("{}: {}", what, outcome(result));
}

/// A pointer for lending: these bytes, to be read, and not to be kept, as a pointer without Global
/// can be stored nowhere but on a stack. A caller should give no more than it means to.
const char *lend(const char *text, size_t length)
{
    Capability<const char> loan{text};
    loan.bounds() = length;
    loan.permissions() &= PermissionSet{Permission::Load};
    return loan;
}

void texts_append()
{
    char onStack[] = "from the stack, secret";
    const char *loan = lend(onStack, 14);
    Debug::log("lending {} bytes with permissions {}", static_cast<int>(Capability{loan}.length()),
               PermissionSet{Capability{loan}.permissions()});
    attempt("14 bytes of the stack", journal_append(loan, 14));
    attempt("one byte more than was lent", journal_append(loan, 15));

    attempt("null", journal_append(nullptr, 4));
    attempt("a number as a pointer", journal_append(reinterpret_cast<const char *>(0x1234), 4));
    attempt("a length beyond all memory", journal_append(onStack, SIZE_MAX));

    Capability<char> writeOnly{onStack};
    writeOnly.permissions() &= PermissionSet{Permission::Store};
    attempt("a pointer that can not be read", journal_append(writeOnly, 4));

    auto *onHeap = static_cast<char *>(malloc(16));
    memcpy(onHeap, "from the heap", 13);
    attempt("13 bytes of the heap", journal_append(onHeap, 13));
    free(onHeap);
    attempt("the same, freed", journal_append(onHeap, 13));
}

void texts_read()
{
    char buffer[JournalTextLimit + 1] = {};
    attempt("reading an entry there is not", journal_read(7, buffer, sizeof(buffer)));

    Capability<char> readOnly{buffer};
    readOnly.permissions() &= PermissionSet{Permission::Load};
    attempt("reading into a constant", journal_read(0, readOnly, sizeof(buffer)));

    for (int number = 0; number < 2; number++) {
        const int length = journal_read(number, buffer, sizeof(buffer));
        if (length >= 0) {
            std::string_view text{buffer, static_cast<size_t>(length)};
            Debug::log("entry {} is \"{}\"", number, text);
        }
    }
}

} // namespace

int __cheri_compartment("guest") guest_run()
{
    texts_append();
    texts_read();
    return 0;
}
