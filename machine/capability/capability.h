// A capability as a register holds it: the memory encoding with its bounds decoded beside it.
//
// The first eight bytes are the architectural encoding (address, metadata). The decoded fields are
// a cache that is kept only while the tag is set: an untagged value is just bits, and its bounds
// and permissions are decoded when somebody asks. So writing an integer to a register is two
// eight-byte stores, and loading data through CLC costs nothing extra. The null capability is all
// zero.
//
// Every operation is a pure constexpr function named after what it does; the instruction of the
// same name in machine/cpu/interpreter/ adds only register access (architecture document, "CHERIoT
// instructions"; Sail cheri_cap_common.sail).
#pragma once

#include <cstdint>
#include <string>

#include "machine/capability/bounds.h"
#include "machine/capability/permissions.h"

namespace griotte::machine {

/// Object types. Executable capabilities use 1 to 7, all others 9 to 15.
enum class ObjectType : uint8_t
{
    Unsealed = 0,
    SentryInherit = 1,
    SentryDisable = 2,
    SentryEnable = 3,
    ReturnSentryDisable = 4,
    ReturnSentryEnable = 5,
};

/// Where the fields of the metadata word (bits 63 to 32 in memory) lie.
namespace metadata {
inline constexpr unsigned BaseShift = 0;
inline constexpr unsigned TopShift = 9;
inline constexpr unsigned ExponentShift = 18;
inline constexpr unsigned ObjectTypeShift = 22;
inline constexpr unsigned PermissionsShift = 25;
inline constexpr unsigned ReservedShift = 31;
inline constexpr uint32_t BoundsMask = (1u << ObjectTypeShift) - 1;
inline constexpr uint32_t ExponentOfEverything = 0xf;
} // namespace metadata

class alignas(32) Capability
{
public:
    /// The null capability.
    constexpr Capability() = default;

    /// An untagged value with null metadata: what an integer instruction leaves in a register.
    static constexpr Capability from_integer(uint32_t value)
    {
        Capability result;
        result.theAddress = value;
        return result;
    }

    /// The capability that `address` and `metadata` encode in memory.
    static constexpr Capability from_memory(uint32_t address, uint32_t metadata, bool tag)
    {
        Capability result;
        result.theAddress = address;
        result.theMetadata = metadata;
        if (tag) {
            result.theTag = 1;
            result.cache_fill();
        }
        return result;
    }

    /// The tagged capability with these bits, whose decoded parts are already known.
    static constexpr Capability from_decoded(uint32_t address, uint32_t metadata, Bounds bounds,
                                             Permissions permissions, uint8_t objectType)
    {
        Capability result;
        result.theAddress = address;
        result.theMetadata = metadata;
        result.theBase = bounds.base;
        result.theTop = bounds.top;
        result.cachedPermissions = permissions.bits();
        result.theObjectType = objectType;
        result.theTag = 1;
        result.theReach = reach_of(address, bounds.base, result.fields().exponent);
        return result;
    }

    /// The three roots every capability of the machine descends from.
    static constexpr Capability root_executable();
    static constexpr Capability root_memory();
    static constexpr Capability root_sealing();

    [[nodiscard]] constexpr uint32_t address() const { return theAddress; }
    [[nodiscard]] constexpr uint32_t metadata() const { return theMetadata; }
    [[nodiscard]] constexpr bool is_tagged() const { return theTag != 0; }
    [[nodiscard]] constexpr bool is_sealed() const
    {
        return ((theMetadata >> metadata::ObjectTypeShift) & 7) != 0;
    }
    [[nodiscard]] constexpr uint32_t object_type() const
    {
        return theTag != 0 ? theObjectType : object_type_decode(theMetadata);
    }
    [[nodiscard]] constexpr Permissions permissions() const
    {
        return Permissions(theTag != 0 ? cachedPermissions : permissions_decode(theMetadata));
    }
    [[nodiscard]] constexpr bool may(Permissions needed) const { return permissions().has(needed); }
    [[nodiscard]] constexpr Bounds bounds() const
    {
        return theTag != 0 ? Bounds{theBase, theTop} : bounds_decode(fields(), theAddress);
    }
    [[nodiscard]] constexpr uint32_t base() const { return bounds().base; }
    /// One past the last address: 33 bits.
    [[nodiscard]] constexpr uint64_t top() const { return bounds().top; }
    /// top - base modulo 2^33; of a tagged capability never "negative".
    [[nodiscard]] constexpr uint64_t length() const
    {
        const Bounds range = bounds();
        return (range.top - range.base) & (2 * AddressSpaceSize - 1);
    }
    [[nodiscard]] constexpr BoundsFields fields() const
    {
        const uint32_t exponent = (theMetadata >> metadata::ExponentShift) & 0xf;
        return {exponent == metadata::ExponentOfEverything ? MaximumExponent : exponent,
                (theMetadata >> metadata::TopShift) & MantissaMask,
                (theMetadata >> metadata::BaseShift) & MantissaMask};
    }

