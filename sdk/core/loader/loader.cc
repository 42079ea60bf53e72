// The loader: derives every capability of the system from the machine's three roots, as the
// linker's tables say and no further, and disappears.
//
// The tables are checked before the first capability is derived. A record can then only give a
// domain what its kind may: a mistake in the linker, or a damaged image, ends here with a reason,
// not in a system with too much authority. docs/reference/compartments.md.
#include "image.h"

#include "../scheduler/loader_info.h"
#include "../switcher/trusted_stack.h"

namespace loader {

namespace {

// Permissions by bit, as the machine numbers them.
constexpr uint32_t Global = 1U << 0;
constexpr uint32_t LoadGlobal = 1U << 1;
constexpr uint32_t Store = 1U << 2;
constexpr uint32_t LoadMutable = 1U << 3;
constexpr uint32_t StoreLocal = 1U << 4;
constexpr uint32_t Load = 1U << 5;
constexpr uint32_t LoadStoreCapability = 1U << 6;
constexpr uint32_t AccessSystemRegisters = 1U << 7;
constexpr uint32_t Execute = 1U << 8;
constexpr uint32_t Unseal = 1U << 9;
constexpr uint32_t Seal = 1U << 10;
constexpr uint32_t User0 = 1U << 11;

constexpr uint32_t ReadOnly = Global | LoadGlobal | LoadMutable | Load | LoadStoreCapability;
constexpr uint32_t ReadWrite = ReadOnly | Store;
/// Stacks are the only place for local capabilities, and local themselves.
constexpr uint32_t Stack = (ReadWrite | StoreLocal) & ~Global;
constexpr uint32_t TrustedStackMemory = ReadWrite | StoreLocal;
constexpr uint32_t Code = ReadOnly | Execute;
/// The switcher's is local: nothing derived from it can be kept in memory.
constexpr uint32_t SwitcherCode = (Code | AccessSystemRegisters) & ~Global;
/// A thread may publish what it uses, and the allocator may look: neither has more.
constexpr uint32_t HazardSlotsOwn = Global | Store | LoadStoreCapability;
constexpr uint32_t HazardSlotsAll = Global | Load | LoadStoreCapability;
constexpr uint32_t SoftwareKey = Global | Seal | Unseal | User0;

/// Numbers of sealing types made at run time. Static ones are addresses of memory, which begins
/// above.
constexpr Range DynamicTypes = {1U << 24, 1U << 28};

enum SealingType : uint32_t
{
    Sentry = 1,
    SentryDisabling = 2,
    SentryEnabling = 3,
    ReturnSentryDisabling = 4,
    ExportEntry = 9,
    TrustedStackType = 10,
    StaticObject = 11,
};

/// The machine's roots; everything is derived from these three.
struct Roots
{
    char *memory;
    char *sealing;
    char *code;
};

/// What switcher_enter() loads into registers; start.S knows the offsets.
struct SwitcherBoot
{
    const ThreadLoaderInfo *threads;
    uint32_t threadCount;
    void *schedulerEntry;
    void *schedulerStack;
    void *schedulerGlobals;
    void *idleThread;
    void *boot;
};
static_assert(offsetof(SwitcherBoot, schedulerEntry) == 16 && offsetof(SwitcherBoot, boot) == 48);

extern "C" [[noreturn]] void switcher_enter(const SwitcherBoot *boot);

// Addresses the linker knows, as numbers.
extern "C" const char __scheduler_entry[];
extern "C" const char __switcher_boot[];
extern "C" const char __switcher_trap[];
extern "C" const char __switcher_return[];
extern "C" const char __import_mem_uart[] __attribute__((weak));

class Loader
{
public:
    Loader(Roots theRoots, uint32_t headerAddress)
        : roots(theRoots), image{headerAddress, headerAddress + sizeof(Header)},
          header(table<Header>({0, 1}))
    {}

    [[noreturn]] void run()
    {
        header_check();
        ranges_check();
        for (uint32_t i = 0; i < header->domains.count; i++) {
            domain_check(domains[i]);
        }
        threads_check();
        for (uint32_t i = 0; i < header->domains.count; i++) {
            domain_fill(domains[i]);
        }
        system_enter();
    }

private:
    // ---- the roots, and what is derived from them ----------------------------------------------
    static char *derive(char *root, Range range, uint32_t permissions)
    {
        char *result = __builtin_cheri_address_set(root, range.start);
        result = __builtin_cheri_bounds_set_exact(result, range.size());
        return __builtin_cheri_perms_and(result, permissions);
    }

