// Rings of cells, each linked to the next and the one before. A cell is part of what is to be in a
// list (they are intrusive); how it stores its links is its own business.
#ifndef DS_LINKED_LIST_H
#define DS_LINKED_LIST_H

#include <cdefs.h>
#include <concepts>
#include <ds/pointer.h>

namespace ds::linked_list {
namespace cell {
/// Has two links that can be read and set.
template <typename T>
concept HasCellOperations = requires(T &t) {
    { t.cell_next() } -> ds::pointer::proxy::Proxies<T>;
    { t.cell_prev() } -> ds::pointer::proxy::Proxies<T>;
};

/// Can be made a ring of itself.
template <typename T>
concept HasReset = requires(T &t) {
    { t.cell_reset() } -> std::same_as<void>;
};

template <typename T>
concept HasCellOperationsReset = HasCellOperations<T> && HasReset<T>;

// Questions some cells have quicker answers to than the links.
template <typename T>
concept HasIsSingleton = requires(T &t) {
    { t.cell_is_singleton() } -> std::same_as<bool>;
};
template <typename T>
concept HasIsSingletonCheck = requires(T &t) {
    { t.cell_is_singleton_check() } -> std::same_as<bool>;
};
template <typename T>
concept HasIsDoubleton = requires(T &t) {
    { t.cell_is_doubleton() } -> std::same_as<bool>;
};
} // namespace cell

/// Whether `e` is alone in its ring.
template <cell::HasCellOperations T>
__always_inline bool is_singleton(T *e)
{
    if constexpr (cell::HasIsSingleton<T>) {
        return e->cell_is_singleton();
    } else {
        return e == e->cell_prev();
    }
}

/// The same, by both links: for rings that may be broken.
template <cell::HasCellOperations T>
__always_inline bool is_singleton_check(T *e)
{
    if constexpr (cell::HasIsSingletonCheck<T>) {
        return e->cell_is_singleton_check();
    } else {
        return e == e->cell_next() && e == e->cell_prev();
    }
}

/// Whether there are at most two in the ring.
template <cell::HasCellOperations T>
__always_inline bool is_doubleton(T *e)
{
    if constexpr (cell::HasIsDoubleton<T>) {
        return e->cell_is_doubleton();
    } else {
        return e->cell_prev() == e->cell_next();
    }
}

/// Whether both neighbours link back.
template <cell::HasCellOperations T>
__always_inline bool is_well_formed(T *e)
{
    return e == e->cell_prev()->cell_next() && e == e->cell_next()->cell_prev();
}

/// Puts the ring of `elem` into that of `curr`, before it: `elem` last.
template <cell::HasCellOperations Cell>
__always_inline void insert_before(Cell *curr, Cell *elem)
{
    curr->cell_prev()->cell_next() = elem->cell_next();
    elem->cell_next()->cell_prev() = curr->cell_prev();
    curr->cell_prev() = elem;
    elem->cell_next() = curr;
}

/// Puts `elem` alone, whose links need not be set, before `curr`.
template <cell::HasCellOperations Cell, typename P>
    requires std::same_as<P, Cell *> || ds::pointer::proxy::Proxies<P, Cell>
__always_inline void emplace_before(P curr, Cell *elem)
{
    auto prev = curr->cell_prev();
    elem->cell_next() = curr;
    elem->cell_prev() = prev;
    prev->cell_next() = elem;
    prev = elem;
}

/// Puts `elem` alone, whose links need not be set, after `curr`.
template <cell::HasCellOperations Cell, typename P>
    requires std::same_as<P, Cell *> || ds::pointer::proxy::Proxies<P, Cell>
__always_inline void emplace_after(P curr, Cell *elem)
{
    auto next = curr->cell_next();
    elem->cell_prev() = curr;
    elem->cell_next() = next;
    next->cell_prev() = elem;
    next = elem;
}

/// Takes `el` to `er` out of their ring; their own links stay as they were. The one that was
/// before.
template <cell::HasCellOperations Cell>
__always_inline Cell *unsafe_remove(Cell *el, Cell *er)
{
    Cell *prev = el->cell_prev();
    Cell *next = er->cell_next();
    next->cell_prev() = prev;
    prev->cell_next() = next;
    return prev;
}
template <cell::HasCellOperations Cell>
__always_inline Cell *unsafe_remove(Cell *e)
{
    return unsafe_remove(e, e);
}

/// Takes `rem` out, knowing that `prev` is before it. The link of `prev` to what is after it now.
template <cell::HasCellOperations Cell>
__always_inline auto unsafe_remove_link(Cell *prev, Cell *rem)
{
    Cell *next = rem->cell_next();
    auto link = prev->cell_next();
    link = next;
    next->cell_prev() = prev;
    return link;
}

/// Takes `el` to `er` out of their ring and makes them one of their own. The one that was before.
template <cell::HasCellOperations Cell>
__always_inline Cell *remove(Cell *el, Cell *er)
{
    Cell *prev = unsafe_remove(el, er);
    el->cell_prev() = er;
    er->cell_next() = el;
    return prev;
}
template <cell::HasCellOperations Cell>
__always_inline Cell *remove(Cell *e)
{
    return remove(e, e);
}

/// Calls `f` with each from `from` to before `to` until it says true; whether it did.
template <cell::HasCellOperations Cell, typename F>
__always_inline bool search(Cell *from, Cell *to, F f)
{
    for (Cell *elem = from; elem != to; elem = elem->cell_next()) {
        if (f(elem)) {
            return true;
        }
    }
    return false;
}

/// The same for all in the ring but `elem`, which may be a sentinel.
template <cell::HasCellOperations Cell, typename F>
__always_inline bool search(Cell *elem, F f)
{
    return search(static_cast<Cell *>(elem->cell_next()), elem, f);
}

/// A list with a beginning and an end: a ring with one cell that is no element.
template <cell::HasCellOperationsReset CellTemplateArg>
struct Sentinel
{
    using Cell = CellTemplateArg;

