// Loads and stores.
//
// Architecture document and Sail: ext_data_get_addr for integers, LoadCapImm (CLC), StoreCapImm
// (CSC). In CHERIoT mode the base register authorises the access; in the RV32 modes nothing does.
// The order of checks is the order of the specification: tag, seal, permission, bounds, alignment,
// memory.
#pragma once

#include "machine/cpu/interpreter/flow.h"

namespace griotte::machine::interpreter {

template <bool IsCheriot>
struct Data
{
    static Flow LB(Hart &hart, const Operands &i, uint32_t)
    {
        return load<uint8_t>(hart, i, [](uint8_t value) {
            return static_cast<uint32_t>(static_cast<int8_t>(value));
        });
    }
    static Flow LH(Hart &hart, const Operands &i, uint32_t)
    {
        return load<uint16_t>(hart, i, [](uint16_t value) {
            return static_cast<uint32_t>(static_cast<int16_t>(value));
        });
    }
    static Flow LW(Hart &hart, const Operands &i, uint32_t)
    {
        return load<uint32_t>(hart, i, [](uint32_t value) { return value; });
    }
    static Flow LBU(Hart &hart, const Operands &i, uint32_t)
    {
        return load<uint8_t>(hart, i, [](uint8_t value) { return uint32_t{value}; });
    }
    static Flow LHU(Hart &hart, const Operands &i, uint32_t)
    {
        return load<uint16_t>(hart, i, [](uint16_t value) { return uint32_t{value}; });
    }

    static Flow SB(Hart &hart, const Operands &i, uint32_t) { return store<uint8_t>(hart, i); }
    static Flow SH(Hart &hart, const Operands &i, uint32_t) { return store<uint16_t>(hart, i); }
    static Flow SW(Hart &hart, const Operands &i, uint32_t) { return store<uint32_t>(hart, i); }

    static Flow CLC(Hart &hart, const Operands &i, uint32_t pc)
    {
        // 1. Authority.
        const Capability &authority = c(hart, i.rs1);
        const uint32_t address = authority.address() + immediate(i);
        if (!authority.authorises(Permission::Load) ||
            !authority.in_cached_bounds(address, GranuleSize)) [[unlikely]]
        {
            return violation(hart, i.rs1, Permission::Load);
        }
        // 2. Alignment, always.
        if (address % GranuleSize != 0) [[unlikely]] {
            hart.trap(Cause::LoadMisaligned, address);
            return Flow::Elsewhere;
        }
        // 3. Memory.
        uint32_t low = 0;
        uint32_t high = 0;
        bool tag = false;
        if (hart.memory().capability_load(address, low, high, tag) == Access::Fault) [[unlikely]] {
            hart.trap(Cause::LoadAccessFault, address);
            return Flow::Elsewhere;
        }
        Capability value = Capability::from_memory(low, high, tag);
        if (tag) {
            value = filtered(hart, value, authority, address, pc);
        }
        c_write(hart, i.rd, value);
        return Flow::Next;
    }

    static Flow CSC(Hart &hart, const Operands &i, uint32_t pc)
    {
        // 1. Authority, also to store a tag.
        const Capability &authority = c(hart, i.rs1);
        const uint32_t address = authority.address() + immediate(i);
        const Capability &value = c(hart, i.rs2);
        if (!authority.authorises(Permission::Store) ||
            (value.is_tagged() && !authority.may(Permission::LoadStoreCapability)) ||
            !authority.in_cached_bounds(address, GranuleSize)) [[unlikely]]
        {
            return violation(hart, i.rs1,
                             value.is_tagged() ? Permission::Store | Permission::LoadStoreCapability
                                               : Permissions(Permission::Store));
        }
        // 2. Alignment, always.
        if (address % GranuleSize != 0) [[unlikely]] {
            hart.trap(Cause::StoreMisaligned, address);
            return Flow::Elsewhere;
        }
        // 3. A local capability goes only where Store Local allows; elsewhere its tag stays behind.
        bool tag = value.is_tagged();
        if (tag && !value.may(Permission::Global) && !authority.may(Permission::StoreLocal))
            [[unlikely]]
        {
            if (hart.configuration().version == IsaVersion::V0_5) {
                hart.trap_cheri(CheriCause::PermitStoreLocalCapabilityViolation, i.rs1);
                return Flow::Elsewhere;
            }
            hart.tagLosses.add({TagLossReason::StoredLocal, pc, value, value.untagged(), address});
            tag = false;
        }
        // 4. Memory.
        if (hart.memory().capability_store(address, value.address(), value.metadata(), tag) ==
            Access::Fault) [[unlikely]]
        {
            hart.trap(Cause::StoreAccessFault, address);
            return Flow::Elsewhere;
        }
        hart.high_water_mark_update(address);
        return Flow::Next;
    }

