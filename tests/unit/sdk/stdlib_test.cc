// The heap, sorting, exit functions, C++ support, atomics and time.

#include "guest.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

GUEST(void *, malloc, size_t);
GUEST(void *, calloc, size_t, size_t);
GUEST(void *, realloc, void *, size_t);
GUEST(void *, aligned_alloc, size_t, size_t);
GUEST(void, free, void *);
GUEST(char *, strdup, const char *);
GUEST(void, qsort_r, void *, size_t, size_t, int (*)(const void *, const void *, void *), void *);
GUEST(void, qsort, void *, size_t, size_t, int (*)(const void *, const void *));
GUEST(void *, bsearch, const void *, const void *, size_t, size_t,
      int (*)(const void *, const void *));
GUEST(int, atexit, void (*)());
GUEST(void, exit, int);
GUEST(int, __cxa_atexit, void (*)(void *), void *, void *);
GUEST(void, __cxa_finalize, void *);
GUEST(int, __cxa_guard_acquire, uint64_t *);
GUEST(void, __cxa_guard_release, uint64_t *);
GUEST(void, __cxa_guard_abort, uint64_t *);
GUEST(void, __cxa_pure_virtual, );
GUEST(uint64_t, __atomic_load_8, const void *, int);
GUEST(void, __atomic_store_2, void *, uint16_t, int);
GUEST(uint32_t, __atomic_exchange_4, void *, uint32_t, int);
GUEST(bool, __atomic_compare_exchange_4, void *, void *, uint32_t, int, int);
GUEST(bool, __atomic_compare_exchange_cap, void *, void *, void *, int, int);
GUEST(bool, __atomic_compare_exchange, size_t, void *, void *, const void *, int, int);
GUEST(uint8_t, __atomic_fetch_add_1, void *, uint8_t, int);
GUEST(uint32_t, __atomic_fetch_nand_4, void *, uint32_t, int);
GUEST(long long, mktime, std::tm *);
GUEST(std::tm *, gmtime_r, const long long *, std::tm *);
extern "C" int guest_errno;
void *guest_new(size_t size) __asm__("guest__Znwm");
void guest_delete(void *memory) __asm__("guest__ZdlPv");

// The heap the linker would describe.
constexpr size_t HeapSize = 1 << 18;
extern "C" {
alignas(16) char guest___heap_start[HeapSize];
}
__asm__(".globl guest___heap_size\n.set guest___heap_size, 262144");

// What the linker and start.s provide.
extern "C" {
void image_destructor()
{
    fputs("image, ", stderr);
}
[[noreturn]] void guest__Exit(int status)
{
    _exit(status);
}
}

__asm__(".section .data.rel.ro.fini, \"aw\"\n"
        ".globl guest___fini_array_start, guest___fini_array_end\n"
        "guest___fini_array_start: .quad image_destructor\n"
        "guest___fini_array_end:\n"
        ".previous");

