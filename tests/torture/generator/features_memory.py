"""Features about memory: frames, copies, lists, matrices, and what only C has."""

from .kinds import INTS


def entry(program, stem):
    name = f"{stem}_{program.number()}"
    program.entries.append(name)
    return name


def large_frame(program):
    """Frames of kilobytes: objects past the reach of an immediate, and calls between them."""
    chance, name = program.chance, entry(program, "frame")
    kind = chance.pick(INTS)
    count = chance.pick([300, 700, 1500, 2500]) * 4 // (kind.bits // 8)
    other = chance.pick([1, 17, 600, 4100])
    return f"""\
NOINLINE static void {name}_fill({kind.name} *to, u32 count, u64 x)
{{
    for (u32 i = 0; i < count; i++) {{ to[i] = ({kind.name})(x * i ^ i); }}
}}
NOINLINE static u64 {name}_take(const u8 *bytes, u32 last, u64 *out, const {kind.name} *values)
{{
    *out += bytes[0] + (u64)bytes[last] + (u64)values[{count - 1}];
    return (u64)values[0] ^ *out;
}}
static u64 {name}(u64 x)
{{
    u64 before = x, sum = 0;
    {kind.name} big[{count}];
    u8 bytes[{other}];
    u32 after = (u32)x;
    {name}_fill(big, {count}, x);
    for (u32 i = 0; i < {other}; i++) {{ bytes[i] = (u8)(i * 7 + x); }}
    for (u32 i = 0; i < {count}; i += 13) {{ sum = sum * 31 + (u64)big[i] + bytes[i % {other}]; }}
    sum += {name}_take(bytes, {other - 1}, &before, big);
    big[after % {count}] = ({kind.name})before;
    return sum + before + after + (u64)big[{count // 2}];
}}"""


def copies(program):
    """memcpy, memmove and memset of constant and computed sizes at all offsets of a buffer."""
    chance, name = program.chance, entry(program, "copies")
    size = chance.pick([16, 33, 64, 100])
    lines = []
    for _ in range(chance.between(3, 9)):
        count = chance.between(0, size)
        to, source = chance.between(0, size - count), chance.between(0, size - count)
        lines.append(chance.pick([
            f"memmove(a + {to}, a + {source}, {count});", f"memcpy(b + {to}, a + {source}, {count});",
            f"memset(a + {to}, (int)x, {count});", f"memcpy(a + {to}, b + {source}, {count});",
            f"memmove(a + (x & 7), a, (size)((x >> 8) % {size - 7}));",
            f"memcpy(b + (x >> 3) % 8, a + (x >> 6) % 8, (size)((x >> 9) % {size - 7}));"]))
        lines.append("x = x * 6364136223846793005ULL + 1442695040888963407ULL;")
    body = "\n    ".join(lines)
    return f"""\
static u64 {name}(u64 x)
{{
    u8 a[{size}], b[{size}];
    u64 word;
    u32 half;
    for (u32 i = 0; i < {size}; i++) {{ a[i] = (u8)(x + i * 3); b[i] = (u8)(i ^ (x >> 8)); }}
    {body}
    memcpy(&word, a + (x & 7), sizeof word);
    memcpy(&half, b + (x & 3), sizeof half);
    u64 sum = word + half;
    for (u32 i = 0; i < {size}; i++) {{ sum = sum * 31 + a[i] * 2u + b[i]; }}
    return sum;
}}"""


