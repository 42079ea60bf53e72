// Bitpack<Storage>: an integer made of fields that have types of their own; what C's bit-fields are
// for, with defined positions. Written for devices' registers, so a volatile one is read and
// written only where that is said. C++23.
//
//     struct Control : Bitpack<uint32_t>
//     {
//         BITPACK_USUAL_PREFIX
//         BITPACK_MEMBER_ADD_ENUM(Mode, uint8_t, 0, 1) { Off = 0, On = 1, Auto = 3, };
//         BITPACK_MEMBER_ADD_NUMERIC(Divider, uint8_t, 8, 15);
//         BITPACK_MEMBER_ADD_BOOL(Ready, 31, true);    // const: the device's to set
//     };
//     Control control;
//     control.member<Control::Mode>() = Control::Mode::On;
//     BITPACK_OPERATE_QUALIFY_DECLTYPE(control, Mode, =, On);
//     auto slow = control.with(Control::Divider{200});
#ifndef BITPACK_HH
#define BITPACK_HH

#include <cdefs.h>
#include <concepts>
#include <limits.h>
#include <stddef.h>
#include <type_traits>
#include <utility>

#if defined(CHERIOT_EXPERIMENTAL) && !defined(CHERIOT_EXPERIMENTAL_NOWARN_BITPACKS)
#define BITPACK_DECL_ANNOTATION CHERIOT_EXPERIMENTAL("bit packs may still change")
#else
#define BITPACK_DECL_ANNOTATION
#endif

/// To be derived from, with the fields as member types.
template <typename StorageParam>
    requires std::is_unsigned_v<StorageParam>
class BITPACK_DECL_ANNOTATION Bitpack
{
public:
    using Storage = StorageParam;

private:
    Storage value;

public:
    constexpr Bitpack() : value(0) {}
    constexpr explicit Bitpack(Storage v) : value(v) {}

    /// Writes all of it at once, from one that is not volatile (read() makes that of a volatile
    /// one).
    template <typename Self>
    // NOLINTNEXTLINE(misc-unconventional-assign-operator)
    constexpr Self &&operator=(this Self &&self, const std::remove_cvref_t<Self> &b)
    {
        self.value = b.value;
        return self;
    }

    /// Compares the integers. Not volatile ones.
    template <typename Self>
        requires(!std::is_volatile_v<Self>)
    constexpr bool operator==(this Self &&self, const std::remove_cvref_t<Self> &b)
    {
        return self.value == b.value;
    }
    template <typename Self>
        requires(!std::is_volatile_v<Self>)
    constexpr auto operator<=>(this Self &&self, const std::remove_cvref_t<Self> &b)
    {
        return self.value <=> b.value;
    }

    /// The integer. Not of a volatile one.
    constexpr explicit operator Storage() const { return value; }
    [[nodiscard]] constexpr Storage raw() const { return value; }

    /// A copy, by one read.
    template <typename Self>
    const auto read(this Self &&self)
    {
        return std::remove_cvref_t<Self>{self.value};
    }

    /// A base for the type of a numeric field.
    template <typename T>
        requires std::is_unsigned_v<T>
    struct Numeric
    {
        using NumericType = T;
        static_assert(sizeof(T) <= sizeof(Storage));
        T value;
        constexpr Numeric(T v) : value(v) {}
        constexpr operator T() const { return value; }
        [[nodiscard]] constexpr T raw() const { return value; }
    };

    /// Where a field is: its lowest and highest bit; and whether it is not ours to write.
    struct FieldInfo
    {
        size_t minIndex;
        size_t maxIndex;
        bool isConst = false;
        bool operator==(const FieldInfo &) const = default;
    };

    /// A field of a type, in a place.
    template <typename TypeParam, FieldInfo InfoParam>
    struct Field
    {
        using Type = TypeParam;
        static constexpr FieldInfo Info = InfoParam;

    private:
        static constexpr size_t Width = Info.maxIndex - Info.minIndex + 1;
        static constexpr bool IsBool = [] {
            if constexpr (std::is_enum_v<Type>) {
                return std::is_same_v<std::underlying_type_t<Type>, bool>;
            } else {
                return std::is_base_of_v<Numeric<bool>, Type>;
            }
        }();
        static_assert(Info.maxIndex >= Info.minIndex, "a field ends before it begins");
        static_assert(!IsBool || Width == 1, "a field of bool has one bit");
        static_assert(Width <= CHAR_BIT * sizeof(Type), "a field is wider than its type");
        static_assert(Width < CHAR_BIT * sizeof(Storage), "a field is all of the integer");

