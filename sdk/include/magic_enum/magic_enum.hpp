// Names of enumerators at run time, by the interface of the library magic_enum as far as CHERIoT
// RTOS code uses it. A compiler puts a template argument's name into __PRETTY_FUNCTION__; an
// enumerator there has a name, any other value of the type is a number in a cast.
//
// Values from MAGIC_ENUM_RANGE_MIN to MAGIC_ENUM_RANGE_MAX are found, or what a specialisation of
// magic_enum::customize::enum_range says. Without tables of pointers: what is not called costs
// nothing.
#ifndef MAGIC_ENUM_HPP
#define MAGIC_ENUM_HPP

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#ifndef MAGIC_ENUM_RANGE_MIN
#define MAGIC_ENUM_RANGE_MIN (-128)
#endif
#ifndef MAGIC_ENUM_RANGE_MAX
#define MAGIC_ENUM_RANGE_MAX 127
#endif

namespace magic_enum {
namespace customize {
/// The values to look for in E; specialise it for enumerations with others.
template <typename E>
struct enum_range
{
    static constexpr int min = MAGIC_ENUM_RANGE_MIN;
    static constexpr int max = MAGIC_ENUM_RANGE_MAX;
};
} // namespace customize

namespace detail {
/// The text of V in this function's own name: `[V = Colour::Red]`.
template <auto V>
consteval std::string_view value_text()
{
    std::string_view text = __PRETTY_FUNCTION__;
    size_t start = text.rfind("V = ") + 4;
    return text.substr(start, text.rfind(']') - start);
}

template <auto V>
consteval bool is_enumerator()
{
    char first = value_text<V>().front();
    return first != '(' && first != '-' && (first < '0' || first > '9');
}

/// V's name without what encloses it. Characters of its own: the whole text need not be in the
/// image.
template <auto V>
struct Name
{
    static constexpr std::string_view Qualified = value_text<V>();
    static constexpr size_t Start =
        Qualified.rfind(':') == std::string_view::npos ? 0 : Qualified.rfind(':') + 1;
    static constexpr size_t Length = Qualified.size() - Start;
    static constexpr auto Text = [] {
        std::array<char, Length + 1> text{};
        for (size_t i = 0; i < Length; i++) {
            text[i] = Qualified[Start + i];
        }
        return text;
    }();
    static constexpr std::string_view View{Text.data(), Length};
};

/// An enumeration without a fixed type does not have all of its integer's values.
template <typename E, auto N>
concept HasValue = requires { typename std::integral_constant<E, static_cast<E>(N)>; };

template <typename E, std::underlying_type_t<E> N>
consteval bool is_named()
{
    if constexpr (HasValue<E, N>) {
        return is_enumerator<static_cast<E>(N)>();
    } else {
        return false;
    }
}

/// The values to look at, as many as the underlying type has of them.
template <typename E>
struct Range
{
    using Underlying = std::underlying_type_t<E>;
    using Customized = customize::enum_range<std::remove_cv_t<E>>;
    using Limits = std::numeric_limits<Underlying>;
    static constexpr long long Min = Limits::is_signed
                                         ? std::max<long long>(Customized::min, Limits::min())
                                         : std::max<long long>(Customized::min, 0);
    static constexpr long long Max =
        Limits::digits < 63 ? std::min<long long>(Customized::max, Limits::max()) : Customized::max;
    static constexpr size_t Size = static_cast<size_t>(Max - Min + 1);
};

template <typename E>
constexpr auto Values = []<size_t... I>(std::index_sequence<I...>) {
    using Underlying = std::underlying_type_t<E>;
    constexpr auto Min = Range<E>::Min;
    constexpr size_t Count = (size_t{0} + ... + is_named<E, static_cast<Underlying>(Min + I)>());
    std::array<E, Count> values{};
    size_t next = 0;
    ((is_named<E, static_cast<Underlying>(Min + I)>()
          ? void(values[next++] = static_cast<E>(static_cast<Underlying>(Min + I)))
          : void()),
     ...);
    return values;
}(std::make_index_sequence<Range<E>::Size>{});
} // namespace detail

/// The enumerators of E, by value.
template <typename E>
constexpr auto enum_values() noexcept
{
    return detail::Values<std::remove_cvref_t<E>>;
}

template <typename E>
constexpr size_t enum_count() noexcept
{
    return detail::Values<std::remove_cvref_t<E>>.size();
}

/// Calls `function` with each enumerator as a std::integral_constant, by value.
template <typename E, typename F>
constexpr void enum_for_each(F &&function)
{
    using Enum = std::remove_cvref_t<E>;
    [&]<size_t... I>(std::index_sequence<I...>) {
        (function(std::integral_constant<Enum, detail::Values<Enum>[I]> {}), ...);
    }(std::make_index_sequence<enum_count<Enum>()>{});
}

/// The enumerator's name.
template <auto V>
    requires std::is_enum_v<decltype(V)>
constexpr std::string_view enum_name() noexcept
{
    return detail::Name<V>::View;
}

/// The name of `value`; empty if it is no enumerator.
template <typename E>
    requires std::is_enum_v<std::remove_cvref_t<E>>
constexpr std::string_view enum_name(E value) noexcept
{
    std::string_view name;
    enum_for_each<E>([&](auto enumerator) {
        if (enumerator.value == value) {
            name = detail::Name<enumerator.value>::View;
        }
    });
    return name;
}

/// The names of all enumerators, by value.
template <typename E>
constexpr auto enum_names() noexcept
{
    std::array<std::string_view, enum_count<E>()> names;
    size_t next = 0;
    enum_for_each<E>(
        [&](auto enumerator) { names[next++] = detail::Name<enumerator.value>::View; });
    return names;
}

template <typename E>
constexpr bool enum_contains(E value) noexcept
{
    bool isThere = false;
    enum_for_each<E>([&](auto enumerator) { isThere = isThere || enumerator.value == value; });
    return isThere;
}

/// `value` as an enumerator, if it is one.
template <typename E>
constexpr std::optional<E> enum_cast(std::underlying_type_t<E> value) noexcept
{
    std::optional<E> result;
    enum_for_each<E>([&](auto enumerator) {
        if (static_cast<std::underlying_type_t<E>>(enumerator.value) == value) {
            result = enumerator.value;
        }
    });
    return result;
}

/// The enumerator called `name`, if there is one.
template <typename E>
constexpr std::optional<E> enum_cast(std::string_view name) noexcept
{
    std::optional<E> result;
    enum_for_each<E>([&](auto enumerator) {
        if (detail::Name<enumerator.value>::View == name) {
            result = enumerator.value;
        }
    });
    return result;
}

template <typename E>
constexpr auto enum_integer(E value) noexcept
{
    return static_cast<std::underlying_type_t<E>>(value);
}
} // namespace magic_enum

#endif