    char *memory_derive(Range range, uint32_t permissions) const
    {
        return derive(roots.memory, range, permissions);
    }

    /// A domain's PCC, at `address`.
    char *code_derive(const Domain &domain, uint32_t address) const
    {
        const uint32_t permissions = domain.kind == DomainKind::Switcher ? SwitcherCode : Code;
        return __builtin_cheri_address_set(derive(roots.code, domain.code, permissions), address);
    }

    char *seal(char *capability, uint32_t type) const
    {
        return static_cast<char *>(
            __builtin_cheri_seal(capability, __builtin_cheri_address_set(roots.sealing, type)));
    }

    template <typename T>
    const T *table(Table where) const
    {
        return reinterpret_cast<const T *>(
            memory_derive({image.start + where.offset,
                           image.start + where.offset + where.count * uint32_t{sizeof(T)}},
                          ReadOnly));
    }

    // ---- checking
    // --------------------------------------------------------------------------------
    [[noreturn]] void refuse(const char *what, const char *domain = nullptr)
    {
        text_write("loader: this image cannot be started: ");
        if (domain != nullptr) {
            text_write(domain);
            text_write(": ");
        }
        text_write(what);
        text_write("\n");
        byte_write(0x81); // where that ends a simulation, with status 1
        for (;;) {
            __asm__ volatile("wfi");
        }
    }

    void require(bool condition, const char *what, const char *domain = nullptr)
    {
        if (!condition) {
            refuse(what, domain);
        }
    }

    void text_write(const char *text)
    {
        for (; *text != 0; text++) {
            byte_write(static_cast<uint8_t>(*text));
        }
    }

    /// A 16550's transmit register, when its line status register says that it is free.
    void byte_write(uint8_t byte)
    {
        const auto address = static_cast<uint32_t>(__builtin_cheri_address_get(__import_mem_uart));
        if (address == 0) {
            return;
        }
        constexpr uint32_t LineStatus = 5 * 4;
        constexpr uint8_t TransmitterEmpty = 0x20;
        auto *registers = reinterpret_cast<volatile uint32_t *>(
            memory_derive({address, address + 64}, Global | Load | Store));
        while ((registers[LineStatus / 4] & TransmitterEmpty) == 0) {
        }
        registers[0] = byte;
    }

    const char *name_of(const Domain &domain) const
    {
        return reinterpret_cast<const char *>(
            memory_derive({image.start + domain.name, image.end}, ReadOnly));
    }

    static uint32_t checksum_of(const uint8_t *bytes, uint32_t size)
    {
        constexpr uint32_t Polynomial = 0xedb88320;
        constexpr uint32_t Field = offsetof(Header, checksum);
        uint32_t sum = ~0U;
        for (uint32_t i = 0; i < size; i++) {
            sum ^= i >= Field && i < Field + 4 ? 0 : bytes[i];
            for (int bit = 0; bit < 8; bit++) {
                sum = (sum >> 1) ^ ((sum & 1) != 0 ? Polynomial : 0);
            }
        }
        return ~sum;
    }

    template <typename T>
    void table_check(Table where)
    {
        require(where.offset % alignof(T) == 0 && where.offset <= image.size() &&
                    where.count <= (image.size() - where.offset) / sizeof(T),
                "a table lies outside the image's tables");
    }

    void header_check()
    {
        require(header->magic == Magic, "it has no griotte header");
        require(header->version == Version && header->headerSize == sizeof(Header),
                "its header has another version than this loader");
        require(header->size >= sizeof(Header) && header->size < (1U << 22),
                "its tables have no sensible size");
        image.end = image.start + header->size;
        const auto *bytes =
            reinterpret_cast<const uint8_t *>(memory_derive_inexact(image.start, header->size));
        require(checksum_of(bytes, header->size) == header->checksum,
                "its tables are damaged (the checksum is wrong)");
        table_check<Domain>(header->domains);
        table_check<Record>(header->records);
        table_check<Thread>(header->threads);
        require(bytes[header->size - 1] == 0, "its names do not end");
        domains = table_inexact<Domain>(header->domains);
        records = table_inexact<Record>(header->records);
        threads = table_inexact<Thread>(header->threads);
    }

