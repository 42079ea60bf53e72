// Capabilities as text.
#include "machine/capability/capability.h"

#include <fmt/format.h>

namespace griotte::machine {

std::string to_string(const Capability &capability)
{
    using enum Permission;
    auto letter = [&capability](Permission permission, char theLetter) {
        return capability.may(permission) ? theLetter : '-';
    };
    return fmt::format("0x{:08x} (v:{} 0x{:08x}-0x{:x} l:0x{:x} o:0x{:x} p: {} {}{}{}{}{}{} {}{} "
                       "{}{}{})",
                       capability.address(), capability.is_tagged() ? 1 : 0, capability.base(),
                       capability.top(), capability.length(), capability.object_type(),
                       letter(Global, 'G'), letter(Load, 'R'), letter(Store, 'W'),
                       letter(LoadStoreCapability, 'c'), letter(LoadMutable, 'm'),
                       letter(LoadGlobal, 'g'), letter(StoreLocal, 'l'), letter(Execute, 'X'),
                       letter(AccessSystemRegisters, 'a'), letter(Seal, 'S'), letter(Unseal, 'U'),
                       letter(User0, '0'));
}

std::string object_type_describe(const Capability &capability)
{
    const uint32_t type = capability.object_type();
    switch (static_cast<ObjectType>(type)) {
    case ObjectType::Unsealed:
        return "unsealed";
    case ObjectType::SentryInherit:
        return "sentry, interrupts inherited";
    case ObjectType::SentryDisable:
        return "sentry, interrupts disabled";
    case ObjectType::SentryEnable:
        return "sentry, interrupts enabled";
    case ObjectType::ReturnSentryDisable:
        return "return sentry, interrupts disabled";
    case ObjectType::ReturnSentryEnable:
        return "return sentry, interrupts enabled";
    }
    return fmt::format("sealed with type {}", type);
}

} // namespace griotte::machine