    public:
        /// As many bits as the field has, from bit 0; and where it has them.
        static constexpr Storage ValueMask = (Storage{1} << Width) - 1;
        static constexpr Storage FieldMask = ValueMask << Info.minIndex;

        /// The field in `storage`.
        static constexpr Type raw_view(Storage storage)
        {
            return static_cast<Type>((storage >> Info.minIndex) & ValueMask);
        }

        /// `lhs` with the field changed to `rhs`.
        static constexpr Storage raw_with(Storage lhs, Storage rhs)
        {
            return (lhs & ~FieldMask) | ((rhs & ValueMask) << Info.minIndex);
        }
        static constexpr Storage raw_with(Storage lhs, Type rhs)
            requires(!std::is_same_v<Type, Storage>) &&
                    requires { static_cast<Storage>(std::declval<Type>()); }
        {
            return raw_with(lhs, static_cast<Storage>(rhs));
        }
        /// For a field that is a smaller Bitpack.
        template <typename OtherStorage>
            requires(sizeof(OtherStorage) < sizeof(Storage))
        static constexpr Storage raw_with(Storage lhs, Bitpack<OtherStorage> rhs)
        {
            return raw_with(lhs, static_cast<Storage>(rhs.raw()));
        }

        /// The field of a particular Bitpack: a reference to its integer, as const and volatile as
        /// it.
        template <typename DerivedBitpack, typename RefTypeParam>
            requires std::is_base_of_v<Bitpack, DerivedBitpack> &&
                     std::is_lvalue_reference_v<RefTypeParam> &&
                     std::is_same_v<std::remove_cvref_t<RefTypeParam>, Storage>
        class Proxy
        {
            RefTypeParam ref;

            static constexpr bool IsConst = std::is_const_v<std::remove_reference_t<RefTypeParam>>;
            static constexpr bool IsVolatile =
                std::is_volatile_v<std::remove_reference_t<RefTypeParam>>;

            template <typename T>
            static constexpr bool IsNumeric = false;
            template <typename T>
                requires requires { typename T::NumericType; }
            static constexpr bool IsNumeric<T> =
                std::is_base_of_v<Numeric<typename T::NumericType>, T>;

        public:
            using Field = Field;
            using RefType = RefTypeParam;

            template <typename R>
            constexpr Proxy(R &r) : ref(r.value)
            {}

            /// Reads the integer, and writes it with the field changed.
            template <typename Self>
                requires(!IsConst)
            // NOLINTNEXTLINE(misc-unconventional-assign-operator)
            constexpr Self &&operator=(this Self &&self, typename Field::Type rhs)
            {
                self.ref = raw_with(self.ref, rhs);
                return self;
            }
            /// The same by the number in a Numeric, or under an enumeration.
            template <typename Self, typename RHS>
                requires(!IsConst) &&
                        (std::is_same_v<typename Field::Type, Numeric<RHS>> ||
                         [] {
                             if constexpr (std::is_scoped_enum_v<typename Field::Type>) {
                                 return std::is_same_v<std::underlying_type_t<typename Field::Type>,
                                                       RHS>;
                             } else {
                                 return false;
                             }
                         }())
            // NOLINTNEXTLINE(misc-unconventional-assign-operator)
            constexpr Self &&operator=(this Self &&self, RHS rhs)
            {
                self.ref = raw_with(self.ref, typename Field::Type{rhs});
                return self;
            }

            /// The field's value. Of a volatile one, read() the Bitpack first.
            template <typename Self>
                requires(!IsVolatile)
            constexpr operator typename Field::Type(this Self &&self)
            {
                return raw_view(self.ref);
            }
            [[nodiscard]] constexpr typename Field::Type raw() const
            {
                return static_cast<typename Field::Type>(*this);
            }
            /// The value as the number under its type.
            [[nodiscard]] constexpr auto rawer() const
                requires(std::is_enum_v<typename Field::Type>)
            {
                return std::to_underlying(raw());
            }
            [[nodiscard]] constexpr auto rawer() const
                requires(IsNumeric<typename Field::Type>)
            {
                return raw().raw();
            }

