// The macros of bitpack.hh: defining fields, and saying the value of one without its type's full
// name.
#ifndef BITPACK_MACROS_HH
#define BITPACK_MACROS_HH

// --- Defining. `...` after a field's bits may be `true`: it is not ours to write. ---

/// First in each class derived from Bitpack.
#define BITPACK_USUAL_PREFIX                                                                       \
    using Bitpack::Bitpack;                                                                        \
    using Bitpack::operator=;                                                                      \
    template <typename FieldType>                                                                  \
    static constexpr FieldInfo field_info_for_type() = delete;

/// A method `name` for a field of an existing type.
#define BITPACK_MEMBER_ADD(name, Type, ...)                                                        \
    template <typename Self>                                                                       \
    constexpr auto name(this Self &&self)                                                          \
    {                                                                                              \
        return self.template member<Type __VA_OPT__(, {__VA_ARGS__})>();                           \
    }

/// Where fields of `Type` are.
#define BITPACK_FIELD_INFO_ADD(Type, ...)                                                          \
    template <>                                                                                    \
    constexpr FieldInfo field_info_for_type<Type>()                                                \
    {                                                                                              \
        constexpr auto info = FieldInfo{__VA_ARGS__};                                              \
        static_assert(requires { Field<Type, info>(); });                                          \
        return info;                                                                               \
    }

/// `enum class Type : Base`, whose enumerators follow, and its field.
#define BITPACK_MEMBER_ADD_ENUM(Type, Base, ...)                                                   \
    enum class Type : Base;                                                                        \
    BITPACK_FIELD_INFO_ADD(Type, __VA_ARGS__)                                                      \
    enum class Type : Base

/// An enumeration of two, in one bit.
#define BITPACK_MEMBER_ADD_ENUM_BOOL(Type, FalseVal, TrueVal, BitIndex, ...)                       \
    BITPACK_MEMBER_ADD_ENUM(Type, bool, BitIndex, BitIndex, __VA_ARGS__)                           \
    {                                                                                              \
        FalseVal = false, TrueVal = true,                                                          \
    }
#define BITPACK_MEMBER_ADD_ENUM_BOOL_CLEARED_ASSERTED(Type, BitIndex, ...)                         \
    BITPACK_MEMBER_ADD_ENUM_BOOL(Type, Cleared, Asserted, BitIndex, __VA_ARGS__)
#define BITPACK_MEMBER_ADD_ENUM_BOOL_DISABLED_ENABLED(Type, BitIndex, ...)                         \
    BITPACK_MEMBER_ADD_ENUM_BOOL(Type, Disabled, Enabled, BitIndex, __VA_ARGS__)

/// A type `Type` over the number type `Base`, and its field.
#define BITPACK_MEMBER_ADD_NUMERIC(Type, Base, ...)                                                \
    struct Type : Numeric<Base>                                                                    \
    {                                                                                              \
        using Numeric<Base>::Numeric;                                                              \
    };                                                                                             \
    BITPACK_FIELD_INFO_ADD(Type, __VA_ARGS__)
#define BITPACK_MEMBER_ADD_BOOL(Type, BitIndex, ...)                                               \
    BITPACK_MEMBER_ADD_NUMERIC(Type, bool, BitIndex, BitIndex, __VA_ARGS__)

/// First in each class derived from BitpackDerived.
#define BITPACK_DERIVED_PREFIX                                                                     \
    using BitpackDerived<ParentBitpack>::BitpackDerived;                                           \
    using BitpackDerived<ParentBitpack>::operator=;                                                \
    template <typename FieldType>                                                                  \
    static constexpr FieldInfo field_info_for_type()                                               \
    {                                                                                              \
        return ParentBitpack::template field_info_for_type<FieldType>();                           \
    }

/// Another place for the field of `Type`: `lambda` changes the FieldInfo it is given.
#define BITPACK_DERIVED_FIELD_INFO_FOR_TYPE(Type, lambda)                                          \
    template <>                                                                                    \
    constexpr FieldInfo field_info_for_type<Type>()                                                \
    {                                                                                              \
        static_assert(std::is_invocable_r_v<void, decltype(lambda), FieldInfo &>);                 \
        auto info = ParentBitpack::template field_info_for_type<Type>();                           \
        lambda(info);                                                                              \
        return info;                                                                               \
    }
#define BITPACK_DERIVED_FIELD_CONST_FOR_TYPE(Type, c)                                              \
    BITPACK_DERIVED_FIELD_INFO_FOR_TYPE(Type, [](auto &info) { info.isConst = c; })

// --- The field of type `T`, a member type of the Bitpack `b`. DEPENDENT is for templates. ---

