"""A whole program: structures, globals, functions, features, and a main that prints checksums."""

from . import literals, prelude
from .chance import Chance
from .kinds import (F32, F64, FLAG, I32, INTS, U64, Field, Float, Function, Int, Pointer, Struct, Tagged,
                    Variable, declare)
from .statements import Body


class Program:
    """Generates one program from a seed. `features` are functions that add fixed-purpose parts."""

    def __init__(self, seed, is_cplusplus, features):
        self.chance = Chance(seed * 2 + is_cplusplus)
        self.is_cplusplus = is_cplusplus
        self.structs, self.unions, self.globals, self.functions = [], [], [], []
        self.type_text, self.global_text, self.function_text = [], [], []
        self.entries = []
        self.features = features
        self.numbers = 0

    def number(self):
        """A number no other name has."""
        self.numbers += 1
        return self.numbers

    def float_kind(self):
        return self.chance.pick([F32, F64])

    def pointer_kind(self, constant=False):
        """Some pointer type; structures only singly."""
        if self.structs and self.chance.odds(40):
            return Pointer(self.chance.pick(self.structs), self.chance.pick([1, 1, 2]), constant)
        return Pointer(self.chance.pick(INTS), self.chance.pick([1, 1, 2, 4, 8]), constant)

    # Types.

    def struct_new(self):
        """Defines a structure, sometimes a big one, of everything defined so far."""
        name = f"S{self.number()}"
        fields = [Field("a", self.chance.pick(INTS))]
        for position in range(self.chance.weighted({1: 4, 2: 5, 3: 5, 5: 5, 8: 3, 12: 1})):
            fields.append(self.field_new(f"m{position}"))
        fields = self.chance.some(fields, len(fields))
        kind = Struct(name, tuple(fields))
        lines = [f"typedef struct {name} {{"] + [f"    {self.member(f)};" for f in fields] + [f"}} {name};"]
        lines += [f"NOINLINE static void mix_{name}(const {name} *p)", "{"]
        lines += [f"    {self.member_mixed(f)}" for f in fields] + ["}"]
        self.type_text.append("\n".join(lines))
        self.structs.append(kind)

    def field_new(self, name):
        way = self.chance.weighted({"int": 8, "bits": 6, "float": 2, "array": 3, "pointer": 4, "struct": 3,
                                    "tagged": 1, "flag": 1, "pointers": 1})
        if way == "bits":
            kind = self.chance.pick(INTS + [FLAG])
            return Field(name, kind, width=self.chance.between(1, kind.bits))
        if way == "float":
            return Field(name, self.float_kind())
        if way == "array":
            return Field(name, self.chance.pick(INTS), count=self.chance.pick([1, 2, 3, 4, 7, 8, 20]))
        if way == "pointer":
            return Field(name, self.pointer_kind())
        if way == "pointers":
            return Field(name, self.pointer_kind(), count=self.chance.pick([2, 3]))
        if way == "struct" and self.structs:
            count = self.chance.pick([None, None, 2])
            return Field(name, self.chance.pick(self.structs[-3:]), count=count)
        if way == "tagged" and self.unions:
            return Field(name, self.chance.pick(self.unions))
        return Field(name, FLAG if way == "flag" else self.chance.pick(INTS))

    @staticmethod
    def member(field):
        bits = f" : {field.width}" if field.width is not None else ""
        return declare(field.type, field.name, field.count) + bits

    @staticmethod
    def mixed(kind, place):
        """A statement that adds an object to the checksum."""
        if isinstance(kind, Int):
            return f"mix({place});"
        if isinstance(kind, Float):
            return f"mix({kind.name}_bits({place}));"
        if isinstance(kind, Tagged):
            return f"mix(read_{kind.name}(&{place}));"
        if isinstance(kind, Struct):
            return f"mix_{kind.name}(&{place});"
        if isinstance(kind.target, Int):
            return f"for (int i = 0; i < {kind.room}; i++) {{ mix(({place})[i]); }}"
        field = next(f for f in kind.target.fields if isinstance(f.type, Int) and f.count is None)
        return f"mix(({place})[{kind.room - 1}].{field.name});"

    def member_mixed(self, field):
        place = f"p->{field.name}"
        if field.count is None:
            return self.mixed(field.type, place)
        return f"for (int n = 0; n < {field.count}; n++) {{ {self.mixed(field.type, place + '[n]')} }}"

    def union_new(self):
        """Defines a tagged union with its reader and one writer a member."""
        name = f"U{self.number()}"
        fields = []
        for position in range(self.chance.between(2, 6)):
            field = self.field_new(f"u{position}")
            if field.width is None and not isinstance(field.type, Tagged) and not (
                    field.count and isinstance(field.type, Struct)):
                fields.append(field)
        fields = fields or [Field("u", I32)]
        lines = [f"typedef struct {name} {{", "    u32 tag;", "    union {"]
        lines += [f"        {self.member(f)};" for f in fields] + ["    } u;", f"}} {name};"]
        for tag, field in enumerate(fields):
            lines += self.union_writer(name, tag, field)
        lines += [f"NOINLINE static u64 read_{name}(const {name} *p)", "{", "    switch (p->tag) {"]
        for tag, field in enumerate(fields):
            lines.append(f"    case {tag}: return {self.union_read(field)};")
        lines += ["    default: return 12345;", "    }", "}"]
        self.type_text.append("\n".join(lines))
        self.unions.append(Tagged(name, tuple(fields)))

    def union_writer(self, name, tag, field):
        place = f"p->u.{field.name}"
        value = declare(field.type, "value")
        head = f"static void set_{name}_{field.name}({name} *p, "
        if field.count is None:
            return [f"{head}{value}) {{ p->tag = {tag}; {place} = value; }}"]
        blank = literals.initialiser(self.chance, field.type, None, self.address_constant)
        return [f"{head}int index, {value})", "{", f"    if (p->tag != {tag}) {{", f"        p->tag = {tag};",
                f"        for (int i = 0; i < {field.count}; i++) {{ {place}[i] = {blank}; }}", "    }",
                f"    {place}[index] = value;", "}"]

    def union_read(self, field):
        place = f"p->u.{field.name}"
        if field.count is not None:
            place += f"[{self.chance.below(field.count)}]"
        kind = field.type
        if isinstance(kind, Pointer):
            place, kind = f"{place}[{self.chance.below(kind.room)}]", kind.target
        if isinstance(kind, Struct):
            inner = next(f for f in kind.fields if isinstance(f.type, Int) and f.count is None)
            place, kind = f"{place}.{inner.name}", inner.type
        return f"{kind.name}_bits({place})" if isinstance(kind, Float) else f"(u64){place}"

    # Globals.

    def global_add(self, kind, count, readonly=False, volatile=False, stem="g"):
        """Defines a global with a constant initialiser."""
        value = literals.initialiser(self.chance, kind, count, self.address_constant)
        variable = Variable(f"{stem}{self.number()}", kind, count, readonly, volatile, is_global=True)
        linkage = "static " if self.chance.odds(60) or (readonly and self.is_cplusplus) else ""
        zero = not readonly and self.is_zero_possible(kind) and self.chance.odds(12)
        text = declare(kind, variable.name, count, volatile, constant=readonly)
        target = self.type_text if not self.globals_open else self.global_text
        target.append(f"{linkage}{text}{'' if zero else ' = ' + value};")
        self.globals.append(variable)
        return variable

    @staticmethod
    def is_zero_possible(kind):
        return isinstance(kind, (Int, Float))

    def global_new(self):
        way = self.chance.weighted({"int": 8, "array": 6, "struct": 4, "structs": 3, "pointer": 3,
                                    "pointers": 2, "tagged": 2, "float": 2, "table": 3, "floats": 1})
        kind, count = self.chance.pick(INTS), None
        if way in ("array", "table"):
            count = self.chance.pick([2, 3, 4, 7, 8, 8, 16, 33])
        elif way in ("float", "floats"):
            kind, count = self.float_kind(), 5 if way == "floats" else None
        elif way in ("struct", "structs") and self.structs:
            kind, count = self.chance.pick(self.structs), 4 if way == "structs" else None
        elif way in ("pointer", "pointers"):
            kind = self.pointer_kind(constant=self.chance.odds(25))
            count = self.chance.between(2, 6) if way == "pointers" else None
        elif way == "tagged" and self.unions:
            kind = self.chance.pick(self.unions)
        readonly = way == "table" or self.chance.odds(8)
        volatile = isinstance(kind, Int) and not readonly and self.chance.odds(10)
        self.global_add(kind, count, readonly, volatile)

    def address_constant(self, kind):
        """The address of a static object with room for a pointer type, as a constant expression."""
        fitting = [v for v in self.globals if v.type == kind.target and (v.count or 1) >= kind.room
                   and not v.volatile and (kind.constant or not v.readonly)]
        if not fitting or self.chance.odds(10):
            fitting = [self.global_add(kind.target, kind.room + self.chance.below(4))]
        variable = self.chance.pick(fitting)
        if variable.count is None:
            return f"&{variable.name}"
        offset = self.chance.below(variable.count - kind.room + 1)
        return f"&{variable.name}[{offset}]"

    def object_of(self, kind):
        """The name of a writable global of a type."""
        fitting = [v for v in self.globals if v.type == kind and v.count is None and not v.readonly]
        return (fitting[0] if fitting else self.global_add(kind, None)).name

    # Functions.

    def parameter_kind(self, pure):
        way = self.chance.weighted({"int": 10, "float": 3, "struct": 4, "pointer": 4})
        if way == "float":
            return self.float_kind()
        if way == "struct" and self.structs:
            return self.chance.pick(self.structs)
        if way == "pointer":
            return self.pointer_kind(constant=pure or self.chance.odds(25))
        return self.chance.pick(INTS)

    def function_new(self, pure):
        """Defines one function that may call those before it."""
        name = f"{'pure' if pure else 'work'}_{self.number()}"
        count = self.chance.weighted({0: 1, 1: 4, 2: 6, 3: 5, 5: 3, 7: 2, 9: 2, 13: 1})
        parameters = [Variable(f"p{i}", self.parameter_kind(pure), level=1) for i in range(count)]
        result = self.result_kind(pure)
        body = Body(self, list(self.globals) + parameters, list(self.functions), pure, result)
        for _ in range(self.chance.between(1, 6)):
            body.local()
        if not pure and self.chance.odds(35):
            self.static_local(body)
        body.statements(self.chance.between(2, 10 if pure else 14))
        if result is not None:
            body.line(f"return {body.value(result, 2)};")
        attribute = self.chance.weighted({"NOINLINE static": 6, "static": 5, "static inline": 3,
                                          "static ALWAYS": 1})
        typed = ", ".join(declare(p.type, p.name) for p in parameters) or "void"
        returned = declare(result, "") if result else "void "
        head = f"{attribute} {returned}{name}({typed})"
        self.function_text.append("\n".join([head, "{", *body.lines, "}"]))
        self.functions.append(Function(name, result, parameters, pure, body.total + 10))

    def result_kind(self, pure):
        way = self.chance.weighted({"int": 12, "float": 3, "struct": 4, "pointer": 2, "none": 2})
        if way == "struct" and self.structs:
            return self.chance.pick(self.structs)
        if way == "pointer" and not pure:
            return self.pointer_kind(constant=self.chance.odds(30))
        if way == "none" and not pure:
            return None
        return self.float_kind() if way == "float" else self.chance.pick(INTS)

    def static_local(self, body):
        """A static object in a function: it keeps its value from call to call."""
        kind = self.chance.pick(INTS + self.structs)
        name = body.name("s")
        value = literals.initialiser(self.chance, kind, None, self.address_constant)
        body.line(f"static {declare(kind, name)} = {value};")
        body.scope.append(Variable(name, kind, is_global=True))

    # The whole.

    def main_lines(self):
        body = Body(self, list(self.globals), [], pure=False)
        body.line('output_hex("start", checksum);')
        parts = [(f.name, f) for f in self.functions] + [(e, None) for e in self.entries]
        for name, function in self.chance.some(parts, len(parts)):
            if function is None:
                body.line(f"mix({name}({body.integer(U64, 1)}));")
            else:
                body.callees = [function]
                arguments = body.arguments(function.parameters, 1)
                body.use_result(function.result, f"{name}({arguments})")
            body.line(f'output_hex("{name}", checksum);')
        for v in self.globals:
            if v.count is None:
                body.line(self.mixed(v.type, v.name))
            else:
                body.line(f"for (int n = 0; n < {v.count}; n++) {{ {self.mixed(v.type, v.name + '[n]')} }}")
        body.line('output_hex("end", checksum);')
        body.line("return (int)(checksum & 63);")
        return body.lines

    def text(self):
        """The program."""
        self.globals_open = False
        for _ in range(self.chance.between(2, 6)):
            self.struct_new()
            if self.chance.odds(35):
                self.union_new()
        self.globals_open = True
        for _ in range(self.chance.between(4, 14)):
            self.global_new()
        for _ in range(self.chance.between(1, 4)):
            self.function_new(pure=True)
        for feature in self.chance.some(self.features, self.chance.between(2, 5)):
            self.function_text.append(feature(self))
        for _ in range(self.chance.between(1, 4)):
            self.function_new(pure=False)
        main = "\n".join(["int main(void)", "{", *self.main_lines(), "}"])
        parts = [prelude.text(self.is_cplusplus), *self.type_text, *self.global_text,
                 *self.function_text, main]
        return "\n".join(parts) + "\n"
