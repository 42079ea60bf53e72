"""Expressions without side effects: every one has a known type, value range and no undefined behaviour."""

from . import literals
from .kinds import F32, F64, FLAG, I32, I64, INTS, U32, U64, Float, Int, Pointer, Struct, Tagged

COMPARISONS = ["<", "<=", ">", ">=", "==", "!="]


class Expressions:
    """Makes expressions from the objects in `scope`, a list of `Variable`.

    `program` supplies functions and structures. An expression may call pure functions only, so the order
    in which its parts are evaluated cannot be seen.
    """

    def __init__(self, program, scope, callees, pure):
        self.program = program
        self.pure = pure
        self.chance = program.chance
        self.scope = scope
        self.callees = callees
        self.cost = 1

    # Objects: a path from a variable through indices, members and pointers to something scalar.

    def index(self, count):
        """An expression of some value from 0 to count - 1."""
        if count == 1:
            return "0"
        counters = [v for v in self.scope if v.bound is not None and v.bound <= count]
        way = self.chance.below(10)
        if counters and way < 5:
            return self.chance.pick(counters).name
        if way < 8:
            return str(self.chance.below(count))
        if count & (count - 1) == 0:
            return f"{self.integer(self.chance.pick([U32, I32]), 1)} & {count - 1}"
        return f"{self.integer(U32, 1)} % {count}u"

    def path(self, start=None, stop_at=None, writing=False):
        """(text, type, bit width or None) of a scalar, or of a `stop_at` type; None if none was found."""
        candidates = [v for v in self.scope if not (writing and self.is_const(v))]
        if writing and self.pure:
            candidates = [v for v in candidates if not v.is_global]
        if not candidates and start is None:
            return None
        variable = start or self.chance.pick(candidates)
        text, kind, width = variable.name, variable.type, None
        if variable.count is not None:
            text += f"[{self.index(variable.count)}]"
        for _ in range(6):
            if stop_at is not None and kind == stop_at:
                return text, kind, width
            if isinstance(kind, Struct):
                field = self.chance.pick(kind.fields)
                text, kind, width = f"{text}.{field.name}", field.type, field.width
                if field.count is not None:
                    text += f"[{self.index(field.count)}]"
            elif isinstance(kind, Pointer) and (stop_at is not None or self.chance.odds(85)):
                if writing and (kind.constant or self.pure):
                    return None
                text, kind, width = self.dereferenced(text, kind), kind.target, None
            else:
                break
        if writing and variable.readonly and kind == variable.type:
            return None
        return (text, kind, width) if stop_at is None else None

    @staticmethod
    def is_const(variable):
        """Readonly scalars and arrays; a pointer that may not be changed can still be written through."""
        return variable.readonly and not isinstance(variable.type, Pointer)

    def dereferenced(self, text, kind):
        """What a pointer points to, by `*` or by an index."""
        if kind.room == 1:
            return f"(*{text})" if self.chance.odds(70) else f"{text}[0]"
        return f"{text}[{self.index(kind.room)}]"

    def scalar(self, wanted, writing=False):
        """A path to something whose type passes `wanted`, or None."""
        for _ in range(6):
            found = self.path(writing=writing)
            if found and wanted(found[1]):
                return found
        return None

    # Integers.

    def integer(self, kind, depth=3):
        """An expression of an integer type, promotions apart."""
        self.cost += 1
        if depth <= 0:
            return self.integer_leaf(kind)
        way = self.chance.weighted({
            "leaf": 14, "arithmetic": 30, "shift": 8, "divide": 7, "bits": 8, "compare": 8, "logic": 5,
            "choose": 7, "convert": 10, "float": 5, "call": 8, "bounded": 6, "comma": 1, "unary": 6,
            "builtin": 4, "tagged": 3,
        })
        return getattr(self, f"integer_{way}")(kind, depth - 1)

    def integer_leaf(self, kind, _depth=0):
        if self.chance.odds(25):
            return literals.integer(self.chance, kind)
        found = self.scalar(lambda t: isinstance(t, Int))
        if found is None:
            return literals.integer(self.chance, kind)
        text, actual, width = found
        return text if actual == kind and width is None else f"({kind.name}){text}"

    def integer_arithmetic(self, kind, depth):
        operator = self.chance.pick(["+", "-", "*", "+", "-"])
        wide = U64 if kind.bits == 64 else U32
        a, b = self.integer(kind, depth), self.integer(self.chance.pick([kind, kind, wide]), depth)
        return f"({kind.name})(({wide.name})({a}) {operator} ({wide.name})({b}))"

    def integer_bits(self, kind, depth):
        operator = self.chance.pick(["&", "|", "^"])
        return f"({kind.name})(({self.integer(kind, depth)}) {operator} ({self.integer(kind, depth)}))"

    def integer_shift(self, kind, depth):
        amount = self.integer(self.chance.pick(INTS), depth - 1) if self.chance.odds(60) else None
        count = f"(({amount}) & {kind.bits - 1})" if amount else str(self.chance.below(kind.bits))
        value = self.integer(kind, depth)
        if self.chance.odds(50):
            return f"({kind.name})(({kind.name})({value}) >> {count})"
        wide = U64 if kind.bits == 64 else U32
        return f"({kind.name})(({wide.name})({value}) << {count})"

    def integer_divide(self, kind, depth):
        if self.chance.odds(40):
            divisor = literals.edge(self.chance, kind)
            if divisor not in (0, -1):
                text = literals.spelled(divisor, kind)
                operator = self.chance.pick(["/", "%"])
                dividend = f"({kind.name})({self.integer(kind, depth)})"
                return f"({kind.name})({dividend} {operator} ({kind.name})({text}))"
        function = self.chance.pick(["div", "rem"])
        return f"{function}_{kind.name}({self.integer(kind, depth)}, {self.integer(kind, depth)})"

    def integer_unary(self, kind, depth):
        wide = U64 if kind.bits == 64 else U32
        operator = self.chance.pick(["~", "-", "!"])
        return f"({kind.name})({operator}({wide.name})({self.integer(kind, depth)}))"

    def integer_compare(self, kind, depth):
        return f"({kind.name})({self.condition(depth)})"

    def integer_logic(self, kind, depth):
        operator = self.chance.pick(["&&", "||"])
        return f"({kind.name})({self.condition(depth)} {operator} {self.condition(depth)})"

    def integer_choose(self, kind, depth):
        return f"({self.condition(depth)} ? {self.integer(kind, depth)} : {self.integer(kind, depth)})"

    def integer_comma(self, kind, depth):
        return f"({self.integer(kind, 0)}, {self.integer(kind, depth)})"

    def integer_convert(self, kind, depth):
        other = self.chance.pick(INTS)
        return f"({kind.name})({other.name})({self.integer(other, depth)})"

    def integer_float(self, kind, depth):
        source = self.chance.pick([F32, F64])
        if self.chance.odds(30):
            bits = f"{source.name}_bits({self.floating(source, depth)})"
        else:
            target = self.chance.pick([I32, U32, I64, U64])
            bits = f"{source.name}_to_{target.name}({self.floating(source, depth)})"
        return f"({kind.name}){bits}"

    def integer_call(self, kind, depth):
        call = self.call_pure(lambda t: isinstance(t, Int), depth)
        return f"({kind.name}){call}" if call else self.integer_leaf(kind)

    def integer_tagged(self, kind, _depth):
        unions = [v for v in self.scope if isinstance(v.type, Tagged) and not v.volatile]
        if not unions:
            return self.integer_leaf(kind)
        variable = self.chance.pick(unions)
        place = variable.name + (f"[{self.index(variable.count)}]" if variable.count is not None else "")
        return f"({kind.name})read_{variable.type.name}(&{place})"

    def integer_builtin(self, kind, depth):
        wide = self.chance.odds(50)
        value = self.integer(U64 if wide else U32, depth)
        name = self.chance.pick(["popcount", "clz", "ctz", "bswap", "parity", "ffs"])
        cast = "u64" if wide else "u32"
        if name == "bswap":
            return f"({kind.name})__builtin_bswap{64 if wide else 32}(({cast})({value}))"
        if name in ("clz", "ctz"):
            value = f"({value}) | {1 << self.chance.below(31)}u"
        suffix = "ll" if wide else ""
        return f"({kind.name})__builtin_{name}{suffix}(({cast})({value}))"

    def integer_bounded(self, kind, depth):
        wide = self.chance.pick([I32, I64])
        text, _, _ = self.bounded(wide, min(depth, 2))
        return f"({kind.name})({text})"

    def bounded(self, kind, depth):
        """(text, low, high): plain signed arithmetic that is known not to overflow."""
        if depth <= 0:
            if self.chance.odds(30):
                value = self.chance.between(-99, 999)
                return f"({literals.spelled(value, kind)})", value, value
            if self.chance.odds(50):
                high = self.chance.pick([15, 127, 1023])
                return f"(({kind.name})({self.integer(kind, 0)}) & {high})", 0, high
            limit = self.chance.pick([10, 37, 1000])
            return f"(({kind.name})({self.integer(kind, 0)}) % {limit})", 1 - limit, limit - 1
        a, a_low, a_high = self.bounded(kind, depth - 1)
        b, b_low, b_high = self.bounded(kind, depth - 1)
        operator = self.chance.pick(["+", "-", "*"])
        if operator == "+":
            low, high = a_low + b_low, a_high + b_high
        elif operator == "-":
            low, high = a_low - b_high, a_high - b_low
        else:
            corners = [x * y for x in (a_low, a_high) for y in (b_low, b_high)]
            low, high = min(corners), max(corners)
        if low < kind.low or high > kind.high:
            return a, a_low, a_high
        return f"({a} {operator} {b})", low, high

    def condition(self, depth):
        """An expression that is 0 or 1."""
        way = self.chance.below(10)
        operator = self.chance.pick(COMPARISONS)
        if way < 6:
            kind = self.chance.pick(INTS)
            return f"(({self.integer(kind, depth)}) {operator} ({self.integer(kind, depth)}))"
        if way < 8:
            kind = self.chance.pick([F32, F64])
            return f"(({self.floating(kind, depth)}) {operator} ({self.floating(kind, depth)}))"
        if way == 8:
            return f"(!({self.integer(self.chance.pick(INTS), depth)}))"
        found = self.scalar(lambda t: isinstance(t, Pointer) and not t.constant)
        other = found and self.program.address_constant(found[1])
        return f"({found[0]} {operator[-2:] if operator in ('==', '!=') else '!='} {other})" if found else "1"

    # Floating point: only operations IEEE 754 defines to the last bit.

    def floating(self, kind, depth=2):
        """An expression of exactly a floating type."""
        self.cost += 4
        way = self.chance.weighted({"leaf": 4, "constant": 3}) if depth <= 0 else self.chance.weighted({
            "leaf": 4, "constant": 2, "operate": 10, "integer": 4, "convert": 3, "choose": 2, "negate": 2,
            "call": 2})
        if way == "leaf":
            found = self.scalar(lambda t: isinstance(t, Float))
            if found:
                return found[0] if found[1] == kind else f"({kind.name}){found[0]}"
        elif way == "operate":
            operator = self.chance.pick(["+", "-", "*", "/"])
            return f"({self.floating(kind, depth - 1)} {operator} {self.floating(kind, depth - 1)})"
        elif way == "integer":
            return f"({kind.name})({self.integer(self.chance.pick(INTS), depth - 1)})"
        elif way == "convert":
            other = F32 if kind == F64 else F64
            return f"({kind.name})({self.floating(other, depth - 1)})"
        elif way == "choose":
            parts = self.floating(kind, depth - 1), self.floating(kind, depth - 1)
            return f"({self.condition(depth - 1)} ? {parts[0]} : {parts[1]})"
        elif way == "negate":
            name = "fabs" if kind == F64 else "fabsf"
            inner = self.floating(kind, depth - 1)
            return f"(-{inner})" if self.chance.odds(60) else f"__builtin_{name}({inner})"
        elif way == "call":
            call = self.call_pure(lambda t: isinstance(t, Float), depth - 1)
            if call:
                return f"({kind.name}){call}"
        return literals.floating(self.chance, kind)

    # Everything else.

    def struct_value(self, kind):
        """A value of a structure type: an object, a pointer's target, a result, a choice of two."""
        if self.chance.odds(25):
            call = self.call_pure(lambda t: t == kind, 1)
            if call:
                return call
        if self.chance.odds(12):
            return f"({self.condition(1)} ? {self.struct_object(kind)} : {self.struct_object(kind)})"
        return self.struct_object(kind)

    def struct_object(self, kind, writing=False):
        """A path to an object of a structure type; a global one exists for each."""
        for _ in range(6):
            found = self.path(stop_at=kind, writing=writing)
            if found:
                return found[0]
        return self.program.object_of(kind)

    def pointer(self, kind, level=0):
        """An address for a pointer declared in a block of this level: 0 is for what outlives all blocks."""
        if self.chance.odds(35):
            text = self.pointer_copied(kind, level)
            if text:
                return text
        candidates = []
        for v in self.scope:
            if v.volatile or v.level > level or (v.readonly and not kind.constant):
                continue
            if v.type == kind.target and (v.count or 1) >= kind.room:
                candidates.append(v)
        if candidates and self.chance.odds(80):
            variable = self.chance.pick(candidates)
            if variable.count is None:
                return f"&{variable.name}"
            if variable.count == kind.room and self.chance.odds(50):
                return variable.name
            offset = self.index(variable.count - kind.room + 1)
            if self.chance.odds(60):
                return f"&{variable.name}[{offset}]"
            return f"({variable.name} + ({offset}))"
        return self.program.address_constant(kind)

    def pointer_copied(self, kind, level):
        """The value of another pointer: members and elements last, local variables as long as their block."""
        found = self.scalar(lambda t: isinstance(t, Pointer) and t.target == kind.target
                            and t.room >= kind.room and t.constant <= kind.constant)
        if found is None or any(v.name == found[0] and v.level > level for v in self.scope):
            return None
        return found[0]

    def value(self, kind, depth=2):
        """An expression of any type."""
        if kind == FLAG:
            return self.condition(depth)
        if isinstance(kind, Int):
            return self.integer(kind, depth)
        if isinstance(kind, Float):
            return self.floating(kind, depth)
        if isinstance(kind, Pointer):
            return self.pointer(kind)
        return self.struct_value(kind)

    def arguments(self, parameters, depth):
        """The arguments of a call, cast where a prototype would not be enough."""
        return ", ".join(self.value(p.type, depth) for p in parameters)

    def call_pure(self, wanted, depth):
        """A call of a pure function whose result passes `wanted`, or None."""
        functions = [f for f in self.callees if f.pure and wanted(f.result) and f.cost + self.cost < 4000]
        if not functions:
            return None
        function = self.chance.pick(functions)
        self.cost += function.cost
        return f"{function.name}({self.arguments(function.parameters, max(depth - 1, 0))})"