    /// CSEQX: tag and every bit of the encoding.
    constexpr bool operator==(const Capability &other) const
    {
        return theAddress == other.theAddress && theMetadata == other.theMetadata &&
               theTag == other.theTag;
    }

    /// base <= start and start + size <= top; an empty range at the top is inside.
    [[nodiscard]] constexpr bool contains(uint32_t start, uint64_t size) const
    {
        const Bounds range = bounds();
        return start >= range.base && uint64_t{start} + size <= range.top;
    }

    /// Whether this is a tagged, unsealed capability with the `needed` permissions: all a memory
    /// access asks but the bounds. One compare on the cached word.
    [[nodiscard]] constexpr bool authorises(Permissions needed) const
    {
        return theTag != 0 && theObjectType == 0 &&
               (cachedPermissions & needed.bits()) == needed.bits();
    }
    /// contains() for a tagged capability.
    [[nodiscard]] constexpr bool in_cached_bounds(uint32_t start, uint32_t size) const
    {
        return start >= theBase && uint64_t{start} + size <= theTop;
    }

    /// The same bits without the tag.
    [[nodiscard]] constexpr Capability untagged() const
    {
        Capability result;
        result.theAddress = theAddress;
        result.theMetadata = theMetadata;
        return result;
    }
    [[nodiscard]] constexpr Capability untagged_if(bool condition) const
    {
        return condition ? untagged() : *this;
    }

    /// Whether this is tagged, unsealed, and `address` certainly within the range its bounds are
    /// represented over: the common case of moving a capability, in one compare. False says
    /// nothing.
    [[nodiscard]] constexpr bool keeps_bounds_at(uint32_t address) const
    {
        return theTag != 0 && theObjectType == 0 && uint64_t{address} - theBase < theReach;
    }
    /// The address replaced, where keeps_bounds_at(address).
    [[nodiscard]] constexpr Capability with_address_within_reach(uint32_t address) const
    {
        Capability result = *this;
        result.theAddress = address;
        return result;
    }

    /// The address replaced; loses the tag when sealed, or when the bounds would decode otherwise
    /// at the new address (CSetAddr, CIncAddr, AUICGP).
    [[nodiscard]] constexpr Capability with_address(uint32_t address) const
    {
        if (keeps_bounds_at(address)) [[likely]] {
            return with_address_within_reach(address);
        }
        return with_address_slowly(address).untagged_if(is_sealed());
    }

    /// As with_address(), but a sealed capability keeps its tag: for the machine's own use on
    /// sentries and PCC, where the specification changes an address without unsealing.
    [[nodiscard]] constexpr Capability with_address_slowly(uint32_t address) const
    {
        Capability moved = untagged();
        moved.theAddress = address;
        if (theTag != 0 && moved.bounds() == bounds()) {
            return from_memory(address, theMetadata, true);
        }
        return moved;
    }

    /// As with_address_slowly(), for an address known to be representable or of an untagged value
    /// (legalising the low bits of MTCC and MEPCC, whose tag is already gone when they were set).
    [[nodiscard]] constexpr Capability with_address_unchecked(uint32_t address) const
    {
        return address == theAddress ? *this : with_address_slowly(address);
    }

    /// CSetBounds and CSetBoundsImm: [address, address + length), rounded out when it must be. The
    /// tag goes when sealed or when the *requested* range is not inside the bounds.
    [[nodiscard]] constexpr Capability with_bounds(uint32_t length) const
    {
        return with_bounds_set(length, bounds_set(theAddress, length).fields, true);
    }
    /// CSetBoundsExact: as with_bounds(), and the tag goes when the bounds had to be rounded.
    [[nodiscard]] constexpr Capability with_bounds_exact(uint32_t length) const
    {
        const BoundsSet set = bounds_set(theAddress, length);
        return with_bounds_set(length, set.fields, set.isExact);
    }
    /// CSetBoundsRoundDown: never longer than asked.
    [[nodiscard]] constexpr Capability with_bounds_round_down(uint32_t length) const
    {
        return with_bounds_set(length, bounds_set_round_down(theAddress, length), true);
    }