    /// Tables have any size, so their bounds may be a little wide.
    char *memory_derive_inexact(uint32_t start, uint32_t size) const
    {
        char *result = __builtin_cheri_address_set(roots.memory, start);
        return __builtin_cheri_perms_and(__builtin_cheri_bounds_set(result, size), ReadOnly);
    }

    template <typename T>
    const T *table_inexact(Table where) const
    {
        return reinterpret_cast<const T *>(
            memory_derive_inexact(image.start + where.offset, where.count * uint32_t{sizeof(T)}));
    }

    void ranges_check()
    {
        const Range all[] = {header->code, header->data, header->heap};
        for (const Range &range : all) {
            require(range.start < range.end, "one of its memories is empty");
        }
        require(!header->code.overlaps(header->data) && !header->code.overlaps(header->heap) &&
                    !header->data.overlaps(header->heap),
                "its memories overlap");
        require(header->heap.contains(image), "its tables are not on the heap, where they end");
        require(header->heap.start % 16 == 0 && header->heap.end % 16 == 0,
                "its heap is not a multiple of 16");
        require(header->domains.count > 0 && domains[0].kind == DomainKind::Switcher,
                "it has no switcher");
    }

    void domain_check(const Domain &domain)
    {
        require(domain.name < image.size(), "a domain has no name");
        const char *name = name_of(domain);
        require(header->code.contains(domain.code) && !domain.code.is_empty(),
                "its code is not where code is", name);
        require(domain.globals.is_empty() || header->data.contains(domain.globals),
                "its globals are not where data is", name);
        require(domain.exports.is_empty() || header->code.contains(domain.exports),
                "its export table is not where code is", name);
        require(domain.kind <= DomainKind::Compartment, "it is of no known kind", name);
        require(domain.kind == DomainKind::Compartment || domain.globals.is_empty(),
                "it has globals, but is no compartment", name);
        require(domain.kind != DomainKind::Switcher || &domain == domains,
                "it calls itself a second switcher", name);
        for (uint32_t i = 0; i < header->domains.count; i++) {
            const Domain &other = domains[i];
            require(&other == &domain || (!domain.code.overlaps(other.code) &&
                                          !domain.globals.overlaps(other.globals) &&
                                          !domain.exports.overlaps(other.exports) &&
                                          !domain.code.overlaps(other.exports)),
                    "it overlaps with another", name);
        }
        require(domain.firstRecord <= header->records.count &&
                    domain.recordCount <= header->records.count - domain.firstRecord,
                "it has records that do not exist", name);
        for (uint32_t i = 0; i < domain.recordCount; i++) {
            record_check(domain, records[domain.firstRecord + i], name);
        }
    }

    bool is_some_code(Range range) const
    {
        for (uint32_t i = 0; i < header->domains.count; i++) {
            if (domains[i].code == range) {
                return true;
            }
        }
        return false;
    }

    bool is_some_export_table(Range range) const
    {
        for (uint32_t i = 0; i < header->domains.count; i++) {
            if (domains[i].exports == range) {
                return true;
            }
        }
        return false;
    }

    bool is_some_globals(Range range) const
    {
        for (uint32_t i = 0; i < header->domains.count; i++) {
            if (domains[i].globals == range && !range.is_empty()) {
                return true;
            }
        }
        return false;
    }

    /// Privileges are those of a domain of this name.
    static bool is_named(const char *name, const char *wanted)
    {
        while (*name == *wanted && *name != 0) {
            name++;
            wanted++;
        }
        return *name == *wanted;
    }

