#include "tests/unit/link/firmware_builder.h"

#include <algorithm>
#include <cstring>

#include <elf.h>
#include <gtest/gtest.h>

namespace griotte::link {

namespace {

constexpr uint32_t Nop = 0x13;
constexpr uint32_t Auipcc = 0x517;           // auipcc ca0, 0
constexpr uint32_t LoadCapability = 0x53503; // clc ca0, 0(ca0)

template <typename T>
T at(const std::vector<uint8_t> &file, size_t offset)
{
    T value{};
    std::memcpy(&value, file.data() + offset, sizeof value);
    return value;
}

} // namespace

DomainObject::Number DomainObject::function_add(const std::string &name, uint32_t size)
{
    const Number section = builder.section_add(
        ".text." + name, Code, words(std::vector<uint32_t>(size / sizeof(uint32_t), Nop)));
    const Number symbol = builder.symbol_add(name, section, 0, size, STB_GLOBAL, STT_FUNC);
    sectionOfFunction.emplace_back(symbol, section);
    return symbol;
}

void DomainObject::export_add(const std::string &symbol, std::optional<Number> function,
                              uint8_t flags, uint16_t stack, uint8_t registers)
{
    const uint32_t details = stack | uint32_t{registers} << 16 | uint32_t{flags} << 24;
    const Number section = builder.section_add(".cheriot.exports", 0, words({0, details}));
    builder.symbol_add(symbol, section, 0, 8, STB_GLOBAL, STT_OBJECT);
    if (function.has_value()) {
        builder.relocation_add(section, 0, RelocationType::Word32, *function);
    }
}

DomainObject::Number DomainObject::entry_add(const std::string &compartment,
                                             const std::string &name, uint16_t stack,
                                             uint8_t registers)
{
    const Number function = function_add(name);
    export_add("__export_" + compartment + "_" + name, function, Enabled, stack, registers);
    return function;
}

DomainObject::Number DomainObject::undefined(const std::string &name)
{
    const auto known = std::ranges::find(undefineds, name, &std::pair<std::string, Number>::first);
    if (known != undefineds.end()) {
        return known->second;
    }
    undefineds.emplace_back(name, builder.undefined_add(name));
    return undefineds.back().second;
}

DomainObject::Number DomainObject::import_add(const std::string &name, const std::string &target,
                                              uint32_t permissions)
{
    return import_add(name, undefined(target), permissions);
}

DomainObject::Number DomainObject::import_add(const std::string &name, Number target,
                                              uint32_t permissions)
{
    const std::string slot = "__import_" + name;
    const Number section = builder.section_add(".compartment_imports." + slot,
                                               SHF_ALLOC | SHF_GROUP, words({0, permissions}), 8);
    const Number symbol = builder.symbol_add(slot, section, 0, 8, STB_WEAK, STT_OBJECT);
    builder.relocation_add(section, 0, RelocationType::Word32, target);
    builder.group_add(symbol, {section});
    return symbol;
}

void DomainObject::use(Number function, Number used, uint32_t offset)
{
    // The function's first two instructions become a load of the slot.
    const auto found =
        std::ranges::find(sectionOfFunction, function, &std::pair<Number, Number>::first);
    ASSERT_NE(found, sectionOfFunction.end());
    builder.bytes_set(found->second, offset, words({Auipcc, LoadCapability}));
    const Number label = builder.symbol_add("", found->second, offset, 0, STB_LOCAL);
    builder.relocation_add(found->second, offset, RelocationType::CompartmentHi, used);
    builder.relocation_add(found->second, offset + 4, RelocationType::CompartmentLoI, label);
}

DomainObject::Number DomainObject::sealed_add(const std::string &name, const std::string &type,
                                              const std::vector<uint32_t> &payload)
{
    std::vector<uint32_t> contents = {0, 0};
    contents.insert(contents.end(), payload.begin(), payload.end());
    const auto size = static_cast<uint32_t>(contents.size() * sizeof(uint32_t));
    const Number section = builder.section_add(".sealed_objects", Data, words(contents), 8);
    const Number symbol = builder.symbol_add(name, section, 0, size, STB_GLOBAL, STT_OBJECT);
    builder.relocation_add(section, 0, RelocationType::CheriCapability, undefined(type));
    return symbol;
}

void DomainObject::pointer_add(const std::string &name, Number target, int32_t addend)
{
    const Number section = builder.section_add(".data." + name, Data, words({0, 0}), 8);
    builder.symbol_add(name, section, 0, 8, STB_GLOBAL, STT_OBJECT);
    builder.relocation_add(section, 0, RelocationType::CheriCapability, target, addend);
}

void DomainObject::initialiser_add(const std::string &priority, const std::string &exportSymbol)
{
    const Number section =
        builder.section_add(".cheriot_initialisers." + priority, SHF_ALLOC, words({0, 0}), 8);
    builder.relocation_add(section, 0, RelocationType::Word32, undefined(exportSymbol));
}

FirmwareBuilder::FirmwareBuilder()
{
    description.name = "test.elf";
    description.memory.code = {0x8000'0000, 0x8010'0000};
    description.memory.devices = {{"uart", {0x1000'0000, 0x1000'0100}},
                                  {"clint", {0x200'0000, 0x201'0000}}};
    description.collectsGarbage = true;
    DomainObject switcher;
    const auto call = switcher.function_add("compartment_switcher_entry");
    switcher.export_add("__export_switcher", call, LibraryFunction | Disabled);
    switcher.function_add("switcher_boot");
    add("switcher", DomainKind::Switcher, switcher);
    DomainObject loader;
    const auto start = loader.function_add("_start");
    loader.use(start, loader.undefined("__image_header"));
    description.loaderFiles = {{"loader.o", loader.build(), false}};
}

void FirmwareBuilder::add(const std::string &domain, DomainKind kind, const DomainObject &object)
{
    auto found = std::ranges::find(description.domains, domain, &DomainDescription::name);
    if (found == description.domains.end()) {
        description.domains.push_back({domain, kind, {}});
        found = description.domains.end() - 1;
    }
    const std::string name = fmt::format("{}{}.o", domain, found->files.size());
    found->files.push_back({name, object.build(), false});
}

void FirmwareBuilder::thread(const std::string &compartment, const std::string &entry)
{
    description.threads.push_back({compartment, entry, 1, 1024, 3});
}

LinkedByAddress::LinkedByAddress(const FirmwareDescription &description)
{
    auto result = firmware_link(description);
    if (!result.has_value()) {
        error = result.error().message;
        return;
    }
    firmware = std::move(*result);
    report = nlohmann::json::parse(report_json(firmware.report));
    const auto elf = at<Elf32_Ehdr>(firmware.elf, 0);
    const auto names =
        at<Elf32_Shdr>(firmware.elf, elf.e_shoff + elf.e_shstrndx * sizeof(Elf32_Shdr));
    for (size_t index = 0; index < elf.e_shnum; index++) {
        const auto section = at<Elf32_Shdr>(firmware.elf, elf.e_shoff + index * sizeof(Elf32_Shdr));
        const char *name =
            reinterpret_cast<const char *>(firmware.elf.data()) + names.sh_offset + section.sh_name;
        if (std::string_view(name) == ".griotte.firmware") {
            const auto begin = firmware.elf.begin() + section.sh_offset;
            facts = nlohmann::json::parse(begin, begin + section.sh_size);
        }
    }
    header = symbol("__image_header");
}

uint32_t LinkedByAddress::word(uint32_t address) const
{
    const auto elf = at<Elf32_Ehdr>(firmware.elf, 0);
    for (size_t index = 0; index < elf.e_phnum; index++) {
        const auto segment = at<Elf32_Phdr>(firmware.elf, elf.e_phoff + index * sizeof(Elf32_Phdr));
        if (address >= segment.p_vaddr && address - segment.p_vaddr < segment.p_filesz) {
            uint32_t value = 0;
            const size_t offset = segment.p_offset + (address - segment.p_vaddr);
            std::memcpy(&value, firmware.elf.data() + offset,
                        std::min(sizeof value, firmware.elf.size() - offset));
            return value;
        }
    }
    ADD_FAILURE() << "nothing is loaded at " << std::hex << address;
    return 0;
}

uint32_t LinkedByAddress::symbol(std::string_view name, size_t which) const
{
    const auto elf = at<Elf32_Ehdr>(firmware.elf, 0);
    for (size_t index = 0; index < elf.e_shnum; index++) {
        const auto section = at<Elf32_Shdr>(firmware.elf, elf.e_shoff + index * sizeof(Elf32_Shdr));
        if (section.sh_type != SHT_SYMTAB) {
            continue;
        }
        const auto strings =
            at<Elf32_Shdr>(firmware.elf, elf.e_shoff + section.sh_link * sizeof(Elf32_Shdr));
        for (size_t offset = 0; offset < section.sh_size; offset += sizeof(Elf32_Sym)) {
            const auto entry = at<Elf32_Sym>(firmware.elf, section.sh_offset + offset);
            const char *text = reinterpret_cast<const char *>(firmware.elf.data()) +
                               strings.sh_offset + entry.st_name;
            if (name == text && which-- == 0) {
                return entry.st_value;
            }
        }
    }
    ADD_FAILURE() << "no symbol " << name;
    return 0;
}

nlohmann::json LinkedByAddress::domain(const std::string &name) const
{
    for (const auto &domain : facts.at("domains")) {
        if (domain.at("name") == name) {
            return domain;
        }
    }
    ADD_FAILURE() << "no domain " << name;
    return {};
}

std::optional<LinkedByAddress::Entry> LinkedByAddress::record(uint32_t location) const
{
    constexpr uint32_t RecordsField = 24;
    constexpr uint32_t RecordSize = 16;
    const uint32_t first = header + word(header + RecordsField);
    for (uint32_t index = 0; index < word(header + RecordsField + 4); index++) {
        const uint32_t place = first + index * RecordSize;
        if (word(place) == location) {
            const uint32_t third = word(place + 8);
            const uint32_t fourth = word(place + 12);
            return Entry{location,    word(place + 4),    third & 0xff'ffff,
                         third >> 24, fourth & 0xff'ffff, fourth >> 27};
        }
    }
    return std::nullopt;
}

} // namespace griotte::link