namespace griotte::test {
namespace {

/// Allocations do not overlap, keep their contents, and all memory comes back.
TEST(Heap, KeepsAllocationsApart)
{
    Random random(1);
    struct Allocation
    {
        size_t size;
        unsigned char fill;
    };
    std::map<unsigned char *, Allocation> live;
    auto is_intact = [](unsigned char *memory, Allocation allocation, size_t size) {
        return std::all_of(memory, memory + std::min(size, allocation.size),
                           [&](unsigned char byte) { return byte == allocation.fill; });
    };
    auto add = [&](void *pointer, size_t alignment, Allocation allocation) {
        auto *memory = static_cast<unsigned char *>(pointer);
        ASSERT_EQ(reinterpret_cast<uintptr_t>(memory) % alignment, 0U);
        auto after = live.lower_bound(memory);
        ASSERT_TRUE(after == live.end() || memory + allocation.size <= after->first);
        ASSERT_TRUE(after == live.begin() ||
                    std::prev(after)->first + std::prev(after)->second.size <= memory);
        memset(memory, allocation.fill, allocation.size);
        live[memory] = allocation;
    };
    for (int i = 0; i < 200'000; i++) {
        Allocation allocation{random.below(random.below(10) == 0 ? 9000 : 200),
                              static_cast<unsigned char>(i)};
        uint64_t action = random.below(10);
        if (action < 4) {
            void *memory = guest_malloc(allocation.size);
            if (memory != nullptr) {
                add(memory, 8, allocation);
            }
        } else if (action == 4) {
            size_t alignment = size_t{1} << random.below(10);
            void *memory = guest_aligned_alloc(alignment, allocation.size);
            if (memory != nullptr) {
                add(memory, alignment, allocation);
            }
        } else if (!live.empty()) {
            auto chosen = live.lower_bound(
                reinterpret_cast<unsigned char *>(guest___heap_start + random.below(HeapSize)));
            chosen = chosen == live.end() ? live.begin() : chosen;
            auto [memory, old] = *chosen;
            ASSERT_TRUE(is_intact(memory, old, old.size));
            if (action == 5) {
                auto *moved = static_cast<unsigned char *>(guest_realloc(memory, allocation.size));
                if (moved != nullptr) {
                    live.erase(chosen);
                    ASSERT_TRUE(is_intact(moved, old, allocation.size));
                    add(moved, 8, allocation);
                }
            } else {
                live.erase(chosen);
                guest_free(memory);
            }
        }
    }
    for (auto [memory, allocation] : live) {
        ASSERT_TRUE(is_intact(memory, allocation, allocation.size));
        guest_free(memory);
    }
    void *everything = guest_malloc(HeapSize - 64);
    EXPECT_NE(everything, nullptr) << "free memory was not joined";
    guest_free(everything);
}

TEST(Heap, RefusesWhatCannotBe)
{
    guest_errno = 0;
    EXPECT_EQ(guest_malloc(HeapSize), nullptr);
    EXPECT_EQ(guest_errno, 13);
    EXPECT_EQ(guest_malloc(~size_t{0}), nullptr);
    EXPECT_EQ(guest_calloc(~size_t{0} / 2, 3), nullptr);
    EXPECT_EQ(guest_aligned_alloc(3, 8), nullptr);
    EXPECT_EQ(guest_errno, 22);
    void *nothing = guest_malloc(0);
    EXPECT_NE(nothing, nullptr);
    guest_free(nothing);
    guest_free(nullptr);
}

TEST(Heap, ZeroesAndCopies)
{
    auto *memory = static_cast<char *>(guest_malloc(64));
    memset(memory, 1, 64);
    guest_free(memory);
    auto *zeros = static_cast<char *>(guest_calloc(8, 8));
    EXPECT_TRUE(std::all_of(zeros, zeros + 64, [](char byte) { return byte == 0; }));
    guest_free(zeros);
    char *copy = guest_strdup("copied");
    EXPECT_STREQ(copy, "copied");
    guest_free(copy);
    void *object = guest_new(16);
    EXPECT_NE(object, nullptr);
    guest_delete(object);
}

TEST(HeapDeathTest, EndsTheRunOnMisuse)
{
    char *memory = static_cast<char *>(guest_malloc(32));
    EXPECT_DEATH(guest_free(memory + 8), "");
    EXPECT_DEATH(guest_free(&memory), "");
    EXPECT_DEATH((guest_free(memory), guest_free(memory)), "");
    EXPECT_DEATH((guest_free(memory), guest_realloc(memory, 8)), "");
    EXPECT_DEATH(guest_new(HeapSize), "");
    guest_free(memory);
}

TEST(Sorting, SortsAsTheHostDoes)
{
    Random random(2);
    for (int round = 0; round < 3000; round++) {
        // Elements of every size and unit, ordered by their first byte.
        size_t size = 1 + random.below(24);
        size_t count = random.below(60);
        std::vector<std::string> elements;
        std::string memory;
        for (size_t i = 0; i < count; i++) {
            std::string element(size, static_cast<char>(random.below(8)));
            for (size_t j = 1; j < size; j++) {
                element[j] = static_cast<char>(element[0] * 3 + static_cast<char>(j));
            }
            elements.push_back(element);
            memory += element;
        }
        int calls = 0;
        auto compare = [](const void *left, const void *right, void *context) {
            (*static_cast<int *>(context))++;
            return *static_cast<const signed char *>(left) -
                   *static_cast<const signed char *>(right);
        };
        guest_qsort_r(memory.data(), count, size, compare, &calls);
        std::ranges::sort(elements);
        std::string expected;
        for (const std::string &element : elements) {
            expected += element;
        }
        ASSERT_EQ(memory, expected);
    }
}

TEST(Sorting, EndsWhateverTheComparisonSays)
{
    Random random(3);
    std::vector<int> numbers(100);
    auto compare = [](const void *, const void *, void *context) {
        return static_cast<int>(static_cast<Random *>(context)->below(3)) - 1;
    };
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 100; i++) {
            numbers[static_cast<size_t>(i)] = i;
        }
        guest_qsort_r(numbers.data(), numbers.size(), sizeof(int), compare, &random);
        std::ranges::sort(numbers);
        ASSERT_EQ(numbers[99], 99) << "an element was lost";
        ASSERT_EQ(std::ranges::adjacent_find(numbers), numbers.end());
    }
}

int compare_ints(const void *left, const void *right)
{
    int x = *static_cast<const int *>(left);
    int y = *static_cast<const int *>(right);
    return (x > y) - (x < y);
}

TEST(Sorting, FindsWhatIsThere)
{
    std::vector<int> numbers = {9, 1, 5, 3, 7};
    guest_qsort(numbers.data(), numbers.size(), sizeof(int), compare_ints);
    EXPECT_TRUE(std::ranges::is_sorted(numbers));
    for (int wanted = 0; wanted < 11; wanted++) {
        auto *found = static_cast<int *>(
            guest_bsearch(&wanted, numbers.data(), numbers.size(), sizeof(int), compare_ints));
        ASSERT_EQ(found != nullptr, wanted % 2 == 1 && wanted < 10);
        ASSERT_TRUE(found == nullptr || *found == wanted);
    }
}