def linked_list(program):
    """A list through static nodes: pushed, reversed, sorted by relinking, spliced."""
    chance, name = program.chance, entry(program, "list")
    kind = chance.pick(INTS)
    count = chance.between(3, 30)
    return f"""\
typedef struct {name}_n {{ struct {name}_n *next; {kind.name} value; struct {name}_n *previous; }}
    {name}_n;
static {name}_n {name}_nodes[{count}] = {{{{&{name}_nodes[1], 1, 0}}, {{&{name}_nodes[2], 2,
    &{name}_nodes[0]}}}};
static {name}_n *{name}_head = &{name}_nodes[0];
NOINLINE static {name}_n *{name}_reverse({name}_n *list)
{{
    {name}_n *done = 0;
    while (list) {{ {name}_n *next = list->next; list->next = done; list->previous = next;
        done = list; list = next; }}
    return done;
}}
NOINLINE static {name}_n *{name}_merge({name}_n *a, {name}_n *b)
{{
    {name}_n *head = 0, **tail = &head;
    while (a && b) {{
        {name}_n **from = a->value <= b->value ? &a : &b;
        *tail = *from;
        tail = &(*tail)->next;
        *from = *tail;
    }}
    *tail = a ? a : b;
    return head;
}}
NOINLINE static {name}_n *{name}_sort({name}_n *list)
{{
    if (!list || !list->next) {{ return list; }}
    {name}_n *slow = list, *fast = list->next;
    while (fast && fast->next) {{ slow = slow->next; fast = fast->next->next; }}
    {name}_n *right = slow->next;
    slow->next = 0;
    return {name}_merge({name}_sort(list), {name}_sort(right));
}}
static u64 {name}(u64 x)
{{
    u64 sum = 0;
    for ({name}_n *p = {name}_head; p; p = p->next) {{ sum = sum * 5 + (u64)p->value; }}
    {name}_head = 0;
    for (u32 i = 0; i < {count}; i++) {{
        x = x * 6364136223846793005ULL + 7;
        {name}_n fresh = {{{name}_head, ({kind.name})(x >> 33), &{name}_nodes[x % {count}]}};
        {name}_nodes[i] = fresh;
        {name}_head = &{name}_nodes[i];
    }}
    {name}_head = {name}_sort({name}_reverse({name}_head));
    for ({name}_n *p = {name}_head; p; p = p->next) {{
        sum = sum * 31 + (u64)p->value + (p->previous ? (u64)p->previous->value : 3); }}
    return sum;
}}"""


def matrices(program):
    """Arrays of arrays, pointers to arrays, and rows passed about."""
    chance, name = program.chance, entry(program, "matrix")
    kind = chance.pick(INTS)
    rows, columns = chance.between(1, 7), chance.between(1, 9)
    return f"""\
static {kind.name} {name}_m[{rows}][{columns}] = {{{{1}}}};
NOINLINE static u64 {name}_row(const {kind.name} (*row)[{columns}], u32 rows)
{{
    u64 sum = 0;
    for (const {kind.name} (*end)[{columns}] = row + rows; row != end; row++) {{
        for (u32 c = 0; c < {columns}; c++) {{ sum = sum * 7 + (u64)(*row)[c]; }}
    }}
    return sum;
}}
static u64 {name}(u64 x)
{{
    {kind.name} t[{columns}][{rows}];
    for (u32 r = 0; r < {rows}; r++) {{
        for (u32 c = 0; c < {columns}; c++) {{
            {name}_m[r][c] = ({kind.name})((u64){name}_m[r][c] + x * (r + 1) + c);
            t[c][r] = {name}_m[r][c];
        }}
    }}
    u64 sum = {name}_row((const {kind.name} (*)[{columns}]){name}_m, {rows});
    for ({kind.name} *p = &t[0][0], *end = t[{columns - 1}] + {rows}; p < end; p += 1) {{
        sum = sum * 3 + (u64)*p; if (p == &t[0][{rows - 1}]) {{ break; }} }}
    {kind.name} (*pick)[{rows}] = &t[x % {columns}];
    return sum + (u64)(*pick)[x % {rows}] + (u64)(&t[{columns - 1}] - pick);
}}"""


def pointer_walks(program):
    """Pointers stepped both ways, compared, subtracted, and pointers to pointers."""
    chance, name = program.chance, entry(program, "walk")
    kind = chance.pick(INTS)
    count = chance.between(3, 40)
    return f"""\
static {kind.name} {name}_data[{count}] = {{9, 8, 7}};
static {kind.name} *{name}_ends[2] = {{{name}_data, {name}_data + {count}}};
static {kind.name} **{name}_pair = {name}_ends;
NOINLINE static {kind.name} *{name}_find({kind.name} *from, {kind.name} *to, {kind.name} value)
{{
    while (from < to && *from != value) {{ ++from; }}
    return from;
}}
static u64 {name}(u64 x)
{{
    u64 sum = 0;
    i32 step = (i32)(x % 3) + 1;
    for ({kind.name} *p = {name}_pair[0]; p < {name}_pair[1]; p++) {{
        *p = ({kind.name})(x + (u64)(p - {name}_data) * 5); }}
    for ({kind.name} *p = {name}_pair[1]; p-- > {name}_pair[0]; ) {{ sum = sum * 3 + (u64)*p; }}
    for (i32 i = 0; i < {count}; i += step) {{ {kind.name} *p = {name}_data + {count} - 1;
        sum ^= (u64)p[-i] + (u64)*(p - i); }}
    {kind.name} *found = {name}_find({name}_data, {name}_data + {count}, ({kind.name})(x + 10));
    sum += (u64)(found - {name}_data);
    *(*{name}_pair + x % {count}) += 1;
    {kind.name} **other = &{name}_pair[1];
    sum += (u64)(*other - {name}_pair[0]) + (u64)(other - {name}_pair) + (u64)other[-1][0];
    void *opaque = found == *other ? (void *)&sum : (void *)found;
    return opaque == (void *)&sum ? sum : sum + (u64)*({kind.name} *)opaque;
}}"""


