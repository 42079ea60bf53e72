"""Parts with a purpose: each feature is a function from the program to text with one entry function.

An entry has the form `static u64 name(u64 x)`; main calls it and mixes the result. Expressions inside
come from the random generator over the feature's own variables.
"""

from . import features_cplusplus, features_memory
from .expressions import Expressions
from .kinds import I32, INTS, U32, U64, Variable
from .literals import edge, integer, spelled


def all_features(is_cplusplus):
    """The features of a language."""
    shared = [varargs, recursion, dispatch_table, sparse_switch, many_arguments, state_machine,
              wide_arithmetic, bit_fields, strings, callbacks, tree_walk, float_loop, overflow_builtins, crc_table]
    shared += features_memory.FEATURES
    if is_cplusplus:
        return shared + features_cplusplus.FEATURES * 3
    return shared + features_memory.C_ONLY


def entry(program, stem):
    """A new entry function's name."""
    name = f"{stem}_{program.number()}"
    program.entries.append(name)
    return name


def expression(program, kind, names, depth=2):
    """A random expression over named local variables, given as name to type."""
    scope = [Variable(name, type_) for name, type_ in names.items()]
    return Expressions(program, scope, [], pure=True).integer(kind, depth)


def varargs(program):
    """Variable arguments of every promoted type, in a random order, also through a passed va_list."""
    chance, name = program.chance, entry(program, "varargs")
    letters = [chance.pick("iulLdpsn") for _ in range(chance.between(1, 14))]
    values = {"i": "(i32)(x >> {n})", "u": "(u32)x * {n}u", "l": "(i64)(x - {n})", "L": "x * {n}u",
              "d": "(f64)(i32)x * {n}.25", "p": "&place[{n} & 3]", "s": "pair", "n": "(i8)(x + {n})"}
    actual = ", ".join(values[c].replace("{n}", str(n + 1)) for n, c in enumerate(letters))
    middle = chance.pick(["", "u8 small, ", "f64 real, i64 wide, ", "u64 wide, u32 word, "])
    passed = {"": "", "u8 small, ": "(u8)x, ", "f64 real, i64 wide, ": "1.5, -7, ",
              "u64 wide, u32 word, ": "x, 9u, "}[middle]
    cases = {"i": "mix(__builtin_va_arg(list, i32))", "u": "mix(__builtin_va_arg(list, u32))",
             "l": "mix(__builtin_va_arg(list, i64))", "L": "mix(__builtin_va_arg(list, u64))",
             "d": "mix(f64_bits(__builtin_va_arg(list, f64)))", "p": "mix(*__builtin_va_arg(list, u16 *))",
             "s": f"{name}_t s = __builtin_va_arg(list, {name}_t); mix(s.a); mix(s.b); mix(*s.p)",
             "n": "mix(__builtin_va_arg(list, int))"}
    arms = "\n".join(f"        case '{c}': {{ {text}; break; }}" for c, text in cases.items())
    return f"""\
typedef struct {name}_t {{ u8 a; i64 b; const u16 *p; }} {name}_t;
NOINLINE static void {name}_list(const char *format, __builtin_va_list list)
{{
    for (; *format; format++) {{
        switch (*format) {{
{arms}
        }}
    }}
}}
NOINLINE static void {name}_call({middle}const char *format, ...)
{{
    __builtin_va_list list, copy;
    __builtin_va_start(list, format);
    __builtin_va_copy(copy, list);
    {name}_list(format, list);
    __builtin_va_end(list);
    {name}_list(format, copy);
    __builtin_va_end(copy);
}}
static u64 {name}(u64 x)
{{
    u16 place[4] = {{1, (u16)x, 3, 65535}};
    {name}_t pair = {{(u8)x, (i64)x >> 3, &place[1]}};
    {name}_call({passed}"{''.join(letters)}", {actual});
    {name}_call({passed}"");
    return pair.a;
}}"""