    /// The permissions replaced by the nearest expressible subset; no check of any kind.
    [[nodiscard]] constexpr Capability with_permissions(Permissions permissions) const
    {
        return with_metadata_of_same_bounds(
            (theMetadata & ~(0x3fu << metadata::PermissionsShift)) |
            (permissions_compress(permissions) << metadata::PermissionsShift));
    }
    /// CAndPerm: only the permissions in `mask` stay. A sealed capability survives only a mask that
    /// clears nothing, or nothing but Global.
    [[nodiscard]] constexpr Capability and_permissions(uint32_t mask) const
    {
        const bool isMaskHarmless =
            (Permissions(mask) | Permission::Global).bits() == Permissions::AllBits;
        return untagged_if(is_sealed() && !isMaskHarmless)
            .with_permissions(permissions() & Permissions(mask));
    }

    /// The object type field replaced; no check of any kind.
    [[nodiscard]] constexpr Capability with_object_type(uint32_t type) const
    {
        return with_metadata_of_same_bounds((theMetadata & ~(7u << metadata::ObjectTypeShift)) |
                                            ((type & 7) << metadata::ObjectTypeShift));
    }
    [[nodiscard]] constexpr Capability unsealed() const { return with_object_type(0); }
    [[nodiscard]] constexpr Capability sealed_as(ObjectType type) const
    {
        return with_object_type(static_cast<uint32_t>(type));
    }

    /// CSeal: sealed with the object type that is the address of `authority`; without the tag when
    /// the authority may not, or the type does not fit an (un)executable capability.
    [[nodiscard]] constexpr Capability seal(const Capability &authority) const
    {
        const uint32_t type = authority.theAddress;
        const bool isTypePossible =
            may(Permission::Execute) ? type >= 1 && type <= 7 : type > 8 && type <= 15;
        const bool isPermitted = authority.is_tagged() && !authority.is_sealed() &&
                                 authority.may(Permission::Seal) && authority.contains(type, 1) &&
                                 isTypePossible;
        return untagged_if(is_sealed() || !isPermitted).with_object_type(type);
    }

    /// CUnseal: unsealed when the object type lies in the bounds of `authority`; Global only when
    /// both had it. Without the tag when the authority may not.
    [[nodiscard]] constexpr Capability unseal(const Capability &authority) const
    {
        const bool isPermitted = authority.is_tagged() && is_sealed() && !authority.is_sealed() &&
                                 authority.contains(object_type(), 1) &&
                                 authority.may(Permission::Unseal);
        Permissions kept = permissions();
        if (!authority.may(Permission::Global)) {
            kept = kept.without(Permission::Global);
        }
        return untagged_if(!isPermitted).unsealed().with_permissions(kept);
    }

    /// CTestSubset: same tag, and bounds and permissions of `inner` within these.
    [[nodiscard]] constexpr bool has_subset(const Capability &inner) const
    {
        const Bounds outerBounds = bounds();
        const Bounds innerBounds = inner.bounds();
        return is_tagged() == inner.is_tagged() && innerBounds.base >= outerBounds.base &&
               innerBounds.top <= outerBounds.top && may(inner.permissions());
    }

    /// What CLC leaves of a capability loaded through `authority`, before revocation: no tag
    /// without Load Capability; no Global (and, unsealed, no Load Global) without Load Global;
    /// unsealed, no Store and no Load Mutable without Load Mutable.
    [[nodiscard]] constexpr Capability attenuated_by(const Capability &authority) const
    {
        using enum Permission;
        if (!is_tagged()) {
            return *this;
        }
        const Permissions granted = authority.permissions();
        if (!granted.has(LoadStoreCapability)) {
            return untagged();
        }
        Permissions kept = permissions();
        if (!granted.has(LoadGlobal)) {
            kept = kept.without(is_sealed() ? Permissions(Global) : Global | LoadGlobal);
        }
        if (!granted.has(LoadMutable) && !is_sealed()) {
            kept = kept.without(Store | LoadMutable);
        }
        return kept == permissions() ? *this : with_permissions(kept);
    }