def struct_results(program):
    """Structures of many sizes returned, passed on and taken apart in one expression."""
    chance, name = program.chance, entry(program, "results")
    count = chance.pick([1, 2, 3, 5, 9, 33])
    kind = chance.pick(INTS)
    return f"""\
typedef struct {name}_a {{ {kind.name} v[{count}]; }} {name}_a;
typedef struct {name}_b {{ {name}_a a; const {name}_a *from; u8 tail; }} {name}_b;
static {name}_a {name}_kept = {{{{1}}}};
NOINLINE static {name}_a {name}_make(u64 x) {{ {name}_a r; for (u32 i = 0; i < {count}; i++) {{
    r.v[i] = ({kind.name})(x * (i + 1)); }} return r; }}
NOINLINE static {name}_b {name}_wrap({name}_a a, const {name}_a *from, u8 tail) {{
    {name}_b r = {{a, from, tail}}; return r; }}
NOINLINE static {name}_a {name}_both({name}_b one, {name}_b two)
{{
    one.a.v[0] = ({kind.name})((u64)one.a.v[0] + (u64)two.from->v[{count - 1}]);
    return one.tail > two.tail ? one.a : two.a;
}}
static u64 {name}(u64 x)
{{
    {name}_a local = {name}_make(x + 1);
    {name}_b wrapped = {name}_wrap({name}_make(x), &{name}_kept, (u8)x);
    {name}_kept = {name}_both(wrapped, {name}_wrap(local, &local, (u8)(x >> 8)));
    wrapped = {name}_wrap({name}_both(wrapped, wrapped), wrapped.from, 4);
    u64 sum = (u64){name}_make(x + 2).v[{count // 2}] + (u64){name}_wrap(local, &{name}_kept,
        9).from->v[0];
    for (u32 i = 0; i < {count}; i++) {{
        sum = sum * 5 + (u64){name}_kept.v[i] + (u64)wrapped.a.v[i] + (u64)local.v[i]; }}
    return sum;
}}"""


def stack_arrays(program):
    """alloca in a loop's function, addresses kept in a list until the function returns."""
    chance, name = program.chance, entry(program, "alloca")
    return f"""\
typedef struct {name}_n {{ struct {name}_n *next; u32 count; u8 *bytes; }} {name}_n;
NOINLINE static u64 {name}_run(u64 x, u32 rounds)
{{
    {name}_n *list = 0;
    u64 sum = 0;
    for (u32 i = 0; i < rounds; i++) {{
        {name}_n *node = ({name}_n *)__builtin_alloca(sizeof({name}_n));
        node->count = (u32)(x >> i & 31) + 1;
        node->bytes = (u8 *)__builtin_alloca(node->count);
        for (u32 k = 0; k < node->count; k++) {{ node->bytes[k] = (u8)(x + k * i); }}
        node->next = list;
        list = node;
    }}
    for ({name}_n *p = list; p; p = p->next) {{ for (u32 k = 0; k < p->count; k++) {{
        sum = sum * 3 + p->bytes[k]; }} }}
    return sum;
}}
static u64 {name}(u64 x) {{ return {name}_run(x, {chance.between(1, 9)}) + {name}_run(~x, 1); }}"""


def variable_arrays(program):
    """Arrays of variable length, of one and two dimensions, in loops and as parameters."""
    chance, name = program.chance, entry(program, "vla")
    kind = chance.pick(INTS)
    return f"""\
NOINLINE static u64 {name}_sum(u32 rows, u32 columns, {kind.name} m[rows][columns])
{{
    u64 sum = rows;
    for (u32 r = 0; r < rows; r++) {{ for (u32 c = 0; c < columns; c++) {{
        sum = sum * 3 + (u64)m[r][c]; }} }}
    return sum;
}}
static u64 {name}(u64 x)
{{
    u64 sum = 0;
    for (u32 n = 1; n < {chance.between(3, 9)}; n++) {{
        u32 columns = (u32)(x >> n & 7) + 1;
        {kind.name} m[n][columns];
        u64 flat[n * 2 + 1];
        for (u32 i = 0; i < n * columns; i++) {{ m[i / columns][i % columns] = ({kind.name})(x * i);
            }}
        for (u32 i = 0; i <= n * 2; i++) {{ flat[i] = i ? flat[i - 1] * 3 + i : x; }}
        sum = sum * 31 + {name}_sum(n, columns, m) + flat[n * 2] + sizeof flat / sizeof flat[0];
        if (sum & 16) {{ continue; }}
        sum += n;
    }}
    return sum;
}}"""