def recursion(program):
    """Mutual recursion with structures by value, arrays in the frame and addresses of callers' locals."""
    chance, name = program.chance, entry(program, "recursion")
    kind = chance.pick(INTS)
    count = chance.pick([1, 3, 8, 40])
    step = expression(program, kind, {"s.a": kind, "s.b": U64, "depth": U32})
    return f"""\
typedef struct {name}_s {{ {kind.name} a; u64 b; u64 *out; u16 c[{count}]; }} {name}_s;
static u64 {name}_odd({name}_s s, u32 depth);
NOINLINE static u64 {name}_even({name}_s s, u32 depth)
{{
    if (depth == 0) {{ return s.b ^ *s.out; }}
    u64 mine = s.b + depth;
    {name}_s t = s;
    t.a = {step};
    t.c[depth % {count}] += (u16)depth;
    if (depth & 4) {{ t.out = &mine; }}
    u64 r = {name}_odd(t, depth - 1);
    return r * 31 + s.c[depth % {count}] + mine + (u64)s.a;
}}
NOINLINE static u64 {name}_odd({name}_s s, u32 depth)
{{
    if (depth == 0) {{ return s.b - *s.out; }}
    s.b = s.b * 3 + (u64)s.a;
    *s.out += depth;
    u64 r = {name}_even(s, depth - 1);
    if (depth % 3 == 0 && depth > 2) {{ r ^= {name}_even(s, depth / 3); }}
    return r + s.c[0];
}}
static u64 {name}(u64 x)
{{
    u64 cell = x;
    {name}_s s = {{({kind.name})x, x ^ 77, &cell, {{1}}}};
    u64 r = {name}_even(s, {chance.between(3, 14)});
    return r + cell;
}}"""


def dispatch_table(program):
    """Constant and changing tables of function pointers, alone and in structures."""
    chance, name = program.chance, entry(program, "dispatch")
    a, b, r = (chance.pick(INTS) for _ in range(3))
    count = chance.pick([2, 3, 4, 8])
    functions = "\n".join(
        f"static {r.name} {name}_f{i}({a.name} a, {b.name} b) {{ return "
        f"{expression(program, r, {'a': a, 'b': b})}; }}" for i in range(count))
    names = ", ".join(f"{name}_f{i}" for i in range(count))
    slots = ", ".join(f"{{{i * 7}, {name}_f{(i * 5 + 1) % count}}}" for i in range(count))
    return f"""\
typedef {r.name} (*{name}_t)({a.name}, {b.name});
{functions}
static {name}_t const {name}_table[{count}] = {{{names}}};
static {name}_t {name}_changing[{count}] = {{{names}}};
static struct {{ u8 key; {name}_t call; }} {name}_slots[{count}] = {{{slots}}};
NOINLINE static {name}_t {name}_choose(u32 n) {{
    return n & 1 ? {name}_table[n % {count}] : {name}_slots[n % {count}].call; }}
static u64 {name}(u64 x)
{{
    u64 sum = 0;
    for (u32 i = 0; i < 12; i++) {{
        sum = sum * 33 + (u64){name}_table[(x + i) % {count}](({a.name})(x + i), ({b.name})i);
        {name}_changing[i % {count}] = {name}_choose((u32)x + i);
        sum ^= (u64){name}_changing[x % {count}](({a.name})i, ({b.name})sum);
        sum += {name}_slots[i % {count}].key;
        if ({name}_changing[i % {count}] == {name}_table[0]) {{ sum++; }}
    }}
    {name}_t chosen = sum & 1 ? {name}_f0 : {name}_f1;
    return sum + (u64)chosen(({a.name})sum, ({b.name})x);
}}"""


def sparse_switch(program):
    """A switch on a 32 or 64-bit value among constants far apart, with ranges, hit on purpose."""
    chance, name = program.chance, entry(program, "sparse")
    kind = chance.pick([I32, U32, U64, INTS[6]])
    values = sorted({edge(chance, kind) for _ in range(chance.between(4, 40))})
    table = ", ".join(spelled(v, kind) for v in values)
    arms = "\n".join(f"    case {spelled(v, kind)}: r += {chance.below(1000)}u;"
                     f"{' break;' if chance.odds(70) else ''}" for v in values)
    return f"""\
static const {kind.name} {name}_values[{len(values)}] = {{{table}}};
NOINLINE static u64 {name}_switch({kind.name} value)
{{
    u64 r = 1;
    switch (value) {{
{arms}
    default: r *= 3;
    }}
    return r;
}}
static u64 {name}(u64 x)
{{
    u64 sum = {name}_switch(({kind.name})x);
    for (u32 i = 0; i < {len(values)}; i++) {{
        sum = sum * 7 + {name}_switch({name}_values[i]) +
        {name}_switch(({kind.name})({name}_values[i] ^ 1)); }}
    return sum;
}}"""


