// Allocates, lends and frees, and looks at what becomes of pointers.
#include "reader.h"

#include <allocator.h>
#include <cheri.hh>
#include <debug.hh>
#include <fail-simulator-on-error.h>
#include <stdlib.h>

using CHERI::Capability;

namespace {

using Debug = ConditionalDebug<true, "Owner">;

/// One of the places a pointer can be forgotten in.
char *bookmark;

/// A text on the heap, at most 39 characters: 40 bytes, and 8 more for the allocator's notes.
char *text_make(const char *contents)
{
    constexpr size_t Size = 40;
    auto *text = static_cast<char *>(malloc(Size));
    Debug::Invariant(Capability{text}.is_valid(), "malloc() failed");
    // Without counting characters: beyond `text` this would stop.
    for (char *end = text; *contents != '\0'; contents++) {
        *end++ = *contents;
    }
    return text;
}

int quota()
{
    return heap_quota_remaining(MALLOC_CAPABILITY);
}

void freed_is_gone()
{
    Debug::log("1. Freed memory can not be used, by any pointer.");
    Capability object{text_make("A text of the owner's.")};
    Capability part = object + 6;
    part.bounds() = 8;
    bookmark = object;
    // is_valid_temporal() and not is_valid(): what is asked is the memory, not a copy in a
    // register.
    Debug::log("before: the object {}, a part of it {}, the bookmark {}",
               object.is_valid_temporal(), part.is_valid_temporal(),
               Capability{bookmark}.is_valid_temporal());
    free(object);
    Debug::log("after: the object {}, a part of it {}, the bookmark {}", object.is_valid_temporal(),
               part.is_valid_temporal(), Capability{bookmark}.is_valid_temporal());
}

void lent_is_not_kept()
{
    Debug::log("2. What was lent is gone when its owner frees it.");
    char *text = text_make("A text that was lent.");
    reader_remember(text);
    reader_show();
    free(text);
    reader_show();
}

void claimed_is_kept()
{
    Debug::log("3. A claim keeps it, at the cost of whoever claims.");
    char *text = text_make("A text two care for.");
    reader_keep(text);
    Debug::log("claimed: the owner has {} bytes left, the reader {}", quota(), reader_quota());
    free(text);
    Debug::log("freed: the owner has {} bytes left, the reader {}", quota(), reader_quota());
    reader_show();
    reader_drop();
    Debug::log("dropped: the owner has {} bytes left, the reader {}", quota(), reader_quota());
    reader_show();
}

void only_the_owner_frees()
{
    Debug::log("4. To free takes a quota, and the whole object.");
    Capability object{text_make("A text nobody else can free.")};
    Capability part = object;
    part.bounds() = 8;
    Debug::log("freeing a part: {}", free(part) == 0 ? "done" : "refused");
    reader_remember(object);
    Debug::log("the reader freeing what it does not own: {}",
               reader_drop() == 0 ? "done" : "refused");
    Debug::log("the object is still there: {}", object.is_valid_temporal());
    free(object);
}

void memory_comes_back()
{
    Debug::log("5. Freed memory is used again when no pointer to it is left.");
    // It waits in quarantine for the revoker, which visits all memory for pointers to it. The quota
    // has it back at once.
    int count = 0;
    for (int i = 0; i < 100; i++) {
        void *block = malloc(2048);
        count += Capability{block}.is_valid() ? 1 : 0;
        free(block);
    }
    Debug::log("{} times 2048 bytes out of a quota of {}", count, MALLOC_QUOTA);
}

} // namespace

int __cheri_compartment("owner") owner_run()
{
    freed_is_gone();
    lent_is_not_kept();
    claimed_is_kept();
    only_the_owner_frees();
    memory_comes_back();
    return 0;
}
