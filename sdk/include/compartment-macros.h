// The macros by which code says what it wants from outside its compartment: devices, shared
// objects, sealing types, static sealed objects; and that it wants to be called at boot. Each such
// wish is in the object file, therefore in the image's report, therefore for an auditor to see.
#ifndef COMPARTMENT_MACROS_H
#define COMPARTMENT_MACROS_H

#include <__compartment-macros.h>

/// A `volatile type *` to the board's device `name`, with exactly the permissions given: load (R),
/// store (W), load and store capabilities (c), load mutable (m), load global (g), each `true` or
/// `false`. It is always global and never stores what is local.
/// Only in functions. A device the board does not have is the linker's error.
#define MMIO_CAPABILITY_WITH_PERMISSIONS(type, name, permitLoad, permitStore,                      \
                                         permitLoadStoreCapabilities, permitLoadMutable,           \
                                         permitLoadGlobal)                                         \
    CHERIOT_IMPORT_MEMORY(volatile type,                                                           \
                          "__import_mem_" #name "_" #permitLoad "_" #permitStore                   \
                          "_" #permitLoadStoreCapabilities "_" #permitLoadMutable                  \
                          "_" #permitLoadGlobal,                                                   \
                          "__export_mem_" #name, permitLoad, permitStore,                          \
                          permitLoadStoreCapabilities, permitLoadMutable, permitLoadGlobal)

/// A `volatile type *` to the board's device `name`, to load and store data. Only in functions.
#define MMIO_CAPABILITY(type, name)                                                                \
    MMIO_CAPABILITY_WITH_PERMISSIONS(type, name, true, true, false, false, false)

/// A `type *` to the shared object `name` of the manifest, with exactly the permissions given, in
/// the order of MMIO_CAPABILITY_WITH_PERMISSIONS. Only in functions.
#define SHARED_OBJECT_WITH_PERMISSIONS(type, name, permitLoad, permitStore,                        \
                                       permitLoadStoreCapabilities, permitLoadMutable,             \
                                       permitLoadGlobal)                                           \
    CHERIOT_IMPORT_MEMORY(type,                                                                    \
                          "__import_cheriot_shared_object_" #name "_" #permitLoad "_" #permitStore \
                          "_" #permitLoadStoreCapabilities "_" #permitLoadMutable                  \
                          "_" #permitLoadGlobal,                                                   \
                          "__cheriot_shared_object_" #name, permitLoad, permitStore,               \
                          permitLoadStoreCapabilities, permitLoadMutable, permitLoadGlobal)

/// A `type *` to the shared object `name`, with all five permissions. Only in functions.
#define SHARED_OBJECT(type, name)                                                                  \
    SHARED_OBJECT_WITH_PERMISSIONS(type, name, true, true, true, true, true)

/// A `type *` to the shared object `name`, for data: no capabilities go through it.
#define SHARED_OBJECT_WITH_DATA_PERMISSIONS(type, name, permitLoad, permitStore)                   \
    SHARED_OBJECT_WITH_PERMISSIONS(type, name, permitLoad, permitStore, false, false, false)

/// In `#if`: whether the board has the device `x`.
#define DEVICE_EXISTS(x) defined(DEVICE_EXISTS_##x)

/// The key (`TokenKey`, token.h) of the compartment's own sealing type `name`, which this defines:
/// it unseals what DEFINE_STATIC_SEALED_VALUE made for it, and seals and unseals tokens. Two
/// compartments may each have a type of the same name.
#define STATIC_SEALING_TYPE(name)                                                                  \
    CHERIOT_EMIT_STATIC_SEALING_TYPE("sealing_type." COMPARTMENT_NAME_STRING "." #name)

/// Declares the static sealed object `name`: a `type` that only the holder of the sealing type
/// `keyName` of `compartment` can read, as a `valueType`, which may be smaller (a structure before
/// an array).
#define DECLARE_STATIC_SEALED_VALUE_EXPLICIT_TYPE(type, valueType, compartment, keyName, name)     \
    extern valueType __sealed_type_placeholder_##name;                                             \
    extern __if_cxx("C") _Alignas(_Alignof(type) < 8 ? 8 : _Alignof(type)) struct __##name##_type  \
    {                                                                                              \
        /* Until the linker puts the number of the sealing type there. */                          \
        const void *key;                                                                           \
        type body;                                                                                 \
    }(name);                                                                                       \
    _Static_assert(sizeof(__sealed_type_placeholder_##name) <= sizeof((name).body),                \
                   "a sealed object is read as something larger than it is")

/// As above, read as the type it has.
#define DECLARE_STATIC_SEALED_VALUE(type, compartment, keyName, name)                              \
    DECLARE_STATIC_SEALED_VALUE_EXPLICIT_TYPE(type, type, compartment, keyName, name)

/// Defines what DECLARE_STATIC_SEALED_VALUE declared. The rest of the arguments initialise it; no
/// capabilities may be among them.
#define DEFINE_STATIC_SEALED_VALUE(type, compartment, keyName, name, initialiser, ...)             \
    extern __if_cxx("C") const char __sealing_key_##compartment##_##keyName __asm__(               \
        "__export.sealing_type." #compartment "." #keyName);                                       \
    __attribute__((section(".sealed_objects"), used)) __if_cxx(inline) _Alignas(                   \
        _Alignof(type) < 8 ? 8 : _Alignof(type)) struct __##name##_type name = {                   \
        &__sealing_key_##compartment##_##keyName, {initialiser, ##__VA_ARGS__}}

/// Declares and defines, with another type to read it as.
#define DECLARE_AND_DEFINE_STATIC_SEALED_VALUE_EXPLICIT_TYPE(type, valueType, compartment,         \
                                                             keyName, name, initialiser, ...)      \
    DECLARE_STATIC_SEALED_VALUE_EXPLICIT_TYPE(type, valueType, compartment, keyName, name);        \
    DEFINE_STATIC_SEALED_VALUE(type, compartment, keyName, name, initialiser, ##__VA_ARGS__);

/// Declares and defines.
#define DECLARE_AND_DEFINE_STATIC_SEALED_VALUE(type, compartment, keyName, name, initialiser, ...) \
    DECLARE_AND_DEFINE_STATIC_SEALED_VALUE_EXPLICIT_TYPE(type, type, compartment, keyName, name,   \
                                                         initialiser, ##__VA_ARGS__)

/// The sealed capability to the static sealed object `name`: CHERI_SEALED(valueType *). Only in
/// functions.
#define STATIC_SEALED_VALUE(name)                                                                  \
    ({                                                                                             \
        CHERI_SEALED(__typeof__(__sealed_type_placeholder_##name) *) theSealed;                    \
        __asm__(CHERIOT_IMPORT_SLOT_ASSEMBLY("__import.sealed_object." #name, #name, "0")          \
                    CHERIOT_IMPORT_LOAD_ASSEMBLY("__import.sealed_object." #name)                  \
                : "=C"(theSealed));                                                                \
        theSealed;                                                                                 \
    })

/// Declares `function`, `void function(void)` with C linkage, as one to be called at boot, before
/// any thread runs and with interrupts disabled. Lower priorities (decimal, up to 99999) come
/// first.
#define CHERIOT_INITIALISER(function, priority)                                                    \
    __asm__(CHERIOT_INITIALISER_ASSEMBLY(__XSTRING(priority),                                      \
                                         "__export_" COMPARTMENT_NAME_STRING "_" #function));      \
    __if_cxx(extern "C") __cheriot_callback __cheriot_interrupt_state(disabled) void function(     \
        __if_c(void))

#endif