def many_arguments(program):
    """More arguments than registers: every width, floating point, pointers, structures."""
    chance, name = program.chance, entry(program, "many")
    pool = {"i8": "(i8)(x + {n})", "u16": "(u16)(x >> {n})", "i32": "(i32)((u32)x - {n}u)",
            "u64": "x * {n}u", "i64": "-(i64)(x >> {n})",
            "f32": "(f32)(i16)x + {n}.5f", "f64": "(f64)(i32)(x >> {n}) / 3.0", "u8 *": "bytes + {n} % 8",
            f"{name}_s": "s", f"const {name}_s *": "&s"}
    kinds = [chance.pick(list(pool)) for _ in range(chance.between(5, 20))]
    typed = ", ".join(f"{kind} p{n}" for n, kind in enumerate(kinds))
    actual = ", ".join(pool[kind].replace("{n}", str(n + 1)) for n, kind in enumerate(kinds))
    mixes = {"f32": "mix(f32_bits({p}));", "f64": "mix(f64_bits({p}));", "u8 *": "mix(*{p}); *{p} += 1;",
             f"{name}_s": "mix({p}.a); mix({p}.c); {p}.a++;",
             f"const {name}_s *": "mix({p}->a); mix(*{p}->b);"}
    body = "\n".join("    " + mixes.get(kind, "mix({p});").replace("{p}", f"p{n}")
                     for n, kind in enumerate(kinds))
    return f"""\
typedef struct {name}_s {{ i16 a; u8 *b; u32 c; }} {name}_s;
NOINLINE static u32 {name}_callee({typed})
{{
{body}
    return 5;
}}
static u64 {name}(u64 x)
{{
    u8 bytes[8] = {{1, 2, 3, 4, 5, 6, 7, 8}};
    {name}_s s = {{(i16)x, &bytes[3], (u32)(x >> 9)}};
    u32 (*pointer)({typed}) = {name}_callee;
    u64 r = {name}_callee({actual});
    r += pointer({actual});
    return r + bytes[2] + (u64)s.a;
}}"""


def state_machine(program):
    """A state machine of gotos, and the same as a switch in a loop."""
    chance, name = program.chance, entry(program, "machine")
    count = chance.between(3, 8)
    arms, cases = [], []
    for n in range(count):
        targets = chance.pick(range(count)), chance.pick(range(count))
        value = expression(program, U64, {"x": U64, "steps": U32})
        mask = 1 << chance.below(20)
        step = f"x = {value}; if (++steps > 60) {{ return x; }}"
        arms.append(f"state{n}: {step} if (x & {mask}) {{ goto state{targets[0]}; }} "
                    f"goto state{targets[1]};")
        cases.append(f"        case {n}: {step} state = x & {mask} ? {targets[0]} : {targets[1]}; "
                     "break;")
    joined, cased = "\n    ".join(arms), "\n".join(cases)
    return f"""\
NOINLINE static u64 {name}_goto(u64 x)
{{
    u32 steps = 0;
    goto state0;
    {joined}
}}
NOINLINE static u64 {name}_switch(u64 x)
{{
    u32 steps = 0;
    int state = 0;
    for (;;) {{
        switch (state) {{
{cased}
        }}
    }}
}}
static u64 {name}(u64 x)
{{
    u64 a = {name}_goto(x), b = {name}_switch(x);
    return a == b ? a : 0xbad;
}}"""