#define BITPACK_MEMBER_DECLTYPE(b, T) (b).template member<std::remove_reference_t<decltype(b)>::T>()
#define BITPACK_MEMBER_DEPENDENT(b, T)                                                             \
    (b).template member<typename std::remove_reference_t<decltype(b)>::T>()

// --- `proxy operator value`: QUALIFY looks the value up in the field's type, WRAP converts it,
// ENUM has the enumerators in scope. DECLTYPE, DEPENDENT and TYPE name the field as above, or
// fully. WITH is for a changed copy. ---

#define BITPACK_OPERATE_QUALIFY(proxy, operator, value)                                            \
    ({                                                                                             \
        using F = decltype(proxy)::Field::Type;                                                    \
        (proxy) operator(F::value);                                                                \
    })
#define BITPACK_OPERATE_WRAP(proxy, operator, value)                                               \
    ({                                                                                             \
        using F = decltype(proxy)::Field::Type;                                                    \
        (proxy) operator(F{value});                                                                \
    })
#define BITPACK_OPERATE_ENUM(proxy, operator, value)                                               \
    ({                                                                                             \
        using F = decltype(proxy)::Field::Type;                                                    \
        static_assert(std::is_enum_v<F>);                                                          \
        using enum F;                                                                              \
        (proxy) operator(value);                                                                   \
    })

#define BITPACK_OPERATE_QUALIFY_DECLTYPE(b, T, operator, v)                                        \
    BITPACK_OPERATE_QUALIFY(BITPACK_MEMBER_DECLTYPE(b, T), operator, v)
#define BITPACK_OPERATE_QUALIFY_DEPENDENT(b, T, operator, v)                                       \
    BITPACK_OPERATE_QUALIFY(BITPACK_MEMBER_DEPENDENT(b, T), operator, v)
#define BITPACK_OPERATE_QUALIFY_TYPE(b, T, operator, v)                                            \
    BITPACK_OPERATE_QUALIFY((b).template member<T>(), operator, v)
#define BITPACK_WITH_QUALIFY(proxy, value) BITPACK_OPERATE_QUALIFY(proxy, .with, value)
#define BITPACK_WITH_QUALIFY_DECLTYPE(b, T, v) BITPACK_OPERATE_QUALIFY_DECLTYPE(b, T, .with, v)
#define BITPACK_WITH_QUALIFY_DEPENDENT(b, T, v) BITPACK_OPERATE_QUALIFY_DEPENDENT(b, T, .with, v)
#define BITPACK_WITH_QUALIFY_TYPE(b, T, v) BITPACK_OPERATE_QUALIFY_TYPE(b, T, .with, v)

#define BITPACK_OPERATE_WRAP_DECLTYPE(b, T, operator, v)                                           \
    BITPACK_OPERATE_WRAP(BITPACK_MEMBER_DECLTYPE(b, T), operator, v)
#define BITPACK_OPERATE_WRAP_DEPENDENT(b, T, operator, v)                                          \
    BITPACK_OPERATE_WRAP(BITPACK_MEMBER_DEPENDENT(b, T), operator, v)
#define BITPACK_OPERATE_WRAP_TYPE(b, T, operator, v)                                               \
    BITPACK_OPERATE_WRAP((b).template member<T>(), operator, v)
#define BITPACK_WITH_WRAP(proxy, value) BITPACK_OPERATE_WRAP(proxy, .with, value)
#define BITPACK_WRAP_WITH(proxy, value) BITPACK_OPERATE_WRAP(proxy, .with, value)
#define BITPACK_WITH_WRAP_DECLTYPE(b, T, v) BITPACK_OPERATE_WRAP_DECLTYPE(b, T, .with, v)
#define BITPACK_WITH_WRAP_DEPENDENT(b, T, v) BITPACK_OPERATE_WRAP_DEPENDENT(b, T, .with, v)
#define BITPACK_WITH_WRAP_TYPE(b, T, v) BITPACK_OPERATE_WRAP_TYPE(b, T, .with, v)

#define BITPACK_OPERATE_ENUM_DECLTYPE(b, T, operator, v)                                           \
    BITPACK_OPERATE_ENUM(BITPACK_MEMBER_DECLTYPE(b, T), operator, v)
#define BITPACK_OPERATE_ENUM_TYPE(b, T, operator, v)                                               \
    BITPACK_OPERATE_ENUM((b).template member<T>(), operator, v)
