"""The types a generated program uses, and the objects it declares of them.

Every integer type has the same width on the host and on the machine: the prelude makes the names from
`signed char` to `unsigned long long`. Where a structure's fields lie is never observed.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Int:
    """An integer type of the prelude."""

    name: str
    bits: int
    signed: bool

    @property
    def low(self):
        return -(1 << (self.bits - 1)) if self.signed else 0

    @property
    def high(self):
        return (1 << (self.bits - (1 if self.signed else 0))) - 1


I8, I16, I32, I64 = (Int(f"i{bits}", bits, True) for bits in (8, 16, 32, 64))
U8, U16, U32, U64 = (Int(f"u{bits}", bits, False) for bits in (8, 16, 32, 64))
INTS = [I8, U8, I16, U16, I32, U32, I64, U64]
FLAG = Int("flag", 1, False)


@dataclass(frozen=True)
class Float:
    """`f32` or `f64`: IEEE single or double precision."""

    name: str


F32, F64 = Float("f32"), Float("f64")


@dataclass(frozen=True)
class Pointer:
    """A pointer that is always valid for `room` elements of `target`, a power of two."""

    target: object
    room: int
    constant: bool = False

    @property
    def name(self):
        return f"{'const ' if self.constant else ''}{self.target.name} *"


@dataclass(frozen=True)
class Field:
    """A member: `width` makes it a bit-field, `count` an array."""

    name: str
    type: object
    width: int | None = None
    count: int | None = None


@dataclass(frozen=True)
class Struct:
    """A structure. Pointers in it point to objects of static lifetime."""

    name: str
    fields: tuple = field(compare=False)


@dataclass(frozen=True)
class Tagged:
    """A structure of a `tag` and a union `u`; the tag says which member was written last."""

    name: str
    fields: tuple = field(compare=False)


@dataclass
class Variable:
    """A declared object. `bound`, if given, is a limit its value stays below; `level` is its block's."""

    name: str
    type: object
    count: int | None = None
    readonly: bool = False
    volatile: bool = False
    is_global: bool = False
    bound: int | None = None
    level: int = 0


@dataclass
class Function:
    """A defined function: pure ones may be called anywhere, others only as statements."""

    name: str
    result: object
    parameters: list
    pure: bool
    cost: int


def has_pointer(kind):
    """Whether an object of this type holds a pointer."""
    if isinstance(kind, Pointer):
        return True
    return isinstance(kind, (Struct, Tagged)) and any(has_pointer(f.type) for f in kind.fields)


def declare(kind, name, count=None, volatile=False, constant=False):
    """The text of a declaration without its initialiser."""
    words = ("const " if constant and not isinstance(kind, Pointer) else "")
    words += "volatile " if volatile else ""
    if isinstance(kind, Pointer):
        text = f"{kind.name}{'const ' if constant else ''}{name}"
    else:
        text = f"{words}{kind.name} {name}"
    return text + (f"[{count}]" if count is not None else "")
