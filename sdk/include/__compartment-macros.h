// What compartment-macros.h is made of; not to be used by itself. The macros put import slots,
// sealing types and initialisers into the object file, as docs/reference/compartments.md ("What
// objects hold") has them, and read a slot through PCC.
//
// All of it is assembly, repeated wherever the compiler repeats the code around it: `.ifndef` makes
// one of it in an object, the COMDAT group in a domain.
#ifndef COMPARTMENT_MACROS_IMPLEMENTATION_H
#define COMPARTMENT_MACROS_IMPLEMENTATION_H

#include <__cheri_sealed.h>
#include <cdefs.h>
#include <stdbool.h>
#include <stdint.h>

/// The compartment this file is compiled for, as a string.
#define COMPARTMENT_NAME_STRING __XSTRING(__CHERI_COMPARTMENT__)

/// Assembly: the import slot `slot` for the symbol `target`, with the word `permissions`. All three
/// are strings.
#define CHERIOT_IMPORT_SLOT_ASSEMBLY(slot, target, permissions)                                    \
    ".ifndef " slot "\n"                                                                           \
    "  .pushsection .compartment_imports." slot ",\"aG\",@progbits," slot ",comdat\n"              \
    "  .weak    " slot "\n"                                                                        \
    "  .hidden  " slot "\n"                                                                        \
    "  .type    " slot ",@object\n"                                                                \
    "  .p2align 3\n" slot ":\n"                                                                    \
    "  .word    " target "\n"                                                                      \
    "  .word    " permissions "\n"                                                                 \
    "  .size    " slot ", 8\n"                                                                     \
    "  .popsection\n"                                                                              \
    ".endif\n"

/// Assembly: operand 0 becomes the capability in the slot.
#define CHERIOT_IMPORT_LOAD_ASSEMBLY(slot)                                                         \
    "1: auipcc %0, %%cheriot_compartment_hi(" slot ")\n"                                           \
    "   clc    %0, %%cheriot_compartment_lo_i(1b)(%0)\n"

/// The permissions of an import as the word in its slot.
#define CHERIOT_IMPORT_PERMISSIONS(permitLoad, permitStore, permitLoadStoreCapabilities,           \
                                   permitLoadMutable, permitLoadGlobal)                            \
    (((permitLoad) ? (int)(1U << 31) : 0) | ((permitStore) ? 1 << 30 : 0) |                        \
     ((permitLoadStoreCapabilities) ? 1 << 29 : 0) | ((permitLoadMutable) ? 1 << 28 : 0) |         \
     ((permitLoadGlobal) ? 1 << 27 : 0))

/// The capability a slot for `target` holds, as a `type *`.
#define CHERIOT_IMPORT_CAPABILITY(type, slot, target, permissions)                                 \
    ({                                                                                             \
        type *theImport; /* NOLINT(bugprone-macro-parentheses) */                                  \
        __asm__(CHERIOT_IMPORT_SLOT_ASSEMBLY(slot, target, "%c1")                                  \
                    CHERIOT_IMPORT_LOAD_ASSEMBLY(slot)                                             \
                : "=C"(theImport)                                                                  \
                : "i"(permissions));                                                               \
        theImport;                                                                                 \
    })

/// An import of memory: a device or a shared object.
#define CHERIOT_IMPORT_MEMORY(type, slot, target, permitLoad, permitStore,                         \
                              permitLoadStoreCapabilities, permitLoadMutable, permitLoadGlobal)    \
    CHERIOT_IMPORT_CAPABILITY(type, slot, target,                                                  \
                              CHERIOT_IMPORT_PERMISSIONS(permitLoad, permitStore,                  \
                                                         permitLoadStoreCapabilities,              \
                                                         permitLoadMutable, permitLoadGlobal))

/// The key of the sealing type with the export symbol `__export.` `name`, which is defined as well.
#define CHERIOT_EMIT_STATIC_SEALING_TYPE(name)                                                     \
    ({                                                                                             \
        TokenKey theKey;                                                                           \
        __asm__(".ifndef __export." name "\n"                                                      \
                "  .pushsection .cheriot.exports,\"G\",@progbits,__export." name ",comdat\n"       \
                "  .weak    __export." name "\n"                                                   \
                "  .type    __export." name ",@object\n"                                           \
                "  .p2align 2\n"                                                                   \
                "__export." name ":\n"                                                             \
                "  .word    0\n"                                                                   \
                "  .half    0\n"                                                                   \
                "  .byte    0\n"                                                                   \
                "  .byte    4\n"                                                                   \
                "  .size    __export." name ", 8\n"                                                \
                "  .popsection\n"                                                                  \
                ".endif\n" CHERIOT_IMPORT_SLOT_ASSEMBLY("__import." name, "__export." name, "0")   \
                    CHERIOT_IMPORT_LOAD_ASSEMBLY("__import." name)                                 \
                : "=C"(theKey));                                                                   \
        theKey;                                                                                    \
    })

// clang-format off
/// Assembly: the slot of the initialiser with the export symbol `symbol`. The section's name has the
/// priority, a decimal number, in five digits, so that names sort as numbers do.
#define CHERIOT_INITIALISER_ASSEMBLY(priority, symbol)                                             \
    CHERIOT_INITIALISER_SECTION("0000", priority, "10") ".else\n"                                  \
    CHERIOT_INITIALISER_SECTION("000", priority, "100") ".else\n"                                  \
    CHERIOT_INITIALISER_SECTION("00", priority, "1000") ".else\n"                                  \
    CHERIOT_INITIALISER_SECTION("0", priority, "10000") ".else\n"                                  \
    CHERIOT_INITIALISER_SECTION("", priority, "100000") ".else\n"                                  \
    ".error \"priorities of initialisers end at 99999\"\n"                                         \
    ".endif\n.endif\n.endif\n.endif\n.endif\n"                                                     \
    ".p2align 3\n"                                                                                 \
    ".word " symbol "\n"                                                                           \
    ".word 0\n"                                                                                    \
    ".popsection\n"
#define CHERIOT_INITIALISER_SECTION(zeros, priority, limit)                                        \
    ".if " priority " < " limit "\n"                                                               \
    ".pushsection .cheriot_initialisers." zeros priority ",\"a\",@progbits\n"
// clang-format on

#endif
