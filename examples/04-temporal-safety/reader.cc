// Holds a pointer from one call to the next. Whether the memory behind it is still there is a
// question the pointer answers.
#include "reader.h"

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <stdlib.h>

using CHERI::Capability;
using CHERI::check_pointer;
using CHERI::Permission;
using CHERI::PermissionSet;

namespace {

using Debug = ConditionalDebug<true, "Reader">;

/// Whoever frees the text does not know of this pointer. It is dead all the same from then on: a
/// pointer to freed memory loses its tag when it is loaded.
const char *text;

} // namespace

int reader_remember(const char *theText)
{
    text = theText;
    return 0;
}

int reader_keep(const char *theText)
{
    // A claim is on an allocation; any pointer into it will do. It is paid for by the one who
    // claims: otherwise one could use up another's quota by keeping what that one has freed.
    const ssize_t result = heap_claim(MALLOC_CAPABILITY, const_cast<char *>(theText));
    if (result < 0) {
        return static_cast<int>(result);
    }
    text = theText;
    return 0;
}

int reader_show()
{
    if (check_pointer<PermissionSet{Permission::Load}>(text)) {
        Debug::log("the text is \"{}\".", text);
    } else {
        Debug::log("the text is gone.");
    }
    return 0;
}

int reader_drop()
{
    return heap_free(MALLOC_CAPABILITY, const_cast<char *>(text));
}

int reader_quota()
{
    return heap_quota_remaining(MALLOC_CAPABILITY);
}