#define BITPACK_WITH_ENUM(proxy, value) BITPACK_OPERATE_ENUM(proxy, .with, value)
#define BITPACK_WITH_ENUM_DECLTYPE(b, T, v) BITPACK_OPERATE_ENUM_DECLTYPE(b, T, .with, v)
#define BITPACK_WITH_ENUM_TYPE(b, T, v) BITPACK_OPERATE_ENUM_TYPE(b, T, .with, v)

// --- `b` and a value, whose type says which field it is. ---

#define BITPACK_OPERATE_VALUE(b, operator, value)                                                  \
    ({ (b).template member<decltype(value)>() operator(value); })
#define BITPACK_OPERATE_VALUE_DECLTYPE(b, operator, value)                                         \
    BITPACK_OPERATE_VALUE(b, operator, std::remove_reference_t<decltype(b)>::value)
#define BITPACK_OPERATE_VALUE_DEPENDENT(b, operator, value)                                        \
    BITPACK_OPERATE_VALUE(b, operator, typename std::remove_reference_t<decltype(b)>::value)
#define BITPACK_WITH_VALUE(b, value) BITPACK_OPERATE_VALUE(b, .with, value)
#define BITPACK_WITH_VALUE_DECLTYPE(b, value) BITPACK_OPERATE_VALUE_DECLTYPE(b, .with, value)
#define BITPACK_WITH_VALUE_DEPENDENT(b, value) BITPACK_OPERATE_VALUE_DEPENDENT(b, .with, value)

// --- Several values at once. These need __macro_map.h, which is not included here. ---

/// Whether it is.
#define BITPACK_HAS_MACRO_MAP (sizeof(BITPACK_TEXT(CHERIOT_EVAL0(x))) == sizeof("x"))
#define BITPACK_TEXT(...) BITPACK_TEXT_EXPANDED(__VA_ARGS__)
#define BITPACK_TEXT_EXPANDED(...) #__VA_ARGS__

#define BITPACK_MAP_DECLTYPE_HELPER(x, b) std::remove_reference_t<decltype(b)>::x
#define BITPACK_MAP_DECLTYPE(b, ...)                                                               \
    CHERIOT_MAP_LIST_UD(BITPACK_MAP_DECLTYPE_HELPER, b, __VA_ARGS__)
#define BITPACK_MAP_DEPENDENT_HELPER(x, b) typename std::remove_reference_t<decltype(b)>::x
#define BITPACK_MAP_DEPENDENT(b, ...)                                                              \
    CHERIOT_MAP_LIST_UD(BITPACK_MAP_DEPENDENT_HELPER, b, __VA_ARGS__)

/// A copy of `b` with all of these.
#define BITPACK_MAP_WITHS_HELPER(x) .with(x)
#define BITPACK_WITHS(b, ...)                                                                      \
    ({                                                                                             \
        static_assert(BITPACK_HAS_MACRO_MAP, "include __macro_map.h");                             \
        (b) CHERIOT_MAP(BITPACK_MAP_WITHS_HELPER, __VA_ARGS__);                                    \
    })
#define BITPACK_WITHS_DECLTYPE(b, ...) BITPACK_WITHS(b, BITPACK_MAP_DECLTYPE(b, __VA_ARGS__))
#define BITPACK_WITHS_DEPENDENT(b, ...) BITPACK_WITHS(b, BITPACK_MAP_DEPENDENT(b, __VA_ARGS__))

/// Compares the fields of these values with them, all in one comparison of integers.
#define BITPACK_RELATE_MASKED_HELPER(x, b)                                                         \
    | ({                                                                                           \
        using BT = std::remove_cvref_t<decltype(b)>;                                               \
        using FT = decltype(x);                                                                    \
        BT::template Field<FT, BT::template field_info_for_type<FT>()>::FieldMask;                 \
    })
#define BITPACK_RELATE_MASKED(b, operator, ...)                                                    \
    ({                                                                                             \
        constexpr decltype((b).raw()) theMask =                                                    \
            (0)CHERIOT_MAP_UD(BITPACK_RELATE_MASKED_HELPER, b, __VA_ARGS__);                       \
        constexpr auto theQuery =                                                                  \
            BITPACK_WITHS((std::remove_cvref_t<decltype(b)>)(0), __VA_ARGS__).raw();               \
        ((b).raw() & theMask) operator(theQuery);                                                  \
    })
#define BITPACK_RELATE_MASKED_DECLTYPE(b, operator, ...)                                           \
    BITPACK_RELATE_MASKED(b, operator, BITPACK_MAP_DECLTYPE(b, __VA_ARGS__))
#define BITPACK_RELATE_MASKED_DEPENDENT(b, operator, ...)                                          \
    BITPACK_RELATE_MASKED(b, operator, BITPACK_MAP_DEPENDENT(b, __VA_ARGS__))

#endif