            /// A copy of the Bitpack with the field changed, to a value or by a function of it.
            [[nodiscard]] constexpr DerivedBitpack with(typename Field::Type rhs) const
            {
                return DerivedBitpack{raw_with(ref, rhs)};
            }
            [[nodiscard]] constexpr DerivedBitpack with(auto &&f) const
                requires std::is_invocable_r_v<typename Field::Type, decltype(f),
                                               typename Field::Type>
            {
                Storage storage = ref;
                return DerivedBitpack{raw_with(storage, f(raw_view(storage)))};
            }

            /// Changes the field by a function of its value: one read, one write.
            template <typename Self>
            constexpr void alter(this Self &&self, auto &&f)
                requires(std::is_invocable_r_v<typename Field::Type, decltype(f),
                                               typename Field::Type> &&
                         !IsConst)
            {
                Storage storage = self.ref;
                self.ref = raw_with(storage, f(raw_view(storage)));
            }
            /// The same, with the value of 0 for the function.
            constexpr void assign_from(auto &&f)
                requires(
                    std::is_invocable_r_v<typename Field::Type, decltype(f), typename Field::Type>)
            {
                ref = raw_with(ref, f(raw_view(0)));
            }

            constexpr auto operator<=>(Proxy rhs) const
                requires requires(typename Field::Type v) { v <=> v; }
            {
                return raw() <=> rhs.raw();
            }
            constexpr auto operator<=>(typename Field::Type rhs) const
                requires requires(typename Field::Type v) { v <=> v; }
            {
                return raw() <=> rhs;
            }
            constexpr bool operator==(Proxy rhs) const
                requires std::equality_comparable<typename Field::Type>
            {
                return raw() == rhs.raw();
            }
            constexpr bool operator==(typename Field::Type rhs) const
                requires std::equality_comparable<typename Field::Type>
            {
                return raw() == rhs;
            }
        };

        template <bool C, typename T>
            requires std::is_lvalue_reference_v<T>
        using ConditionalConstRef =
            std::conditional_t<C, std::add_const_t<std::remove_reference_t<T>> &, T>;

        template <typename BitpackType>
        Proxy(BitpackType &r) -> Proxy<std::remove_cvref_t<BitpackType>,
                                       ConditionalConstRef<Info.isConst, decltype((r.value))>>;
    };

protected:
    /// The field of that type and place. For derived classes; others have the next.
    template <typename FieldType, FieldInfo Info, typename Self>
    constexpr auto member(this Self &&self)
    {
        return typename Field<FieldType, Info>::Proxy(self);
    }

public:
    /// The field of that type.
    template <typename FieldType, typename Self>
        requires std::is_convertible_v<
            decltype(std::remove_cvref_t<Self>::template field_info_for_type<FieldType>()),
            const FieldInfo>
    constexpr auto member(this Self &&self)
    {
        constexpr FieldInfo Info =
            std::remove_cvref_t<Self>::template field_info_for_type<FieldType>();
        return self.template member<FieldType, Info>();
    }

    /// The value of that type.
    template <typename FieldType, typename Self>
    constexpr FieldType get(this Self &&self)
    {
        return self.template member<FieldType>();
    }
    /// A copy with the field of that type changed.
    template <typename FieldType, typename Self>
    [[nodiscard]] constexpr std::remove_cvref_t<Self> with(this Self &&self, FieldType v)
    {
        return self.template member<FieldType>().with(v);
    }
    /// Changes the field of that type.
    template <typename FieldType, typename Self>
    constexpr void set(this Self &&self, FieldType v)
    {
        self.template member<FieldType>() = v;
    }

    /// Changes all of it by a function: one read, one write.
    template <typename Self>
    constexpr void alter(this Self &&self, auto &&f)
        requires std::is_invocable_r_v<std::remove_cvref_t<Self>, decltype(f),
                                       std::remove_cvref_t<Self>>
    {
        std::remove_cvref_t<Self> before{self.value};
        self = f(before);
    }
    /// The same, with 0 for the function: one write.
    template <typename Self>
    constexpr void assign_from(this Self &&self, auto &&f)
        requires std::is_invocable_r_v<std::remove_cvref_t<Self>, decltype(f),
                                       std::remove_cvref_t<Self>>
    {
        self = f(std::remove_cvref_t<Self>(0));
    }
};

/// To be derived from with another Bitpack's fields, to change some of their places.
template <typename B>
    requires std::derived_from<B, Bitpack<typename B::Storage>>
struct BitpackDerived : B
{
    using B::B;
    using B::operator=;

protected:
    using ParentBitpack = B;
};

#include <bitpack/macros.hh>

#endif
