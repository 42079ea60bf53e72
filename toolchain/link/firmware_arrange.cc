// Which output section each part of a firmware belongs to, and the memory that is nobody's part:
// stacks and shared objects.
#include <algorithm>
#include <array>

#include <elf.h>

#include "machine/capability/bounds.h"
#include "toolchain/link/firmware_layout.h"
#include "toolchain/link/section_layout.h"

namespace griotte::link {

namespace {

/// Of a trusted stack: registers and the like; then frames (compartments.md, "Trusted stacks").
constexpr uint32_t TrustedStackHeaderSize = 168;
constexpr uint32_t TrustedStackFrameSize = 24;
constexpr uint32_t IdleFrames = 2;
/// Its offsets have 16 bits.
constexpr uint32_t TrustedStackLimit = 0xffff;
constexpr uint64_t SystemAlignment = 8;

constexpr std::array CodeParts = {".imports", ".initialisers", ".text",
                                  ".rodata",  ".data.rel.ro",  ".init_array"};
constexpr std::array DataParts = {".data", ".bss"};

/// Sorts one domain's live sections.
class DomainArranger
{
public:
    DomainArranger(Firmware &theFirmware, Domain &theDomain)
        : firmware(theFirmware), domain(theDomain)
    {}

    void run()
    {
        for (const char *part : CodeParts) {
            code.push_back(output_make(part, Reach::Pcc));
        }
        for (const char *part : DataParts) {
            data.push_back(output_make(part, Reach::Cgp));
        }
        domain.exportOutput = output_make(".exports", Reach::Nothing);
        domain.sealedOutput = output_make(".sealed_objects", Reach::Nothing);
        slots_append();
        functions_append();
        for (const auto &object : domain.table.objects()) {
            for (const auto &section : object->sections) {
                const bool isWanted = section != nullptr && section->isLive &&
                                      section->is_allocated() && section->output == nullptr;
                if (isWanted) {
                    section_append(output_of(*section), *section);
                }
            }
        }
        priorities_sort(code.back());
        keep(code, domain.code);
        keep(data, domain.data);
    }

private:
    [[nodiscard]] OutputSection output_make(std::string_view part, Reach reach) const
    {
        OutputSection output;
        output.name = fmt::format(".{}{}", domain.name(), part);
        output.reach = reach;
        return output;
    }

    OutputSection &part(std::string_view name)
    {
        const auto code_part = std::ranges::find(CodeParts, name);
        return code_part != CodeParts.end()
                   ? code[static_cast<size_t>(code_part - CodeParts.begin())]
                   : data[static_cast<size_t>(std::ranges::find(DataParts, name) -
                                              DataParts.begin())];
    }

    /// Import slots in the order of their names; the switcher's domain has the initialisers' slots.
    void slots_append()
    {
        for (const Import &import : domain.imports) {
            if (import.section->output == nullptr && is_named(import.section->name, ImportsSection))
            {
                section_append(part(".imports"), *import.section);
            }
        }
        if (domain.kind() != DomainKind::Switcher) {
            return;
        }
        for (const Initialiser &initialiser : firmware.initialisers) {
            if (initialiser.section->output == nullptr) {
                section_append(part(".initialisers"), *initialiser.section);
            }
        }
        firmware.initialisersEnd = &domain.table.section_make(".cheriot_initialisers", SHT_PROGBITS,
                                                              SHF_ALLOC, CapabilitySize);
        firmware.initialisersEnd->size = CapabilitySize;
        firmware.initialisersEnd->bytes.assign(CapabilitySize, 0);
        firmware.initialisersEnd->isLive = true;
        section_append(part(".initialisers"), *firmware.initialisersEnd);
    }

    /// What others reach by an offset of 16 bits comes first.
    void functions_append()
    {
        auto append = [this](const Symbol *function) {
            if (function != nullptr && function->section != nullptr && function->section->isLive &&
                function->section->output == nullptr)
            {
                section_append(output_of(*function->section), *function->section);
            }
        };
        for (const std::string_view handler : ErrorHandlerNames) {
            append(domain.table.find(handler));
        }
        for (const Export &entry : domain.exports) {
            if (entry.isWanted) {
                append(entry.function);
            }
        }
    }

    OutputSection &output_of(const Section &section)
    {
        if (&section == domain.exportTable) {
            return domain.exportOutput;
        }
        if (is_named(section.name, SealedSection)) {
            return domain.sealedOutput;
        }
        if (is_named(section.name, ImportsSection)) {
            return part(".imports"); // a weak one, null
        }
        const std::string_view name = output_choose(section);
        const bool isKnown = std::ranges::find(CodeParts, name) != CodeParts.end() ||
                             std::ranges::find(DataParts, name) != DataParts.end();
        return part(isKnown ? name : ".rodata");
    }