    /// Sealing capabilities name object types, not memory, and so are never revoked.
    [[nodiscard]] constexpr bool is_revocable() const
    {
        using enum Permission;
        return !permissions().has_any(Seal | Unseal | User0);
    }

private:
    constexpr explicit Capability(Permissions permissions)
    {
        theMetadata =
            (permissions_compress(permissions | Permission::Global) << metadata::PermissionsShift) |
            (metadata::ExponentOfEverything << metadata::ExponentShift) |
            (0x100u << metadata::TopShift);
        theTag = 1;
        cache_fill();
    }

    static constexpr uint16_t permissions_decode(uint32_t metadata)
    {
        return PermissionsTable[(metadata >> metadata::PermissionsShift) & 0x3f];
    }
    static constexpr uint8_t object_type_decode(uint32_t metadata)
    {
        const auto field = static_cast<uint8_t>((metadata >> metadata::ObjectTypeShift) & 7);
        const bool isExecutable =
            (permissions_decode(metadata) & static_cast<uint16_t>(Permission::Execute)) != 0;
        return isExecutable || field == 0 ? field : field | 8;
    }

    constexpr void cache_fill()
    {
        const BoundsFields theFields = fields();
        const Bounds range = bounds_decode(theFields, theAddress);
        theBase = range.base;
        theTop = range.top;
        cachedPermissions = permissions_decode(theMetadata);
        theObjectType = object_type_decode(theMetadata);
        theReach = reach_of(theAddress, theBase, theFields.exponent);
    }
    // Bounds decode alike over [base, base + 2^(E+9)). An address below the base is one the window
    // reaches by wrapping round the address space, or belongs to exponent 24; both are left to the
    // slow path.
    static constexpr uint64_t reach_of(uint32_t address, uint32_t base, uint32_t exponent)
    {
        return address >= base ? uint64_t{1} << (exponent + MantissaBits) : 0;
    }

    /// The metadata word replaced by one whose bounds fields are the same: those need no decoding.
    [[nodiscard]] constexpr Capability with_metadata_of_same_bounds(uint32_t word) const
    {
        Capability result = *this;
        result.theMetadata = word;
        if (theTag != 0) {
            result.cachedPermissions = permissions_decode(word);
            result.theObjectType = object_type_decode(word);
        }
        return result;
    }

    [[nodiscard]] constexpr Capability with_bounds_set(uint32_t length, BoundsFields set,
                                                       bool isGood) const
    {
        const uint32_t exponent =
            set.exponent == MaximumExponent ? metadata::ExponentOfEverything : set.exponent;
        const uint32_t word = (theMetadata & ~metadata::BoundsMask) |
                              (exponent << metadata::ExponentShift) |
                              (set.top << metadata::TopShift) | (set.base << metadata::BaseShift);
        const bool keepsTag =
            isGood && theTag != 0 && !is_sealed() && in_cached_bounds_of_length(length);
        return from_memory(theAddress, word, keepsTag);
    }
    [[nodiscard]] constexpr bool in_cached_bounds_of_length(uint32_t length) const
    {
        return theAddress >= theBase && uint64_t{theAddress} + length <= theTop;
    }

    uint32_t theAddress = 0;
    uint32_t theMetadata = 0;
    // The cache: meaningful only while theTag is 1, zero otherwise.
    uint32_t theBase = 0;
    uint16_t cachedPermissions = 0;
    uint8_t theObjectType = 0;
    uint8_t theTag = 0;
    uint64_t theTop = 0;
    uint64_t theReach = 0;
};

static_assert(sizeof(Capability) == 32);

constexpr Capability Capability::root_executable()
{
    using enum Permission;
    return Capability(Execute | AccessSystemRegisters | LoadStoreCapability | Load | LoadMutable |
                      LoadGlobal);
}
constexpr Capability Capability::root_memory()
{
    using enum Permission;
    return Capability(LoadStoreCapability | Load | StoreLocal | LoadMutable | Store | LoadGlobal);
}
constexpr Capability Capability::root_sealing()
{
    using enum Permission;
    return Capability(User0 | Seal | Unseal);
}

/// `0xADDR (v:1 0xBASE-0xTOP l:0xLEN o:0xOTYPE p: G RWcgml Xa SU0)`: CHERIoT's print format, a `-`
/// for each permission not held.
std::string to_string(const Capability &capability);

/// The object type in words: "unsealed", "return sentry, interrupts enabled", "sealed with type 9".
std::string object_type_describe(const Capability &capability);

} // namespace griotte::machine