    void record_check(const Domain &domain, const Record &record, const char *name)
    {
        const Range place = {record.location, record.location + 8};
        require(record.location % 8 == 0 &&
                    (domain.code.contains(place) || domain.globals.contains(place) ||
                     domain.exports.contains(place)),
                "a capability would go outside of it", name);
        require(record.base + record.length() >= record.base && record.offset() <= record.length(),
                "a capability has impossible bounds", name);
        const Range range = record.range();
        bool isAllowed = false;
        switch (record.kind()) {
        case RecordKind::Data:
            isAllowed = domain.globals.contains(range);
            break;
        case RecordKind::Constant:
            isAllowed = domain.code.contains(range);
            break;
        case RecordKind::Code:
            isAllowed = range == domain.code;
            break;
        case RecordKind::Device:
            isAllowed = !range.is_empty() && !range.overlaps(header->code) &&
                        !range.overlaps(header->data) && !range.overlaps(header->heap);
            break;
        case RecordKind::SentryInherit:
        case RecordKind::SentryDisable:
        case RecordKind::SentryEnable:
            isAllowed = is_some_code(range);
            break;
        case RecordKind::ExportEntry:
            isAllowed = is_some_export_table(range);
            break;
        case RecordKind::SealedObject:
        case RecordKind::SharedObject:
            isAllowed = header->data.contains(range) && range.size() > 0;
            break;
        case RecordKind::SealingKey:
            isAllowed = domain.exports.contains(range) && range.size() == 1;
            break;
        case RecordKind::Cgp:
            isAllowed = is_some_globals(range);
            break;
        case RecordKind::HardwareKey:
            isAllowed = record.base >= ExportEntry && record.base <= 12 && record.length() == 1 &&
                        (domain.kind == DomainKind::Switcher || is_named(name, "allocator") ||
                         is_named(name, "token_library"));
            break;
        case RecordKind::Stack:
            isAllowed = header->data.contains(range) && domain.kind == DomainKind::Switcher;
            break;
        case RecordKind::Heap:
            isAllowed = range == header->heap && is_named(name, "allocator");
            break;
        case RecordKind::Memory:
            isAllowed = !range.overlaps(header->code) && is_named(name, "software_revoker");
            break;
        case RecordKind::Hazards:
            isAllowed = header->data.contains(range) && is_named(name, "allocator");
            break;
        case RecordKind::TokenKeys:
            isAllowed = is_named(name, "allocator");
            break;
        }
        require(isAllowed, "a capability would give more than its kind may", name);
    }

    void threads_check()
    {
        require(header->threads.count > 1, "it has no threads");
        for (uint32_t i = 0; i < header->threads.count; i++) {
            const Thread &thread = threads[i];
            require(header->data.contains(thread.stack) &&
                        header->data.contains(thread.trustedStack) &&
                        header->data.contains({thread.hazards, thread.hazards + 16}),
                    "a thread's memory is not where data is");
            require(thread.trustedStack.size() >= TRUSTED_STACK_FRAMES + FRAME_SIZE,
                    "a trusted stack has no room for the thread's entry");
            require(thread.domain < header->domains.count, "a thread's compartment does not exist");
            require(i == 0 ||
                        domains[thread.domain].exports.contains({thread.entry, thread.entry + 4}),
                    "a thread's entry is no entry of its compartment");
            const Range stack = thread.stack;
            const Range trusted = thread.trustedStack;
            const Range hazards = {thread.hazards, thread.hazards + 16};
            const Range own[] = {stack, trusted, hazards};
            require(!stack.overlaps(trusted) && !stack.overlaps(hazards) &&
                        !trusted.overlaps(hazards),
                    "threads' stacks overlap");
            for (uint32_t j = 0; j < i; j++) {
                const Thread &other = threads[j];
                for (const Range &range : own) {
                    require(!range.overlaps(other.stack) && !range.overlaps(other.trustedStack) &&
                                !range.overlaps({other.hazards, other.hazards + 16}),
                            "threads' stacks overlap");
                }
            }
            for (const Range &range : own) {
                thread_range_check(range);
            }
        }
    }

    /// What is a thread's is nobody's globals or object.
    void thread_range_check(Range range)
    {
        for (uint32_t i = 0; i < header->domains.count; i++) {
            require(!range.overlaps(domains[i].globals),
                    "a thread's memory overlaps with globals or objects");
        }
        for (uint32_t i = 0; i < header->records.count; i++) {
            const bool isObject = records[i].kind() == RecordKind::SealedObject ||
                                  records[i].kind() == RecordKind::SharedObject;
            require(!isObject || !range.overlaps(records[i].range()),
                    "a thread's memory overlaps with globals or objects");
        }
    }

    // ---- doing
    // -------------------------------------------------------------------------------------
    static uint32_t import_permissions(const Record &record)
    {
        return Global | (record.permits_load() ? Load : 0) | (record.permits_store() ? Store : 0) |
               (record.permits_capabilities() ? LoadStoreCapability : 0) |
               (record.permits_load_mutable() ? LoadMutable : 0) |
               (record.permits_load_global() ? LoadGlobal : 0);
    }

