// The report of a linked firmware: who may do what, for the audit. The schema is the one policies
// for CHERIoT images are written against (docs/reference/linking.md, "The report").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "toolchain/link/domain_kind.h"
#include "toolchain/link/layout.h"

namespace griotte::link {

/// A part of the image and what it was made of.
struct ReportSection
{
    struct Input
    {
        std::string file;
        std::string section;
        uint32_t size = 0;
        /// Of the bytes before relocation; empty for zeros.
        std::string sha256;
    };

    std::string name;
    std::vector<Input> inputs;
    /// Of the bytes in the image.
    std::string sha256;
};

/// A place in the sources that something of the image comes from.
struct ReportPlace
{
    /// Of the instruction or variable.
    uint32_t address = 0;
    /// Empty, and the rest meaningless, until somebody with debug information has looked it up.
    std::string file;
    uint32_t line = 0;
    /// The header's line, when the instruction is of an inline function and the above is where the
    /// importer uses that; empty otherwise.
    std::string inlineFile = {};
    uint32_t inlineLine = 0;
};

struct ReportExport
{
    std::string symbol;
    /// As the source has it; empty for a sealing type.
    std::string function;
    /// Whether other domains may import it.
    bool isExported = true;
    /// A sealing type; the rest is about functions.
    bool isSealingKey = false;
    /// 0 as the caller's, 1 enabled, 2 disabled.
    uint8_t posture = 0;
    /// 0 to 6 from `ca0`; 7 with `ct0`.
    uint8_t argumentRegisters = 0;
    /// From the start of the domain's code.
    uint32_t offset = 0;
    /// Stack the function needs, bytes.
    uint16_t stackSize = 0;
    /// Where the function begins; for a sealing type, nothing.
    std::optional<ReportPlace> place;
};

/// What a capability to memory may do, as its import asks.
struct ReportPermissions
{
    bool load = false;
    bool store = false;
    bool loadStoreCapabilities = false;
    bool loadMutable = false;
    bool loadGlobal = false;
};

/// An entry point, a library's function, or a sealing key of the importing compartment itself.
struct ReportCall
{
    std::string exportSymbol;
    /// The file that defines it: one of the inputs of its domain's code.
    std::string providedBy;
    bool isLibrary = false;
    /// Of an entry point: the compartment; empty for a key.
    std::string compartment;
    /// As the source has it; empty for a key.
    std::string function;
};

struct ReportDevice
{
    std::string name;
    Range range;
    ReportPermissions permissions;
};

struct ReportSharedObjectImport
{
    std::string name;
    Range range;
    ReportPermissions permissions;
};

struct ReportSealingType
{
    std::string compartment;
    std::string key;
    std::string providedBy;
    std::string symbol;
};

struct ReportSealedObject
{
    /// As the source has it.
    std::string name;
    /// Of the object as its sealing type's owner sees it.
    std::vector<uint8_t> contents;
    ReportSealingType type;
    /// Where it is defined.
    ReportPlace place;
};

/// What only one part of the system may have (`__privileged_NAME`). No part of the schema others
/// know, which has no word for it.
struct ReportPrivileged
{
    std::string name;
};

/// A right, and where the domain makes use of it.
struct ReportImport
{
    using What = std::variant<ReportCall, ReportDevice, ReportSharedObjectImport,
                              ReportSealedObject, ReportPrivileged>;
    What what;
    /// Instructions that load it, and variables that hold it.
    std::vector<ReportPlace> uses;
};

struct ReportDomain
{
    std::string name;
    DomainKind kind = DomainKind::Compartment;
    ReportSection code;
    std::optional<ReportSection> data;
    std::vector<ReportExport> exports;
    std::vector<ReportImport> imports;
};

struct ReportThread
{
    std::string compartment;
    /// As the source has it.
    std::string function;
    std::string providedBy;
    uint16_t priority = 0;
    Range stack;
    Range trustedStack;
    /// Where the manifest asks for it; the linker knows none.
    ReportPlace place;
};

struct ReportSharedObject
{
    std::string name;
    Range range;
    /// As of a thread; the system's own have none.
    ReportPlace place;
};

struct FirmwareReport
{
    std::string file;
    /// Of the whole image file.
    std::string sha256;
    /// The firmware and its board, for whom the linker links; it knows neither.
    std::string firmware;
    std::string board;
    Range heap;
    /// The loader's: `.loader_start`, `.loader_code`, `.loader_data`.
    std::vector<ReportSection> core;
    std::vector<ReportDomain> domains;
    std::vector<ReportSharedObject> sharedObjects;
    std::vector<ReportThread> threads;
};

/// The report as JSON, ending in a newline. Numbers are decimal, objects' keys sorted.
std::string report_json(const FirmwareReport &report);

} // namespace griotte::link