    static void keep(std::deque<OutputSection> &from, std::deque<OutputSection> &to)
    {
        for (OutputSection &output : from) {
            if (output.inputs.empty()) {
                continue;
            }
            to.push_back(std::move(output));
            for (Section *section : to.back().inputs) {
                section->output = &to.back();
            }
        }
    }

    Firmware &firmware;
    Domain &domain;
    std::deque<OutputSection> code;
    std::deque<OutputSection> data;
};

/// The firmware's own memory, all zeros.
class SystemArranger
{
public:
    explicit SystemArranger(Firmware &theFirmware) : firmware(theFirmware) {}

    Result<void> run()
    {
        output_begin(".shared_objects");
        for (const SharedObjectDescription &object : firmware.sharedObjects) {
            add(fmt::format("{}{}", SharedObjectPrefix, object.name), object.size, SystemAlignment);
        }
        output_begin(".trusted_stacks");
        trusted_stack_add("__idle_trusted_stack", IdleFrames);
        size_t number = 0;
        for (const FirmwareThread &thread : firmware.threads) {
            number++;
            const uint32_t frames = thread.description->trustedStackFrames + 1u;
            constexpr uint32_t Most =
                (TrustedStackLimit - TrustedStackHeaderSize) / TrustedStackFrameSize - 1;
            if (frames > Most) {
                return fail("thread {} ({}) wants {} trusted stack frames; at most {} are possible",
                            number, thread.description->entry, frames - 1, Most - 1);
            }
            trusted_stack_add(fmt::format("__trusted_stack_{}", number), frames);
        }
        output_begin(".hazard_slots");
        add("__idle_hazard_slots", HazardSlotsPerThread, SystemAlignment);
        add("__hazard_slots", static_cast<uint32_t>(firmware.threads.size()) * HazardSlotsPerThread,
            SystemAlignment);
        output_begin(".stacks");
        number = 0;
        for (const FirmwareThread &thread : firmware.threads) {
            number++;
            TRY_VOID(stack_add(fmt::format("__stack_{}", number), thread.description->stackSize,
                               fmt::format("thread {} ({})", number, thread.description->entry)));
        }
        TRY_VOID(stack_add("__scheduler_stack", firmware.description.schedulerStackSize,
                           "the scheduler"));
        return {};
    }

private:
    void output_begin(std::string_view name)
    {
        output = &firmware.systemSections.emplace_back();
        output->name = name;
        output->type = SHT_NOBITS;
        output->flags = SHF_ALLOC | SHF_WRITE;
    }

    /// Room that a capability can have exactly, with a symbol on it.
    void add(const std::string &name, uint32_t size, uint64_t alignment)
    {
        const auto length = static_cast<uint32_t>(representable_length(size));
        const auto needed = std::max<uint64_t>(alignment, machine::representable_alignment(length));
        Section &section = firmware.system.section_make(name, SHT_NOBITS, SHF_ALLOC | SHF_WRITE,
                                                        static_cast<uint32_t>(needed));
        section.size = length;
        section.isLive = true;
        section_append(*output, section);
        firmware.system.symbol_place(name, section, 0, length);
    }

    void trusted_stack_add(const std::string &name, uint32_t frames)
    {
        add(name, TrustedStackHeaderSize + frames * TrustedStackFrameSize, RangeAlignment);
    }

    Result<void> stack_add(const std::string &name, uint32_t size, const std::string &whose)
    {
        constexpr uint32_t Least = 64;
        if (size < Least || size > RecordLengthLimit / 2) {
            return fail("the stack of {} has {} bytes; expected {} to {}", whose, size, Least,
                        RecordLengthLimit / 2);
        }
        add(name, static_cast<uint32_t>(round_up(size, RangeAlignment)), RangeAlignment);
        return {};
    }

    Firmware &firmware;
    OutputSection *output = nullptr;
};

} // namespace

Result<void> firmware_sections_arrange(Firmware &firmware)
{
    for (Domain &domain : firmware.domains) {
        if (domain.isInImage) {
            DomainArranger(firmware, domain).run();
            tool_sections_arrange(domain.table, firmware.toolSections);
        }
    }
    firmware.loader.sections_arrange();
    return SystemArranger(firmware).run();
}

} // namespace griotte::link