    const Domain &domain_with_code(Range range) const
    {
        uint32_t i = 0;
        while (domains[i].code != range) {
            i++;
        }
        return domains[i];
    }

    char *sentry_derive(const Record &record, uint32_t type) const
    {
        return seal(code_derive(domain_with_code(record.range()), record.base + record.offset()),
                    type);
    }

    /// The capability of a checked record.
    char *record_derive(const Domain &domain, const Record &record) const
    {
        const Range range = record.range();
        char *result = nullptr;
        switch (record.kind()) {
        case RecordKind::Data:
        case RecordKind::Cgp:
        case RecordKind::Heap:
            result = memory_derive(range, ReadWrite);
            break;
        case RecordKind::Constant:
            result = memory_derive(range, ReadOnly);
            break;
        case RecordKind::Code:
            return code_derive(domain, record.base + record.offset());
        case RecordKind::Device:
        case RecordKind::SharedObject:
            result = memory_derive(range, import_permissions(record));
            break;
        case RecordKind::SentryInherit:
            return sentry_derive(record, Sentry);
        case RecordKind::SentryDisable:
            return sentry_derive(record, SentryDisabling);
        case RecordKind::SentryEnable:
            return sentry_derive(record, SentryEnabling);
        case RecordKind::ExportEntry:
            return seal(
                __builtin_cheri_address_increment(memory_derive(range, ReadOnly), record.offset()),
                ExportEntry);
        case RecordKind::SealedObject:
            return seal(
                __builtin_cheri_address_increment(memory_derive(range, ReadWrite), record.offset()),
                StaticObject);
        case RecordKind::SealingKey:
            return derive(roots.sealing, range, SoftwareKey);
        case RecordKind::HardwareKey:
            return derive(roots.sealing, {record.base, record.base + record.length()},
                          Global | (record.permits_load() ? Unseal : 0) |
                              (record.permits_store() ? Seal : 0));
        case RecordKind::Stack:
            result = memory_derive(range, Stack);
            break;
        case RecordKind::Memory:
            result = memory_derive(range, Stack);
            break;
        case RecordKind::Hazards:
            result = memory_derive(range, HazardSlotsAll);
            break;
        case RecordKind::TokenKeys:
            return derive(roots.sealing, DynamicTypes, Global | Seal | Unseal);
        }
        return __builtin_cheri_address_increment(result, record.offset());
    }

    void domain_fill(const Domain &domain)
    {
        for (uint32_t i = 0; i < domain.recordCount; i++) {
            const Record &record = records[domain.firstRecord + i];
            char *capability = record_derive(domain, record);
            require(__builtin_cheri_tag_get(capability),
                    "a capability cannot have the bounds it should", name_of(domain));
            slot_at(record.location) = capability;
        }
    }

    /// Any doubleword, for capabilities of every kind.
    void *&slot_at(uint32_t address) const
    {
        return *reinterpret_cast<void **>(
            memory_derive({address, address + 8}, TrustedStackMemory));
    }

    /// A thread that will begin as if its entry had been called. Registers that hold nothing are
    /// null already.
    TrustedStack *thread_make(const Thread &thread, uint16_t number)
    {
        auto *result = reinterpret_cast<TrustedStack *>(
            memory_derive(thread.trustedStack, TrustedStackMemory));
        require(__builtin_cheri_tag_get(result), "a trusted stack has inexact bounds");
        char *stack = memory_derive(thread.stack, Stack);
        require(__builtin_cheri_tag_get(stack), "a stack has inexact bounds");
        stack = __builtin_cheri_address_increment(stack, thread.stack.size());
        result->hazards = memory_derive({thread.hazards, thread.hazards + 16}, HazardSlotsOwn);
        result->frame = result->frames;
        result->thread = number;
        result->mshwm = thread.stack.end;
        result->mshwmb = thread.stack.start;
        if (number == 0) {
            return result;
        }
        const Domain &domain = domains[thread.domain];
        char *exports = memory_derive(domain.exports, ReadOnly);
        const auto *entry =
            reinterpret_cast<const uint8_t *>(__builtin_cheri_address_set(exports, thread.entry));
        result->frames[0].csp = stack;
        result->frames[0].exports = exports;
        result->mepcc = code_derive(
            domain, domain.code.start + *reinterpret_cast<const uint16_t *>(entry + EXPORT_OFFSET));
        result->registers[0] =
            seal(code_derive(domains[0], number_of(__switcher_return)), ReturnSentryDisabling);
        result->registers[1] = __builtin_cheri_address_increment(stack, -STACK_RESERVED);
        result->registers[2] =
            __builtin_cheri_address_set(memory_derive(domain.globals, ReadWrite), domain.cgp);
        constexpr uint32_t PreviousEnabled = 0x80;
        constexpr uint32_t PreviousMachine = 0x1800;
        result->mstatus =
            PreviousMachine |
            ((entry[EXPORT_FLAGS] & EXPORT_FLAGS_DISABLED) != 0 ? 0 : PreviousEnabled);
        return result;
    }