def wide_arithmetic(program):
    """64-bit multiplication by parts, rotation, division by everything, carries."""
    chance, name = program.chance, entry(program, "wide")
    constants = [integer(chance, U64) for _ in range(4)]
    return f"""\
NOINLINE static u64 {name}_high(u64 a, u64 b)
{{
    u64 low = (a & 0xffffffffu) * (b & 0xffffffffu);
    u64 left = (a >> 32) * (b & 0xffffffffu) + (low >> 32);
    u64 right = (a & 0xffffffffu) * (b >> 32) + (left & 0xffffffffu);
    return (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32);
}}
NOINLINE static u64 {name}_rotate(u64 a, u32 n) {{ return a << (n & 63) | a >> (-n & 63); }}
static u64 {name}(u64 x)
{{
    static const u64 constants[4] = {{{', '.join(constants)}}};
    u64 sum = x;
    i64 total = (i64)x;
    for (u32 i = 0; i < 24; i++) {{
        u64 c = constants[i & 3] + i;
        sum = {name}_rotate(sum ^ c, i * 7) + {name}_high(sum, c);
        sum += div_u64(c, sum >> (i * 2)) ^ rem_u64(sum, c >> i);
        total = (i64)((u64)div_i64(total, (i64)(c << (i & 31))) + sum);
        total = (i64)((u64)total - (u64)rem_i64((i64)sum, (i64)c));
        sum ^= (u64)(total >> (i & 63)) + (u64)(sum < c) + (u64)((i64)sum < total);
        sum += (u32)sum / (i + 1) + (u64)((i32)sum / -7) + sum / 10 + sum % 1000003u;
    }}
    return sum ^ (u64)total;
}}"""


def bit_fields(program):
    """Bit-fields of all widths, assigned, stepped, compared and passed by value."""
    chance, name = program.chance, entry(program, "bits")
    members, lines = [], []
    for n in range(chance.between(3, 14)):
        kind = chance.pick(INTS)
        width = chance.between(1, kind.bits)
        if chance.odds(10):
            members.append(f"{kind.name} : 0;")
        members.append(f"{kind.name} b{n} : {width};")
        value = expression(program, kind, {"x": U64})
        lines += [f"s.b{n} = {value};", f"mix((i64)s.b{n});", f"s.b{n} += (u64)x; mix((u64)s.b{n});"]
        if not kind.signed:
            lines.append(f"s.b{n}++; --s.b{n}; s.b{n} ^= 5u; mix((u64)s.b{n} << 1);")
        lines.append(f"if (s.b{n}) {{ s = {name}_pass(s, (u32)x); }}")
    joined, body = "\n    ".join(members), "\n    ".join(lines)
    return f"""\
typedef struct {name}_s {{
    u8 first;
    {joined}
    u16 last;
}} {name}_s;
static {name}_s {name}_global = {{3, 1}};
NOINLINE static {name}_s {name}_pass({name}_s s, u32 n) {{ s.first += (u8)n; s.b0 = 0;
    s.last ^= (u16)n; return s; }}
static u64 {name}(u64 x)
{{
    {name}_s s = {name}_global;
    {body}
    {name}_global = s;
    return (u64)s.first + s.last + (u64)(i64){name}_global.b1;
}}"""


def strings(program):
    """String literals, tables of them, and the loops of string.h written out."""
    chance, name = program.chance, entry(program, "strings")
    words = ["".join(chance.pick("abcdefgh XYZ\\n") for _ in range(chance.below(20))) for _ in range(5)]
    quoted = ", ".join('"' + w.replace("\\n", "n").replace("\\", "") + '"' for w in words)
    return f"""\
static const char *const {name}_table[6] = {{{quoted}, 0}};
static char {name}_buffer[64] = "seed\\0after";
NOINLINE static u32 {name}_length(const char *s) {{ const char *p = s; while (*p) {{ p++; }}
    return (u32)(p - s); }}
NOINLINE static int {name}_compare(const char *a, const char *b)
{{
    while (*a && *a == *b) {{ a++; b++; }}
    return (unsigned char)*a - (unsigned char)*b;
}}
static u64 {name}(u64 x)
{{
    u64 sum = x;
    for (const char *const *p = {name}_table; *p; p++) {{
        sum = sum * 31 + {name}_length(*p);
        for (const char *const *q = p; *q; ++q) {{
            sum = sum * 3 + (u64)({name}_compare(*p, *q) < 0); }}
        char *to = {name}_buffer + {name}_length({name}_buffer);
        for (const char *from = *p; *from && to < {name}_buffer + 63; ) {{ *to++ = *from++; }}
        *to = 0;
    }}
    for (u32 i = 0; i < 64; i++) {{ sum = sum * 17 + (unsigned char){name}_buffer[i]; }}
    {name}_buffer[x & 7] = 0;
    return sum + (unsigned char)"literal"[x % 7];
}}"""