    Cell sentinel __cheri_no_subobject_bounds = {};

    /// Forgets all elements.
    __always_inline void reset() { sentinel.cell_reset(); }
    __always_inline bool is_empty() { return linked_list::is_singleton(&sentinel); }
    /// Appends the ring of `elem`, `elem` last; or `elem` alone, whose links need not be set.
    __always_inline void append(Cell *elem) { linked_list::insert_before(&sentinel, elem); }
    __always_inline void append_emplace(Cell *elem)
    {
        linked_list::emplace_before(&sentinel, elem);
    }
    /// Puts the ring of `elem` first.
    __always_inline void prepend(Cell *elem) { linked_list::insert_before(elem, &sentinel); }
    /// The first and the last; the sentinel itself in an empty list.
    __always_inline Cell *first() { return sentinel.cell_next(); }
    __always_inline Cell *last() { return sentinel.cell_prev(); }
    /// Takes the first out; its links stay. There must be one.
    __always_inline Cell *unsafe_take_first()
    {
        Cell *first = sentinel.cell_next();
        linked_list::unsafe_remove_link(&sentinel, first);
        return first;
    }
    /// Takes all out; the last of their ring.
    __always_inline Cell *take_all()
    {
        Cell *last = linked_list::unsafe_remove(&sentinel);
        sentinel.cell_reset();
        return last;
    }
    /// Calls `f` with each until it says true; whether it did.
    template <typename F>
    __always_inline bool search(F f)
    {
        return linked_list::search(&sentinel, f);
    }
};

namespace cell {
/// Links that are pointers.
class Pointer
{
    Pointer *prev, *next;

public:
    Pointer() { cell_reset(); }
    __always_inline void cell_reset() { prev = next = this; }
    __always_inline auto cell_next() { return ds::pointer::proxy::Pointer<Pointer>(next); }
    __always_inline auto cell_prev() { return ds::pointer::proxy::Pointer<Pointer>(prev); }
};
static_assert(HasCellOperationsReset<Pointer>);

/// Links that are addresses less `Offset`, for cells that all lie in the bounds of each cell's
/// pointer: half the size.
template <ptrdiff_t Offset>
class __cheri_no_subobject_bounds OffsetPtrAddr
{
    ptraddr_t prev, next;

    ptraddr_t own() { return CHERI::Capability{this}.address() - Offset; }

public:
    OffsetPtrAddr() { cell_reset(); }
    __always_inline void cell_reset() { prev = next = own(); }
    __always_inline auto cell_next()
    {
        return ds::pointer::proxy::OffsetPtrAddr<Offset, OffsetPtrAddr>(this, next);
    }
    __always_inline auto cell_prev()
    {
        return ds::pointer::proxy::OffsetPtrAddr<Offset, OffsetPtrAddr>(this, prev);
    }
    __always_inline bool cell_is_singleton() { return prev == own(); }
    __always_inline bool cell_is_doubleton() { return prev == next; }
};
static_assert(HasCellOperationsReset<OffsetPtrAddr<0>>);
static_assert(HasIsSingleton<OffsetPtrAddr<0>>);
static_assert(HasIsDoubleton<OffsetPtrAddr<0>>);

/// Links that are addresses.
class __cheri_no_subobject_bounds PtrAddr
{
    ptraddr_t prev, next;

    ptraddr_t own() { return CHERI::Capability{this}.address(); }

public:
    PtrAddr() { cell_reset(); }
    __always_inline void cell_reset() { prev = next = own(); }
    __always_inline auto cell_next() { return ds::pointer::proxy::PtrAddr<PtrAddr>(this, next); }
    __always_inline auto cell_prev() { return ds::pointer::proxy::PtrAddr<PtrAddr>(this, prev); }
    __always_inline bool cell_is_singleton() { return prev == own(); }
    __always_inline bool cell_is_doubleton() { return prev == next; }
};
static_assert(HasCellOperationsReset<PtrAddr>);
static_assert(HasIsSingleton<PtrAddr>);
static_assert(HasIsDoubleton<PtrAddr>);
} // namespace cell
} // namespace ds::linked_list

#endif