def compound_literals(program):
    """Compound literals, designated initialisers, their addresses in arrays, and statement order."""
    chance, name = program.chance, entry(program, "literals")
    kind = chance.pick(INTS)
    return f"""\
typedef struct {name}_s {{ {kind.name} a, b; const {kind.name} *p; struct {{ u8 x, y[3]; }} in; }}
    {name}_s;
static const {name}_s {name}_fixed[] = {{[2] = {{.b = 7, .in.y[1] = 3}}, [0] = {{.a = 5,
    .p = &{name}_fixed[2].b, .in = {{1, {{2}}}}}}}};
NOINLINE static u64 {name}_use(const {name}_s *s, {name}_s by)
{{
    return (u64)s->a * 3 + (u64)s->b + (s->p ? (u64)*s->p : 11) + s->in.y[1] + by.in.x + (u64)by.a +
        s->in.y[2];
}}
static u64 {name}(u64 x)
{{
    {name}_s s = {{.in = {{.y = {{[2] = (u8)x}}}}, .a = ({kind.name})x}};
    {kind.name} *row = ({kind.name}[]){{({kind.name})x, 2, ({kind.name})(x >> 7)}};
    u64 sum = {name}_use(&{name}_fixed[0], {name}_fixed[2]) + (u64)row[x % 3];
    s.p = row + 1;
    const {name}_s *list[] = {{&s, &({name}_s){{.b = 9, .p = row}}, {name}_fixed}};
    for (u32 i = 0; i < 3; i++) {{
        sum = sum * 31 + {name}_use(list[i], ({name}_s){{.a = ({kind.name})i, .in.x = (u8)sum}}); }}
    s = *list[1];
    return sum + (u64)s.b + (u64)*s.p;
}}"""


def tags_through_bytes(program):
    """Structures with pointers carried through byte buffers, and pointers in unions."""
    chance, name = program.chance, entry(program, "carried")
    pad = chance.between(0, 24)
    return f"""\
typedef struct {name}_s {{ u8 pad[{pad + 1}]; u32 *p; u16 n; u64 (*f)(u64); }} {name}_s;
typedef union {name}_u {{ {name}_s s; u32 *p; u8 bytes[sizeof({name}_s)]; }} {name}_u;
static u32 {name}_cells[8] = {{1, 2, 3, 4, 5, 6, 7, 8}};
static u64 {name}_twice(u64 x) {{ return x * 2 + 1; }}
static u64 {name}_thrice(u64 x) {{ return x * 3 + 1; }}
NOINLINE static void {name}_carry(void *to, const void *from, size count)
{{
    _Alignas(16) u8 buffer[3][sizeof({name}_s)];
    memcpy(buffer[0], from, count);
    memcpy(buffer + 1, buffer, sizeof buffer[0]);
    memmove(buffer[2], buffer[1], count);
    memcpy(to, buffer[2], count);
}}
static u64 {name}(u64 x)
{{
    {name}_s one = {{{{(u8)x}}, &{name}_cells[x & 7], (u16)x, {name}_twice}}, two;
    {name}_u u, v[2];
    {name}_carry(&two, &one, sizeof one);
    u.s = two;
    v[1] = u;
    v[0] = v[x & 1 ? 1 : 1];
    v[1].p = &{name}_cells[(x >> 3) & 7];
    u64 sum = *v[0].s.p + *v[1].p + v[0].s.n + v[0].s.pad[0] + v[0].s.f(x);
    two.f = {name}_thrice;
    {name}_carry(&one, &two, sizeof two);
    return sum + one.f(sum) + *one.p;
}}"""


FEATURES = [large_frame, copies, linked_list, matrices, pointer_walks, struct_results, stack_arrays]
C_ONLY = [variable_arrays, compound_literals, tags_through_bytes] * 2