    /// What is left of a tagged `loaded` after the authority's permissions and the load filter.
    static Capability filtered(Hart &hart, const Capability &loaded, const Capability &authority,
                               uint32_t address, uint32_t pc)
    {
        const Capability value = loaded.attenuated_by(authority);
        if (!value.is_tagged()) [[unlikely]] {
            hart.tagLosses.add(
                {TagLossReason::LoadedWithoutPermission, pc, loaded, value, address});
            return value;
        }
        if (value.is_revocable() && hart.memory().is_revoked(value.base())) [[unlikely]] {
            hart.statistics.loadsFiltered++;
            hart.tagLosses.add({TagLossReason::Revoked, pc, loaded, value.untagged(), address});
            return value.untagged();
        }
        return value;
    }

private:
    template <typename T, typename Extend>
    static Flow load(Hart &hart, const Operands &i, Extend extend)
    {
        const Capability &authority = c(hart, i.rs1);
        const uint32_t address = authority.address() + immediate(i);
        if constexpr (IsCheriot) {
            if (!authority.authorises(Permission::Load) ||
                !authority.in_cached_bounds(address, sizeof(T))) [[unlikely]]
            {
                return violation(hart, i.rs1, Permission::Load);
            }
        }
        T value = 0;
        const Access access = hart.memory().load<T>(address, value);
        if (access == Access::Fault) [[unlikely]] {
            hart.trap(Cause::LoadAccessFault, address);
            return Flow::Elsewhere;
        }
        x_write(hart, i.rd, extend(value));
        return access == Access::Done ? Flow::Next : Flow::Pause;
    }

    template <typename T>
    static Flow store(Hart &hart, const Operands &i)
    {
        const Capability &authority = c(hart, i.rs1);
        const uint32_t address = authority.address() + immediate(i);
        if constexpr (IsCheriot) {
            if (!authority.authorises(Permission::Store) ||
                !authority.in_cached_bounds(address, sizeof(T))) [[unlikely]]
            {
                return violation(hart, i.rs1, Permission::Store);
            }
        }
        const Access access = hart.memory().store<T>(address, static_cast<T>(x(hart, i.rs2)));
        if (access == Access::Fault) [[unlikely]] {
            hart.trap(Cause::StoreAccessFault, address);
            return Flow::Elsewhere;
        }
        if (access == Access::DoneDevice) [[unlikely]] {
            return Flow::Pause;
        }
        if constexpr (IsCheriot) {
            // Only stores to memory count (Sail checked_mem_write).
            hart.high_water_mark_update(address);
        }
        return Flow::Next;
    }

    /// Names the first check the access fails. The caller has found that one does.
    [[gnu::cold, gnu::noinline]] static Flow violation(Hart &hart, unsigned theRegister,
                                                       Permissions needed)
    {
        using enum Permission;
        const Capability &authority = c(hart, theRegister);
        CheriCause cause = CheriCause::BoundsViolation;
        if (!authority.is_tagged()) {
            cause = CheriCause::TagViolation;
        } else if (authority.is_sealed()) {
            cause = CheriCause::SealViolation;
        } else if (needed.has(Load) && !authority.may(Load)) {
            cause = CheriCause::PermitLoadViolation;
        } else if (needed.has(Store) && !authority.may(Store)) {
            cause = CheriCause::PermitStoreViolation;
        } else if (needed.has(LoadStoreCapability) && !authority.may(LoadStoreCapability)) {
            cause = CheriCause::PermitStoreCapabilityViolation;
        }
        hart.trap_cheri(cause, theRegister);
        return Flow::Elsewhere;
    }
};

} // namespace griotte::machine::interpreter
