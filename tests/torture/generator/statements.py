"""Statements: one a line, so that a failing program can be reduced by taking lines away.

Loops count with variables nothing else writes, and every block keeps an estimate of what it costs, so
that a program ends soon.
"""

from . import literals
from .expressions import Expressions
from .kinds import (FLAG, I32, INTS, U32, U64, Float, Int, Pointer, Struct, Tagged, Variable, declare,
                    has_pointer)

BUDGET = 6000


class Body(Expressions):
    """The body of one function, as lines of text."""

    def __init__(self, program, scope, callees, pure, result=None):
        super().__init__(program, scope, callees, pure)
        self.result = result
        self.lines = []
        self.level = 1
        self.names = 0
        self.times = 1
        self.total = 0
        self.loops = 0
        self.in_loop = False

    # Text.

    def line(self, text):
        self.lines.append("    " * self.level + text)
        self.total += self.times * self.cost
        self.cost = 1

    def name(self, stem):
        self.names += 1
        return f"{stem}{self.names}"

    def affordable(self, cost):
        """Whether something that costs this much may still happen here."""
        return self.total + self.times * cost < BUDGET

    # Declarations.

    def local(self):
        """Declares one local object and brings it into scope."""
        name = self.name("v")
        way = self.chance.weighted({"int": 10, "float": 3, "array": 4, "struct": 5, "pointer": 4,
                                    "structs": 2, "tagged": 2, "pointers": 1})
        kind, count = self.chance.pick(INTS), None
        if way == "float":
            kind = self.program.float_kind()
        elif way == "array":
            count = self.chance.pick([1, 2, 3, 4, 5, 8, 8, 16])
        elif way in ("struct", "structs") and self.program.structs:
            kind = self.chance.pick(self.program.structs)
            count = self.chance.pick([2, 3, 4]) if way == "structs" else None
        elif way == "pointer" and not self.pure:
            self.local_pointer(name)
            return
        elif way == "tagged" and self.program.unions:
            kind = self.chance.pick(self.program.unions)
        elif way == "pointers":
            kind, count = self.program.pointer_kind(constant=self.chance.odds(30)), self.chance.between(1, 5)
        volatile = isinstance(kind, Int) and self.chance.odds(6)
        variable = Variable(name, kind, count, volatile=volatile, level=self.level)
        self.line(f"{declare(kind, name, count, volatile)} = {self.local_initialiser(kind, count)};")
        self.scope.append(variable)

    def local_pointer(self, name):
        """A pointer to a static object or to a local one declared before it."""
        kind = self.program.pointer_kind(constant=self.chance.odds(20))
        self.line(f"{declare(kind, name)} = {self.pointer(kind, self.level)};")
        self.scope.append(Variable(name, kind, level=self.level))

    def local_initialiser(self, kind, count):
        if count is not None:
            if self.chance.odds(30) and not has_pointer(kind):
                return "{" + self.local_initialiser(kind, None) + "}" if isinstance(kind, Int) else "{}"
            return "{" + ", ".join(self.local_initialiser(kind, None) for _ in range(count)) + "}"
        if isinstance(kind, Int):
            return f"({kind.name})({self.integer(kind, 1)})"
        if isinstance(kind, Float):
            return self.floating(kind, 1)
        if isinstance(kind, Struct):
            return self.struct_value(kind) if self.chance.odds(40) else self.fields_initialiser(kind)
        return literals.initialiser(self.chance, kind, None, self.program.address_constant)

    def fields_initialiser(self, kind):
        """A braced initialiser that computes the plain members."""
        parts = []
        for field in kind.fields:
            if field.width is not None:
                parts.append(literals.bit_field(self.chance, field.type, field.width))
            elif field.count is None and isinstance(field.type, (Int, Float)) and field.type != FLAG:
                parts.append(self.local_initialiser(field.type, None))
            else:
                parts.append(literals.initialiser(self.chance, field.type, field.count,
                                                  self.program.address_constant))
        return "{" + ", ".join(parts) + "}"

    # Blocks.

    def block(self, count, declarations=None, before=None):
        """`{ … }` with its own declarations; what it declares is gone after it."""
        self.lines[-1] += " {" if self.lines and before is None else ""
        self.level += 1
        outer = len(self.scope)
        for _ in range(self.chance.below(3) if declarations is None else declarations):
            self.local()
        self.statements(count)
        del self.scope[outer:]
        self.level -= 1
        self.line("}")

    def statements(self, count):
        for _ in range(count):
            self.statement()

    def statement(self):
        """One random statement."""
        if self.level > 5 or not self.affordable(200):
            self.assign()
            return
        way = self.chance.weighted({
            "assign": 30, "branch": 10, "count_loop": 7, "while_loop": 3, "switch": 5, "copy": 7, "step": 5,
            "call": 8, "repoint": 6, "jump": 3, "tag": 4, "mix": 6, "block": 2, "move": 3, "leave": 3,
            "return": 2})
        getattr(self, f"{way}_statement" if way not in ("assign",) else way)()

    def assign(self):
        """`place = value`, or a compound assignment."""
        found = self.path(writing=True)
        if found is None:
            return
        text, kind, width = found
        if isinstance(kind, Int):
            self.assign_integer(text, kind, width)
        elif isinstance(kind, Float):
            operator = self.chance.pick(["=", "=", "+=", "-=", "*="])
            self.line(f"{text} {operator} {self.floating(kind, 2)};")
        elif isinstance(kind, Pointer):
            self.repoint_statement()
        elif isinstance(kind, Tagged):
            self.set_tagged(text, kind)

    def assign_integer(self, text, kind, width):
        if kind == FLAG:
            self.line(f"{text} = {self.condition(1)};")
        elif self.chance.odds(60):
            self.line(f"{text} = {self.integer(kind, 3)};")
        elif self.chance.odds(20) and width is None:
            amount = self.integer(U32, 1)
            operator = ">>=" if kind.signed or self.chance.odds(50) else "<<="
            self.line(f"{text} {operator} ({amount}) & {min(kind.bits, 16) - 1};")
        else:
            wide = U64 if kind.bits == 64 or width is not None else U32
            operator = self.chance.pick(["+=", "-=", "*=", "|=", "&=", "^="])
            self.line(f"{text} {operator} ({wide.name})({self.integer(kind, 2)});")

    # One method a kind of statement.

    def step_statement(self):
        found = self.scalar(lambda t: isinstance(t, Int) and not t.signed and t != FLAG, writing=True)
        if found:
            step = self.chance.pick(["++", "--"])
            self.line(f"{found[0]}{step};" if self.chance.odds(50) else f"{step}{found[0]};")

    def branch_statement(self):
        self.line(f"if ({self.condition(2)})")
        self.block(self.chance.between(1, 3))
        if self.chance.odds(45):
            self.lines[-1] += " else"
            self.block(self.chance.between(1, 3))

    def loop_body(self, times, count):
        """A block that happens `times` times, where `break` and `continue` may be said."""
        saved = self.times, self.in_loop
        self.times, self.in_loop = self.times * times, True
        self.block(count)
        self.times, self.in_loop = saved

    def count_loop_statement(self):
        times = self.chance.pick([2, 3, 4, 5, 7, 8, 10, 16])
        if not self.affordable(times * 30):
            return
        name, kind = self.name("n"), self.chance.pick([I32, U32, I32, INTS[0], U64])
        way = self.chance.below(3)
        if way == 0:
            head = f"for ({kind.name} {name} = 0; {name} < {times}; {name}++)"
        elif way == 1:
            head = f"for (i32 {name} = {times - 1}; {name} >= 0; {name}--)"
        else:
            head = f"for ({kind.name} {name} = 0; {name} != {times * 3}; {name} += 3)"
        self.line(head)
        counter = Variable(name, I32 if way == 1 else kind, readonly=True, bound=times if way < 2 else None,
                           level=self.level + 1)
        self.scope.append(counter)
        self.loop_body(times, self.chance.between(1, 4))
        self.scope.remove(counter)

    def while_loop_statement(self):
        times = self.chance.between(2, 9)
        if not self.affordable(times * 30):
            return
        name = self.name("w")
        self.line("{")
        self.level += 1
        self.line(f"u32 {name} = 0;")
        condition = f"{name}++ < {times}u" + (f" && {self.condition(1)}" if self.chance.odds(50) else "")
        is_do = self.chance.odds(40)
        self.line("do" if is_do else f"while ({condition})")
        self.loop_body(times, self.chance.between(1, 3))
        if is_do:
            self.lines[-1] += f" while ({condition});"
        self.level -= 1
        self.line("}")

    def leave_statement(self):
        if self.in_loop:
            self.line(f"if ({self.condition(1)}) {{ {self.chance.pick(['break', 'continue'])}; }}")

    def return_statement(self):
        if self.result is not None:
            self.line(f"if ({self.condition(1)}) {{ return {self.value(self.result, 2)}; }}")

    def switch_statement(self):
        kind = self.chance.pick(INTS)
        dense = self.chance.odds(50)
        count = self.chance.between(2, 12)
        if dense:
            start = max(kind.low, min(kind.high - 2 * count, literals.edge(self.chance, kind)))
            values = [start + i + (1 if i > count // 2 else 0) for i in range(count)]
            base = literals.spelled(start, kind)
            wide = U64 if kind.bits == 64 else U32
            head = (f"({kind.name})(({wide.name})({self.integer(kind, 1)}) % {count + 2}u "
                    f"+ ({wide.name})({base}))")
        else:
            values = sorted({literals.edge(self.chance, kind) for _ in range(count)})
            choices = self.chance.some(values, 4)
            head = self.integer(kind, 2)
            for choice in choices:
                head = f"{self.condition(1)} ? ({kind.name})({literals.spelled(choice, kind)}) : ({head})"
        self.line(f"switch ({head}) {{")
        saved, self.in_loop = self.in_loop, False
        self.cases(kind, values)
        self.in_loop = saved
        self.line("}")

    def cases(self, kind, values):
        default = self.chance.below(len(values) + 2)
        position = 0
        while position < len(values):
            if position == default:
                self.line("default:")
                self.switch_arm()
            first = last = position
            while self.chance.odds(30) and last + 1 < len(values) and values[last + 1] == values[last] + 1:
                last += 1
            label = literals.spelled(values[first], kind)
            if last > first:
                label += f" ... {literals.spelled(values[last], kind)}"
            self.line(f"case {label}:")
            self.switch_arm()
            position = last + 1
        if default > len(values):
            self.line("default:")
            self.switch_arm()

    def switch_arm(self):
        self.level += 1
        self.line("{")
        self.level += 1
        self.statements(self.chance.between(1, 2))
        self.level -= 1
        self.line("}")
        if self.chance.odds(75):
            self.line("break;")
        else:
            self.line(";")
        self.level -= 1

    def copy_statement(self):
        """A structure assigned, from an object, a call or through pointers."""
        if not self.program.structs:
            return
        kind = self.chance.pick(self.program.structs)
        target = self.local_struct(kind)
        if target is None:
            return
        if self.chance.odds(25):
            self.line(f"memmove(&{target}, &{self.struct_object(kind)}, sizeof({kind.name}));")
        else:
            self.line(f"{target} = {self.struct_value(kind)};")

    def local_struct(self, kind):
        """A place of a structure type this body may write: in a pure function only its own."""
        for _ in range(6):
            found = self.path(stop_at=kind, writing=True)
            if found:
                return found[0]
        return None if self.pure else self.program.object_of(kind)

    def move_statement(self):
        """Part of an array moved within it, or set."""
        arrays = [v for v in self.scope if v.count and v.count > 1 and not v.readonly and not v.volatile
                  and not (self.pure and v.is_global)]
        if not arrays:
            return
        array = self.chance.pick(arrays)
        count = self.chance.between(1, array.count)
        offsets = [self.chance.between(0, array.count - count) for _ in range(2)]
        length = f"{count} * sizeof({array.name}[0])"
        if isinstance(array.type, Int) and self.chance.odds(40):
            self.line(f"memset({array.name} + {offsets[0]}, {self.chance.below(256)}, {length});")
        else:
            self.line(f"memmove({array.name} + {offsets[0]}, {array.name} + {offsets[1]}, {length});")

    def repoint_statement(self):
        """A pointer variable or member gets another address."""
        found = self.scalar(lambda t: isinstance(t, Pointer), writing=True)
        if found is None or self.pure:
            return
        text, kind, _ = found
        level = sum(v.level for v in self.scope if v.name == text)
        self.line(f"{text} = {self.pointer(kind, level)};")

    def tag_statement(self):
        unions = [v for v in self.scope if isinstance(v.type, Tagged) and not v.readonly
                  and not (self.pure and v.is_global)]
        if unions:
            variable = self.chance.pick(unions)
            place = variable.name + (f"[{self.index(variable.count)}]" if variable.count is not None else "")
            self.set_tagged(place, variable.type)

    def set_tagged(self, place, kind):
        number = self.chance.below(len(kind.fields))
        field = kind.fields[number]
        if field.count is not None:
            for position in range(field.count):
                self.line(f"set_{kind.name}_{field.name}(&{place}, {position}, {self.value(field.type, 1)});")
        else:
            self.line(f"set_{kind.name}_{field.name}(&{place}, {self.value(field.type, 1)});")

    def jump_statement(self):
        """A goto forwards, out of however many blocks; or backwards, counted."""
        label = self.name("label")
        if self.chance.odds(60) or not self.affordable(400):
            self.line(f"if ({self.condition(1)}) {{ goto {label}; }}")
            self.statements(self.chance.between(1, 3))
            self.line(f"{label}:;")
            return
        name = self.name("again")
        self.line("{")
        self.level += 1
        self.line(f"u32 {name} = 0;")
        self.line(f"{label}:;")
        saved = self.times
        self.times *= 4
        self.statements(2)
        self.times = saved
        self.line(f"if (++{name} < 4u) {{ goto {label}; }}")
        self.level -= 1
        self.line("}")

    def call_statement(self):
        """A call of a function with effects: alone, or its result stored in a plain variable."""
        functions = [f for f in self.callees if not f.pure and self.affordable(f.cost)]
        if self.pure or not functions:
            self.assign()
            return
        function = self.chance.pick(functions)
        arguments = []
        for parameter in function.parameters:
            kind = parameter.type
            pointer = isinstance(kind, Pointer)
            arguments.append(self.pointer(kind, self.level) if pointer else self.value(kind, 2))
        self.cost += function.cost
        self.use_result(function.result, f"{function.name}({', '.join(arguments)})")

    def use_result(self, kind, call):
        """A statement that makes a call and stores or mixes what it returns."""
        plain = [v for v in self.scope if v.type == kind and v.count is None and not v.readonly]
        if kind is None:
            self.line(f"{call};")
        elif plain and self.chance.odds(60):
            self.line(f"{self.chance.pick(plain).name} = {call};")
        elif isinstance(kind, Pointer):
            target = kind.target
            self.line(f"mix_{target.name}({call});" if not isinstance(target, Int) else f"mix(*{call});")
        elif isinstance(kind, Struct):
            field = self.chance.pick([f for f in kind.fields if isinstance(f.type, Int) and f.count is None])
            self.line(f"mix(({field.type.name}){call}.{field.name});")
        elif isinstance(kind, Float):
            self.line(f"mix({kind.name}_bits({call}));")
        elif self.chance.odds(30):
            self.line(f"if ({call} & 1) {{ mix({self.chance.below(100)}); }}")
        else:
            self.line(f"mix({call});")

    def mix_statement(self):
        if self.pure:
            self.assign()
        elif self.chance.odds(25):
            kind = self.program.float_kind()
            self.line(f"mix({kind.name}_bits({self.floating(kind, 2)}));")
        else:
            self.line(f"mix({self.integer(self.chance.pick(INTS), 3)});")

    def block_statement(self):
        self.line("{")
        self.block(self.chance.between(1, 3), declarations=self.chance.between(1, 2), before=True)