std::string trail;

TEST(Exit, RunsFunctionsNewestFirst)
{
    guest_atexit([] { trail += "a"; });
    guest___cxa_atexit([](void *text) { trail += static_cast<const char *>(text); },
                       const_cast<char *>("b"), nullptr);
    guest_atexit([] {
        trail += "c";
        guest_atexit([] { trail += "d"; });
    });
    guest___cxa_finalize(nullptr);
    EXPECT_EQ(trail, "cdba");
    for (int i = 0; i < 32; i++) {
        EXPECT_EQ(guest_atexit([] {}), 0);
    }
    EXPECT_EQ(guest_atexit([] {}), -1);
    guest___cxa_finalize(nullptr);
}

TEST(ExitDeathTest, EndsWithTheStatus)
{
    auto run = [] {
        guest_atexit([] { fputs("registered, ", stderr); });
        guest_exit(3);
    };
    EXPECT_EXIT(run(), testing::ExitedWithCode(3), "registered, image, ");
}

TEST(Guards, LetOneInitialise)
{
    uint64_t guard = 0;
    EXPECT_EQ(guest___cxa_guard_acquire(&guard), 1);
    guest___cxa_guard_abort(&guard);
    EXPECT_EQ(guest___cxa_guard_acquire(&guard), 1);
    guest___cxa_guard_release(&guard);
    EXPECT_EQ(guard & 0xff, 1U);
    EXPECT_EQ(guest___cxa_guard_acquire(&guard), 0);
}

TEST(GuardsDeathTest, NoticeRecursion)
{
    uint64_t guard = 0;
    guest___cxa_guard_acquire(&guard);
    EXPECT_DEATH(guest___cxa_guard_acquire(&guard), "");
    EXPECT_DEATH(guest___cxa_pure_virtual(), "");
}

TEST(Atomics, DoWhatTheirNamesSay)
{
    uint64_t wide = 0x0123456789abcdef;
    EXPECT_EQ(guest___atomic_load_8(&wide, 5), wide);
    uint16_t half = 1;
    guest___atomic_store_2(&half, 0xabcd, 5);
    EXPECT_EQ(half, 0xabcd);
    uint32_t word = 7;
    EXPECT_EQ(guest___atomic_exchange_4(&word, 8, 5), 7U);
    uint32_t expected = 7;
    EXPECT_FALSE(guest___atomic_compare_exchange_4(&word, &expected, 9, 5, 5));
    EXPECT_EQ(expected, 8U);
    EXPECT_TRUE(guest___atomic_compare_exchange_4(&word, &expected, 9, 5, 5));
    EXPECT_EQ(word, 9U);
    EXPECT_EQ(guest___atomic_fetch_nand_4(&word, 3, 5), 9U);
    EXPECT_EQ(word, ~(9U & 3U));
    uint8_t byte = 0xff;
    EXPECT_EQ(guest___atomic_fetch_add_1(&byte, 2, 5), 0xff);
    EXPECT_EQ(byte, 1);
    void *pointer = &word;
    void *wanted = &word;
    EXPECT_TRUE(guest___atomic_compare_exchange_cap(&pointer, &wanted, &byte, 5, 5));
    EXPECT_EQ(pointer, &byte);
    char text[] = "abcdefghijk";
    char same[] = "abcdefghijk";
    EXPECT_TRUE(guest___atomic_compare_exchange(11, text, same, "ABCDEFGHIJK", 5, 5));
    EXPECT_STREQ(text, "ABCDEFGHIJK");
    EXPECT_FALSE(guest___atomic_compare_exchange(11, text, same, "...........", 5, 5));
    EXPECT_STREQ(same, "ABCDEFGHIJK");
}

TEST(Calendar, AgreesWithTheHost)
{
    // The guest's struct tm has the host's first nine fields.
    Random random(4);
    for (int i = 0; i < 100'000; i++) {
        auto seconds = static_cast<long long>(random.next() % 400'000'000'000) - 200'000'000'000;
        time_t hostSeconds = seconds;
        std::tm guest{};
        std::tm host{};
        guest_gmtime_r(&seconds, &guest);
        gmtime_r(&hostSeconds, &host);
        ASSERT_EQ(memcmp(&guest, &host, offsetof(std::tm, tm_isdst)), 0) << seconds;
        ASSERT_EQ(guest_mktime(&guest), seconds);
        guest.tm_mon += 17;
        guest.tm_mday -= 40;
        host = guest;
        ASSERT_EQ(guest_mktime(&guest), timegm(&host));
        ASSERT_EQ(memcmp(&guest, &host, offsetof(std::tm, tm_isdst)), 0) << seconds;
    }
}

} // namespace
} // namespace griotte::test