def callbacks(program):
    """A sort with a comparison function over structures, and a fold with a context pointer."""
    chance, name = program.chance, entry(program, "callbacks")
    kind = chance.pick(INTS)
    count = chance.between(3, 25)
    return f"""\
typedef struct {name}_s {{ {kind.name} key; u16 place; const u32 *from; }} {name}_s;
static const u32 {name}_origin[4] = {{11, 22, 33, 44}};
static int {name}_up(const void *a, const void *b)
{{
    const {name}_s *s = (const {name}_s *)a, *t = (const {name}_s *)b;
    return s->key < t->key ? -1 : s->key > t->key ? 1 : (int)s->place - (int)t->place;
}}
static int {name}_down(const void *a, const void *b) {{ return {name}_up(b, a); }}
NOINLINE static void {name}_sort(void *base, u32 count, u32 width, int (*compare)(const void *,
    const void *))
{{
    char *bytes = (char *)base;
    for (u32 i = 1; i < count; i++) {{
        for (u32 j = i; j > 0 && compare(bytes + (j - 1) * width, bytes + j * width) > 0; j--) {{
            {name}_s spare;
            memcpy(&spare, bytes + j * width, width);
            memmove(bytes + j * width, bytes + (j - 1) * width, width);
            memcpy(bytes + (j - 1) * width, &spare, width);
        }}
    }}
}}
static void {name}_add(void *context, const {name}_s *s) {{
    *(u64 *)context = *(u64 *)context * 5 + (u64)s->key + *s->from + s->place; }}
NOINLINE static void {name}_each({name}_s *all, u32 count, void (*visit)(void *, const {name}_s *),
    void *context)
{{
    for ({name}_s *p = all; p != all + count; ++p) {{ visit(context, p); }}
}}
static u64 {name}(u64 x)
{{
    {name}_s all[{count}];
    for (u32 i = 0; i < {count}; i++) {{
        x = x * 6364136223846793005ULL + 1442695040888963407ULL;
        all[i].key = ({kind.name})(x >> 40);
        all[i].place = (u16)i;
        all[i].from = &{name}_origin[x >> 33 & 3];
    }}
    u64 sum = 0;
    {name}_sort(all, {count}, sizeof all[0], {name}_up);
    {name}_each(all, {count}, {name}_add, &sum);
    {name}_sort(all, {count}, sizeof all[0], {name}_down);
    {name}_each(all, {count}, {name}_add, &sum);
    return sum;
}}"""


def tree_walk(program):
    """A binary tree of nodes from a pool, inserted, walked and turned inside out."""
    chance, name = program.chance, entry(program, "tree")
    count = chance.between(4, 40)
    kind = chance.pick(INTS)
    return f"""\
typedef struct {name}_n {{ {kind.name} key; struct {name}_n *left, *right, **owner; }} {name}_n;
static {name}_n {name}_pool[{count}];
NOINLINE static u64 {name}_walk(const {name}_n *n, u64 sum)
{{
    if (!n) {{ return sum * 3 + 1; }}
    sum = {name}_walk(n->left, sum);
    sum = sum * 7 + (u64)n->key + (u64)(*n->owner == n);
    return {name}_walk(n->right, sum);
}}
static void {name}_mirror({name}_n *n)
{{
    if (n) {{
        {name}_n *t = n->left;
        n->left = n->right;
        n->right = t;
        if (n->left) {{ n->left->owner = &n->left; }}
        if (n->right) {{ n->right->owner = &n->right; }}
        {name}_mirror(n->left);
        {name}_mirror(n->right);
    }}
}}
static u64 {name}(u64 x)
{{
    {name}_n *root = 0;
    for (u32 i = 0; i < {count}; i++) {{
        x = x * 6364136223846793005ULL + 1;
        {name}_n **place = &root;
        while (*place) {{ place = ({kind.name})(x >> 30) < (*place)->key ? &(*place)->left :
            &(*place)->right; }}
        {name}_n fresh = {{({kind.name})(x >> 30), 0, 0, place}};
        {name}_pool[i] = fresh;
        *place = &{name}_pool[i];
    }}
    u64 sum = {name}_walk(root, x);
    {name}_mirror(root);
    return {name}_walk(root, sum);
}}"""


