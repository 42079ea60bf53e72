"""Random C that copies structures holding capabilities by every route, compiled at every level.

usage: copy_property.py SEED COUNT

The programs have no eight-byte numbers, so in correct IR no integer of eight bytes is loaded or stored
where a capability fits, nor made from a pointer: whatever holds a capability moves as ptr, through memcpy
or through memmove. (Loops over bytes promise nothing; LLVM makes misaligned integers of some.)
"""

import random
import re
import subprocess
import sys

LEVELS = ["-O0", "-O1", "-O2", "-O3", "-Os", "-Oz"]
FORBIDDEN = [
    (re.compile(r"\bptrtoint \(?ptr .* to i64\b"), "a capability becomes an i64"),
    (re.compile(r"\binttoptr \(?i64\b"), "an i64 becomes a capability"),
    (re.compile(r"\b(load|store) <"), "a vector moves"),
    (re.compile(r"@cheriot\.mem"), "a hidden copy was left"),
    (re.compile(r"(load ptr,|store ptr ).*align [124]\b"), "a capability is misaligned"),
]


LOAD = re.compile(r"(%[\w.]+) = load (?:volatile )?i(?:64|128), .*align (\d+)")
STORE = re.compile(r"store (?:volatile )?i(?:64|128) (%?[\w.]+), .*align (\d+)")


class Program:
    """One translation unit."""

    def __init__(self, generator):
        self.random = generator
        self.lines = ["typedef __SIZE_TYPE__ size_t;",
                      "void *memcpy(void *, const void *, size_t);",
                      "void *memmove(void *, const void *, size_t);",
                      "void sink(void *);"]
        self.structures = []
        for number in range(generator.randint(2, 4)):
            self.structure_add(number)
        for number in range(generator.randint(4, 8)):
            self.function_add(number)

    def text(self):
        return "\n".join(self.lines) + "\n"

    def field(self, name):
        """One member: often a pointer, always something small otherwise."""
        kinds = ["void *{0};", "void *{0};", "int {0};", "short {0};", "char {0};",
                 "char {0}[{1}];", "void *{0}[{1}];", "int {0}[{1}];",
                 "union {{ void *p; struct {{ unsigned low, high; }} w; char b[8]; }} {0};"]
        if self.structures:
            kinds.append("struct %s {0};" % self.random.choice(self.structures))
        return self.random.choice(kinds).format(name, self.random.randint(1, 9))

    def structure_add(self, number):
        fields = ["void *p0;"] + [self.field(f"f{i}") for i in range(self.random.randint(0, 5))]
        self.random.shuffle(fields)
        self.lines.append("struct S%d { %s };" % (number, " ".join(fields)))
        self.structures.append(f"S{number}")

    def statement(self, structure, depth):
        size = f"sizeof(struct {structure})"
        simple = [
            "*a = *b;",
            "t = *a; *a = *b; *b = t;",
            "t = *b; t.p0 = a->p0; *a = t;",
            f"memcpy(a, b, {size});",
            f"memmove(a, b, {size});",
            f"memcpy(&t, b, {size}); memcpy(a, &t, {size});",
            f"memcpy(buffer, a, {size}); memcpy(b, buffer, {size});",
            f"memcpy(raw, a, {size}); memcpy(b, raw, {size});",
            "memcpy(a, b, n & 63);",
            "for (int i = 0; i < n; i++) a[i] = b[i];",
            "for (int i = 0; i < n; i++) a[i].p0 = b[n - i].p0;",
            f"for (size_t i = 0; i < {size}; i++) ((char *)a)[i] = ((char *)b)[i];",
            "for (int i = 0; i < 4; i++) ((void **)a)[i] = ((void **)b)[i];",
            "sink(&t);",
            "t = n & 1 ? *a : *b; *b = t;",
            "{ struct { struct %s x, y; } pair = { *a, *b }; *a = pair.y; *b = pair.x; }" % structure,
        ]
        if depth == 0:
            return self.random.choice(simple)
        inner = " ".join(self.statement(structure, 0) for _ in range(self.random.randint(1, 3)))
        frames = ["if (n > 3) {{ {0} }}", "for (int k = 0; k < n; k++) {{ {0} }}",
                  "switch (n) {{ case 1: {{ {0} }} break; case 2: *a = t; default: t = *b; }}",
                  "{{ {0} }}"]
        return self.random.choice(frames).format(inner)

    def function_add(self, number):
        structure = self.random.choice(self.structures)
        body = [self.statement(structure, self.random.randint(0, 1))
                for _ in range(self.random.randint(1, 4))]
        inline = self.random.choice(["", "static inline "])
        self.lines += [
            f"{inline}struct {structure} f{number}(struct {structure} *a, struct {structure} *b, int n)",
            "{",
            f"    struct {structure} t = *a;",
            f"    _Alignas(8) char buffer[sizeof(t)];",
            f"    char raw[sizeof(t)];",
            "    " + "\n    ".join(body),
            "    sink(buffer); sink(raw);" if self.random.random() < 0.2 else "    (void)buffer;",
            "    return t;",
            "}",
        ]
        if inline:
            self.lines.append(
                f"struct {structure} g{number}(struct {structure} *a, int n)"
                f" {{ struct {structure} l = f{number}(a, a + 1, n); return f{number}(&l, a, 2); }}")


def check(seed):
    source = Program(random.Random(seed)).text()
    for level in LEVELS:
        for extra in ([], ["-fno-strict-aliasing"], ["-ffreestanding"]):
            if extra and level not in ("-O2", "-Os"):
                continue
            command = ["griotte-toolchain", "cc", level, *extra, "-w", "-S", "-emit-llvm", "-x", "c",
                       "-", "-o", "-"]
            result = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
            problem = result.stderr if result.returncode != 0 else fault_find(result.stdout)
            if problem:
                sys.exit(f"seed {seed}, {' '.join([level, *extra])}: {problem}\n{source}")


def fault_find(text):
    for function in text.split("\ndefine ")[1:]:
        loads = {match[1]: int(match[2]) for match in LOAD.finditer(function)}
        stores = {match[1]: int(match[2]) for match in STORE.finditer(function)}
        for value in loads.keys() | stores.keys():
            if loads.get(value, 8) >= 8 and stores.get(value, 8) >= 8:
                return f"eight bytes move as an integer: {value} in {function}"
        for line in function.splitlines():
            for pattern, what in FORBIDDEN:
                if pattern.search(line):
                    return f"{what}: {line.strip()}"
    return ""


def main():
    first, count = int(sys.argv[1]), int(sys.argv[2])
    for seed in range(first, first + count):
        check(seed)
    print(f"{count} programs at {len(LEVELS)} levels: no tag lost")


if __name__ == "__main__":
    main()
