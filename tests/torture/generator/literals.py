"""Constants: integers near the edges of their types, floating point of every size, initialisers."""

from .kinds import Float, Int, Pointer, Struct, Tagged, has_pointer

FLOATS = ["0.0", "-0.0", "1.0", "-1.0", "0.5", "1.5", "3.0", "-2.25", "0.1", "1e10", "-7.5e-3", "16777217.0",
          "2147483648.0", "-2147483648.0", "4294967295.5", "1e-30", "3.5e37", "-1e-37", "0x1.fffffep+0",
          "0x1.8p-126", "123456.789", "9007199254740993.0", "1e19", "-0x1.0p-149"]
DOUBLES = ["1e300", "-1e-300", "0x1.fffffffffffffp+1023", "0x1.0p-1074", "1.7e308", "-4.9e-320"]


def edge(chance, kind):
    """A value of an integer type, most often one that matters."""
    way = chance.below(8)
    if way == 0:
        value = chance.pick([0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 100])
    elif way == 1:
        value = chance.pick([kind.low, kind.high, kind.low + 1, kind.high - 1])
    elif way == 2:
        value = (1 << chance.below(kind.bits)) - chance.below(2)
    elif way == 3:
        value = -chance.below(40) if kind.signed else chance.below(40)
    elif way == 4:
        value = chance.pick([0xFF, 0x100, 0xFFFF, 0x10000, 0x7FF, 0x800, 0xFFF, 0x1000, 0x80000000,
                             0xFFFFFFFF, 0x100000000, 0x7FFFFFFF])
    else:
        value = chance.word() >> chance.below(64)
    return wrapped(value, kind)


def wrapped(value, kind):
    """A number reduced to the range of an integer type."""
    value &= (1 << kind.bits) - 1
    return value - (1 << kind.bits) if kind.signed and value > kind.high else value


def spelled(value, kind):
    """A number as a constant of an integer type, without a cast; the constant may be wider."""
    if kind.bits == 64:
        if value == -(1 << 63):
            return "(-9223372036854775807LL - 1)"
        return f"{value}LL" if kind.signed else f"{value}ULL"
    if kind.bits == 32 and not kind.signed:
        return f"{value}u"
    if value == -(1 << 31):
        return "(-2147483647 - 1)"
    return str(value)


def integer(chance, kind):
    """A constant expression of exactly the given integer type."""
    text = spelled(edge(chance, kind), kind)
    if kind.bits < 32:
        return f"({kind.name}){text}"
    return f"({text})" if text.startswith("-") else text


def floating(chance, kind):
    """A floating constant of exactly the given type."""
    pool = FLOATS + (DOUBLES if kind.name == "f64" else [])
    text = chance.pick(pool)
    text += "f" if kind.name == "f32" else ""
    return f"({text})" if text.startswith("-") else text


def bit_field(chance, kind, width):
    """A value that fits a bit-field."""
    narrow = Int("", width, kind.signed)
    return spelled(edge(chance, narrow), kind)


def initialiser(chance, kind, count, pointer_to):
    """A constant initialiser. `pointer_to(kind)` names an address constant for a pointer."""
    if count is not None:
        written = chance.between(1, count) if chance.odds(20) and not has_pointer(kind) else count
        items = [initialiser(chance, kind, None, pointer_to) for _ in range(written)]
        return "{" + ", ".join(items) + "}"
    if isinstance(kind, Int):
        return spelled(edge(chance, kind), kind)
    if isinstance(kind, Float):
        return floating(chance, kind)
    if isinstance(kind, Pointer):
        return pointer_to(kind)
    if isinstance(kind, Tagged):
        return "{0, {" + initialiser(chance, kind.fields[0].type, kind.fields[0].count, pointer_to) + "}}"
    assert isinstance(kind, Struct)
    parts = []
    for field in kind.fields:
        if field.width is not None:
            parts.append(bit_field(chance, field.type, field.width))
        else:
            parts.append(initialiser(chance, field.type, field.count, pointer_to))
    return "{" + ", ".join(parts) + "}"
