// What the architecture numbers: permissions, causes of faults, registers, sealing types; and
// check_pointer. C and C++; cheri.hh has the same for C++ only, and more.
#ifndef CHERI_H
#define CHERI_H

#include <__cheri_sealed.h>
#include <compartment-macros.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct Timeout;

/// The permissions, each the number of its bit.
enum CHERIPermission
{
    /// The capability may be stored anywhere; without, only on the stack.
    CheriPermissionGlobal = 0,
    /// What is loaded through it keeps Global and LoadGlobal.
    CheriPermissionLoadGlobal = 1,
    CheriPermissionStore = 2,
    /// What is loaded through it keeps Store and LoadMutable.
    CheriPermissionLoadMutable = 3,
    /// Capabilities without Global may be stored through it.
    CheriPermissionStoreLocal = 4,
    CheriPermissionLoad = 5,
    /// Load and Store are for capabilities too, not for data alone.
    CheriPermissionLoadStoreCapability = 6,
    /// Code may use the CSRs and special registers that are not everyone's.
    CheriPermissionAccessSystemRegisters = 7,
    CheriPermissionExecute = 8,
    /// The addresses in its bounds are sealing types, which it unseals.
    CheriPermissionUnseal = 9,
    /// The addresses in its bounds are sealing types, which it seals with.
    CheriPermissionSeal = 10,
    /// For software to give a meaning to.
    CheriPermissionUser0 = 11
};

/// Why an instruction was refused: bits 0 to 4 of mtval when mcause says CHERI (0x1c).
enum CHERICauseCode
{
    /// Nothing was.
    CheriCauseCodeNone = 0,
    CheriCauseCodeBoundsViolation = 1,
    CheriCauseCodeTagViolation = 2,
    CheriCauseCodeSealViolation = 3,
    CheriCauseCodePermitExecuteViolation = 0x11,
    CheriCauseCodePermitLoadViolation = 0x12,
    CheriCauseCodePermitStoreViolation = 0x13,
    CheriCauseCodePermitStoreCapabilityViolation = 0x15,
    CheriCauseCodePermitStoreLocalCapabilityViolation = 0x16,
    CheriCauseCodePermitAccessSystemRegistersViolation = 0x18,
    /// No cause the architecture has.
    CheriCauseCodeInvalid = -1
};

/// The register whose capability was refused: bits 5 to 10 of mtval.
enum CHERIRegisterNumber
{
    CheriRegisterNumberCzr = 0x0,
    CheriRegisterNumberCra = 0x1,
    CheriRegisterNumberCsp = 0x2,
    CheriRegisterNumberCgp = 0x3,
    CheriRegisterNumberCtp = 0x4,
    CheriRegisterNumberCT0 = 0x5,
    CheriRegisterNumberCT1 = 0x6,
    CheriRegisterNumberCT2 = 0x7,
    CheriRegisterNumberCS0 = 0x8,
    CheriRegisterNumberCS1 = 0x9,
    CheriRegisterNumberCA0 = 0xa,
    CheriRegisterNumberCA1 = 0xb,
    CheriRegisterNumberCA2 = 0xc,
    CheriRegisterNumberCA3 = 0xd,
    CheriRegisterNumberCA4 = 0xe,
    CheriRegisterNumberCA5 = 0xf,
    CheriRegisterNumberPcc = 0x20,
    CheriRegisterNumberMtcc = 0x3c,
    CheriRegisterNumberMtdc = 0x3d,
    CheriRegisterNumberMScratchC = 0x3e,
    CheriRegisterNumberMepcc = 0x3f,
    /// No register.
    CheriRegisterNumberInvalid = -1
};

/// What cheri_type_get answers; from 9 on, for data, with the RTOS's use of each
/// (docs/reference/compartments.md).
enum CHERISealingType
{
    CheriSealTypeUnsealed = 0,
    CheriSealTypeSentryInheriting = 1,
    CheriSealTypeSentryDisabling = 2,
    CheriSealTypeSentryEnabling = 3,
    CheriSealTypeReturnSentryDisabling = 4,
    CheriSealTypeReturnSentryEnabling = 5,
    CheriSealTypeFirstDataSealingType = 9,
    /// Export entries: what a compartment call needs.
    CheriSealTypeSealedImportTableEntries = 9,
    /// Trusted stacks, wherever anyone but the switcher has them.
    CheriSealTypeSealedTrustedStacks = 10,
    /// Static sealed objects. (Upstream has the next two the other way round.)
    CheriSealTypeStaticToken = 11,
    /// Sealed objects of the allocator.
    CheriSealTypeAllocator = 12,
    /// The least number of a sealing type of the token library.
    CheriSealTypeFirstStaticSoftware = 16,
    /// From here on they are made at run time.
    CheriSealTypeFirstDynamicSoftware = 0x1000000
};

__BEGIN_DECLS
/// Whether `ptr` is tagged, unsealed, has all of `rawPermissions` (bits as above) and `space` bytes
/// from its address on. With `checkStackNeeded`, and unless Global is asked for, it must also not
/// be into the stack of this thread that belongs to the compartment asking. In library
/// `compartment_helpers`.
bool __cheri_libcall check_pointer(const volatile void *ptr, size_t space, uint32_t rawPermissions,
                                   bool checkStackNeeded);
__END_DECLS

#endif