def float_loop(program):
    """Floating point in loops: sums, conversions of every kind, comparisons with NaN and infinity."""
    chance, name = program.chance, entry(program, "floats")
    kind = program.float_kind().name
    suffix = "f" if kind == "f32" else ""
    start = chance.pick(["0.1", "1e-40", "3.0e30", "-5.5", "1.0"]) + suffix
    factor = chance.pick(["1.7", "-0.3", "1e5", "0.99", "3.0"]) + suffix
    return f"""\
NOINLINE static u32 {name}_compare({kind} a, {kind} b)
{{
    return (u32)(a < b) | (u32)(a <= b) << 1 | (u32)(a > b) << 2 | (u32)(a >= b) << 3 | (u32)(a ==
        b) << 4 |
           (u32)(a != b) << 5 | (u32)(!(a < b)) << 6 | (u32)(a < b || b < a) << 7;
}}
static u64 {name}(u64 x)
{{
    {kind} zero = ({kind})(x & 0), value = {start}, nan = zero / zero, infinite = ({kind})1 / zero;
    {kind} all[6] = {{value, nan, infinite, -infinite, -zero, ({kind})(i64)x}};
    u64 sum = x;
    for (u32 i = 0; i < 40; i++) {{
        value = value * {factor} + ({kind})(i32)(sum >> 40) / ({kind})(i + 1);
        sum = sum * 31 + {kind}_bits(value) + {kind}_bits(value - all[i % 6]) +
            (u64){kind}_to_i64(value);
        sum ^= {kind}_to_u32(value) + (u64){kind}_to_i32(-value) + {name}_compare(value,
            all[i % 6]);
        sum += f64_bits((f64)value * (f64)sum) ^ f32_bits((f32)value) ^ f32_bits((f32)sum) ^
            f64_bits((f64)(i64)sum);
        if (!(value < 1e30{suffix}) || !(value > -1e30{suffix})) {{ value = {start}; }}
        all[i % 6] = all[(i + 5) % 6] * {factor};
    }}
    return sum;
}}"""


def overflow_builtins(program):
    """Arithmetic that says whether it overflowed, in every type, and saturation made of it."""
    name = entry(program, "overflow")
    lines = []
    for kind in INTS:
        for operation in ("add", "sub", "mul"):
            lines.append(f"{{ {kind.name} r; sum = sum * 3 + __builtin_{operation}_overflow(({kind.name})x, "
                         f"({kind.name})y, &r); sum += (u64)r; }}")
    body = "\n        ".join(program.chance.some(lines, 14))
    return f"""\
static u64 {name}(u64 x)
{{
    u64 sum = 0, y = x;
    for (u32 i = 0; i < 8; i++) {{
        y = y * 6364136223846793005ULL + 99;
        y >>= i * 5;
        {body}
        x ^= y << i;
    }}
    return sum;
}}"""


def crc_table(program):
    """A table made at run time, a constant one beside it, and bytes of objects run through them."""
    chance, name = program.chance, entry(program, "crc")
    polynomial = chance.word() & 0xFFFFFFFF | 1
    return f"""\
static u32 {name}_table[256];
static void {name}_make(void)
{{
    for (u32 i = 0; i < 256; i++) {{
        u32 c = i;
        for (int k = 0; k < 8; k++) {{ c = c & 1 ? {polynomial}u ^ c >> 1 : c >> 1; }}
        {name}_table[i] = c;
    }}
}}
NOINLINE static u32 {name}_run(u32 crc, const void *data, size count)
{{
    const u8 *p = (const u8 *)data;
    while (count--) {{ crc = {name}_table[(crc ^ *p++) & 255] ^ crc >> 8; }}
    return crc;
}}
static u64 {name}(u64 x)
{{
    if (!{name}_table[1]) {{ {name}_make(); }}
    u16 words[{chance.between(1, 60)}] = {{1}};
    for (u32 i = 0; i < sizeof words / sizeof words[0]; i++) {{ words[i] = (u16)(x >> (i & 31)); }}
    u32 crc = {name}_run(~0u, &x, sizeof x);
    return {name}_run(crc, words, sizeof words) | (u64)crc << 32;
}}"""