    static uint32_t number_of(const char *symbol) { return __builtin_cheri_address_get(symbol); }

    const Domain *domain_around(uint32_t address)
    {
        for (uint32_t i = 0; i < header->domains.count; i++) {
            if (domains[i].code.contains({address, address + 2})) {
                return &domains[i];
            }
        }
        refuse("it has no scheduler");
    }

    /// What switcher_boot goes on with after the scheduler has been called: in registers of the
    /// idle thread, which nobody else has.
    void boot_finish_prepare(const SwitcherBoot &boot) const
    {
        void *(&registers)[15] = static_cast<TrustedStack *>(boot.idleThread)->registers;
        constexpr unsigned Csp = 2;
        constexpr unsigned Cgp = 3;
        constexpr unsigned Cs1 = 9;
        constexpr unsigned Ca2 = 12;
        registers[Csp - 1] = boot.schedulerStack;
        registers[Cgp - 1] = boot.schedulerGlobals;
        registers[Cs1 - 1] = memory_derive(
            {header->initialisers, header->initialisers + (header->initialiserCount + 1) * 8},
            ReadOnly);
        registers[Ca2 - 1] = memory_derive(header->heap, TrustedStackMemory);
    }

    [[noreturn]] void system_enter()
    {
        constexpr uint32_t MaximumThreads = 256;
        static ThreadLoaderInfo infos[MaximumThreads];
        require(header->threads.count <= MaximumThreads, "it has more than 255 threads");
        SwitcherBoot boot;
        for (uint32_t i = 0; i < header->threads.count; i++) {
            TrustedStack *stack = thread_make(threads[i], static_cast<uint16_t>(i));
            if (i == 0) {
                boot.idleThread = stack;
            }
            infos[i] = {seal(reinterpret_cast<char *>(stack), TrustedStackType),
                        threads[i].priority, static_cast<uint16_t>(i)};
        }
        const Domain *scheduler = domain_around(number_of(__scheduler_entry));
        // Local: the scheduler may read them while it is told of them, and keep nothing of it.
        boot.threads = reinterpret_cast<const ThreadLoaderInfo *>(__builtin_cheri_perms_and(
            infos, LoadGlobal | LoadMutable | Load | LoadStoreCapability));
        boot.threadCount = header->threads.count;
        boot.schedulerEntry = code_derive(*scheduler, number_of(__scheduler_entry));
        boot.schedulerStack = __builtin_cheri_address_increment(
            memory_derive(threads[0].stack, Stack), threads[0].stack.size());
        boot.schedulerGlobals = __builtin_cheri_address_set(
            memory_derive(scheduler->globals, ReadWrite), scheduler->cgp);
        boot_finish_prepare(boot);
        boot.boot = code_derive(domains[0], number_of(__switcher_boot));
        char *trap = code_derive(domains[0], number_of(__switcher_trap));
        __asm__ volatile("cspecialw mtcc, %0" : : "C"(trap));
        switcher_enter(&boot);
    }

    Roots roots;
    Range image;
    const Header *header;
    const Domain *domains = nullptr;
    const Record *records = nullptr;
    const Thread *threads = nullptr;
};

} // namespace

extern "C" [[noreturn]] void loader_main(char *memory, char *sealing, char *code, uint32_t header)
{
    Loader(Roots{memory, sealing, code}, header).run();
}

} // namespace loader
