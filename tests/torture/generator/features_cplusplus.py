"""Features only C++ has. No headers, exceptions or run-time type information are needed."""

from .kinds import INTS


def entry(program, stem):
    name = f"{stem}_{program.number()}"
    program.entries.append(name)
    return name


def class_hierarchy(program):
    """A chain of classes with virtual functions, some overridden, called by pointer and reference."""
    chance, name = program.chance, entry(program, "virtual")
    depth, functions = chance.between(2, 5), chance.between(1, 5)
    kind = chance.pick(INTS)
    classes = []
    for level in range(depth):
        head = f"struct {name}_c{level}" + (f" : {name}_c{level - 1}" if level else "")
        body = [f"    {chance.pick(INTS).name} member{level} = {chance.below(100)};"]
        if level == 0:
            body.append(f"    virtual ~{name}_c0() {{ mix(member0); }}")
            body.append("    u64 plain(u64 x) { return f0(x) * 3 + 1; }")
        elif chance.odds(50):
            body.append(f"    ~{name}_c{level}() {{ mix(member{level} + {level}); }}")
        for function in range(functions):
            if level and chance.odds(50):
                continue
            virtual = "virtual " if level == 0 else ""
            base = f" + {name}_c{level - 1}::f{function}(x)" if level and chance.odds(60) else ""
            body.append(f"    {virtual}u64 f{function}(u64 x) {{ member{level}++; "
                        f"return x * {chance.below(99)}u + "
                        f"({kind.name})member{level}{base}; }}")
        classes.append("\n".join([head, "{", *body, "};"]))
    text = "\n".join(classes)
    objects = "\n    ".join(f"{name}_c{n} o{n};" for n in range(depth))
    pointers = ", ".join(f"&o{n}" for n in range(depth))
    calls = "\n        ".join(f"sum = sum * 31 + all[i]->f{n}(sum);" for n in range(functions))
    return f"""\
{text}
NOINLINE static u64 {name}_call({name}_c0 &object, u64 x) {{ u64 sum = object.plain(x);
    return sum + object.f0(x); }}
static u64 {name}(u64 x)
{{
    u64 sum = x;
    {objects}
    {name}_c0 *all[{depth}] = {{{pointers}}};
    for (u32 i = 0; i < {depth}; i++) {{
        {calls}
        sum += {name}_call(*all[(i + x) % {depth}], i);
    }}
    return sum;
}}"""


def several_bases(program):
    """Multiple and virtual inheritance: adjusted `this`, shared bases, thunks, covariant results."""
    chance, name = program.chance, entry(program, "bases")
    virtual = chance.pick(["", "virtual "])
    sizes = [chance.pick(INTS).name for _ in range(4)]
    shared = f"static_cast<{name}_left *>(this)->" if not virtual else ""
    return f"""\
struct {name}_root
{{
    {sizes[0]} r = 3;
    virtual u64 get(u64 x) {{ return x + (u64)r; }}
    virtual {name}_root *self() {{ return this; }}
    virtual u64 only() = 0;
}};
struct {name}_left : {virtual}{name}_root
{{
    {sizes[1]} l = 5;
    u64 get(u64 x) override {{ return x * 5 + (u64)l; }}
    virtual u64 left() {{ return (u64)l++; }}
}};
struct {name}_right : {virtual}{name}_root
{{
    u8 pad[{chance.between(1, 30)}] = {{1}};
    {sizes[2]} t = 7;
    virtual u64 right(u64 x) {{ return x ^ (u64)t++; }}
}};
struct {name}_both : {name}_left, {name}_right
{{
    {sizes[3]} b = 9;
    u64 get(u64 x) override {{ return {name}_left::get(x) + (u64)b; }}
    {name}_left *self() override {{ b++; return this; }}
    u64 only() override {{ return (u64)b + (u64){shared}r; }}
    u64 right(u64 x) override {{ return {name}_right::right(x) * 3 + (u64)l; }}
}};
struct {name}_last final : {name}_both
{{
    u64 only() override {{ return {name}_both::only() * 2; }}
    u64 left() override {{ return 77 + (u64)t; }}
}};
NOINLINE static u64 {name}_use({name}_left *l, {name}_right *r, u64 x)
{{
    u64 sum = l->get(x) * 3;
    sum += r->get(x);
    sum = sum * 3 + l->left();
    sum = sum * 5 + r->right(x);
    sum ^= l->only();
    {name}_root *a = l->self(), *b = r->self();
    sum = sum * 2 + (u64)(static_cast<{name}_both *>(l) == static_cast<{name}_both *>(r)) +
        a->only();
    return sum + b->get(sum) + r->only();
}}
static u64 {name}(u64 x)
{{
    {name}_both both;
    {name}_last last;
    {name}_both copy = last;
    {name}_left *nothing = x ? nullptr : &both;
    {name}_right *right = &last;
    u64 sum = {name}_use(&both, &both, x) + {name}_use(&last, right, x + 1) + {name}_use(&copy,
        &last, x + 2);
    return sum + (u64)(nothing == nullptr) + (u64)both.b + (u64)last.t + (u64)copy.l;
}}"""


def member_pointers(program):
    """Pointers to members: data, plain, virtual and inherited functions, in tables, compared."""
    chance, name = program.chance, entry(program, "members")
    kind = chance.pick(INTS)
    return f"""\
struct {name}_other {{ u64 big = 4; u64 far(u64 x) {{ return x + big++; }}
    virtual u64 turn(u64 x) {{ return x * 5 + big; }} }};
struct {name}_base
{{
    {kind.name} a = 1, b = 2;
    u32 c[3] = {{7, 8, 9}};
    u64 near(u64 x) {{ return x * 3 + (u64)a; }}
    u64 fixed(u64 x) const {{ return x - (u64)b; }}
    virtual u64 turn(u64 x) {{ return x ^ (u64)b; }}
}};
struct {name}_c : {name}_base, {name}_other
{{
    {kind.name} d = 4;
    u64 turn(u64 x) override {{ return x * 7 + (u64)d++; }}
    u64 mine(u64 x) {{ return x + (u64)d; }}
}};
using {name}_f = u64 ({name}_c::*)(u64);
using {name}_d = {kind.name} {name}_c::*;
static {name}_f const {name}_table[] = {{&{name}_c::mine, &{name}_c::near, &{name}_c::turn,
    &{name}_c::far, nullptr}};
static {name}_d {name}_data[] = {{&{name}_c::a, &{name}_c::b, &{name}_c::d, nullptr}};
static u64 {name}_other::*{name}_wide = &{name}_other::big;
NOINLINE static u64 {name}_apply({name}_c *object, {name}_f f, {name}_d d, u64 x)
{{
    u64 sum = f ? (object->*f)(x) : 5;
    if (d) {{ object->*d = ({kind.name})(sum & 63); }}
    return sum + (u64)(f == &{name}_c::turn) + (u64)(d != &{name}_c::b);
}}
static u64 {name}(u64 x)
{{
    {name}_c object;
    u64 sum = x;
    for (u32 i = 0; i < 10; i++) {{
        sum = sum * 31 + {name}_apply(&object, {name}_table[(i + x) % 5],
            {name}_data[(i * 3 + x) % 4], sum);
        u64 ({name}_base::*narrow)(u64) = i & 1 ? &{name}_base::turn : &{name}_base::near;
        {name}_f widened = narrow;
        sum += (object.*widened)(i) + (object.*(&{name}_base::fixed))(i);
        u64 ({name}_other::*aside)(u64) = i & 2 ? &{name}_other::turn : &{name}_other::far;
        widened = static_cast<{name}_f>(aside);
        sum ^= (object.*widened)(sum);
        sum += static_cast<{name}_other &>(object).*{name}_wide;
        u32 ({name}_base::*array)[3] = &{name}_base::c;
        (object.*array)[i % 3] += (u32)sum;
    }}
    return sum + (u64)object.a + (u64)object.b + (u64)object.d + object.c[1];
}}"""


def lambdas(program):
    """Lambdas: captures by value, reference and `this`, mutable and generic ones, as function pointers."""
    chance, name = program.chance, entry(program, "lambdas")
    a, b = chance.pick(INTS), chance.pick(INTS)
    count = chance.between(1, 9)
    return f"""\
template <typename F> NOINLINE static u64 {name}_times(u32 n, F f) {{ u64 sum = 0; for (u32 i = 0;
    i < n; i++) {{ sum = sum * 3 + f(i); }} return sum; }}
struct {name}_s
{{
    u64 total = 1;
    {a.name} extra[{count}] = {{2}};
    auto adder() {{ return [this](u64 x) {{ total += x; return total + (u64)extra[0]; }}; }}
    auto copier() const {{ return [*this](u64 x) {{ return total * x + (u64)extra[{count - 1}]; }};
        }}
}};
template <typename F> static auto {name}_compose(F f, u64 k) {{ return [f, k](auto x) mutable {{
    k += (u64)x; return f(x) * k; }}; }}
static u64 {name}(u64 x)
{{
    {a.name} first = ({a.name})x;
    {b.name} second = ({b.name})(x >> 5);
    u64 array[3] = {{x, x + 1, x + 2}};
    u64 *pointer = &array[1];
    {name}_s s;
    u64 sum = {name}_times(4, [=](u32 i) {{ return (u64)first * i + array[i % 3]; }});
    sum += {name}_times(5, [&](u32 i) {{ second = ({b.name})((u64)second + i); array[i % 3] ^= sum;
        return (u64)second; }});
    sum += {name}_times(3, [count = sum, pointer](u32 i) mutable {{ count += i; (*pointer)++;
        return count; }});
    sum += {name}_times(6, s.adder());
    sum += {name}_times(2, s.copier());
    sum += {name}_times(3, {name}_compose([&](auto v) {{ return (u64)v + array[1]; }}, x));
    u64 (*plain)(u64, u32) = [](u64 v, u32 n) {{ return v << (n & 31) | 1; }};
    sum = plain(sum, (u32)x) + +[](u64 v) {{ return v * 5; }}(sum);
    auto fixed = [](auto self, u32 n) -> u64 {{
        return n < 2 ? 1 : self(self, n - 1) + self(self, n - 2) * 3; }};
    auto nested = [&sum](u64 v) {{ return [&sum, v](u64 w) {{ sum += v * w; return sum; }}; }};
    nested(x)(3);
    return sum + fixed(fixed, 8) + (u64)first + (u64)second + array[0] + s.total;
}}"""


def templates(program):
    """Function and class templates, specialisation, packs, recursion at compile time, and CRTP."""
    chance, name = program.chance, entry(program, "templates")
    kinds = [chance.pick(INTS).name for _ in range(4)]
    size = chance.between(1, 12)
    return f"""\
template <typename T, u32 N> struct {name}_stack
{{
    T items[N];
    u32 used = 0;
    bool push(const T &item) {{ if (used == N) {{ return false; }} items[used++] = item;
        return true; }}
    T pop() {{ return used ? items[--used] : T(); }}
    template <typename U> {name}_stack<U, N> converted() const
    {{
        {name}_stack<U, N> result;
        for (u32 i = 0; i < used; i++) {{ result.push((U)items[i]); }}
        return result;
    }}
}};
template <typename T> struct {name}_stack<T *, {size}>
{{
    T *top = nullptr;
    u32 used = 0;
    bool push(T *item) {{ top = item; return ++used < 3; }}
    T *pop() {{ return top; }}
}};
template <typename T> struct {name}_width {{ static constexpr u32 value = sizeof(T); }};
template <> struct {name}_width<u8> {{ static constexpr u32 value = 100; }};
template <u64 N> struct {name}_sum {{ static constexpr u64 value = N * N + {name}_sum<N - 1>::value;
    }};
template <> struct {name}_sum<0> {{ static constexpr u64 value = 1; }};
template <typename... T> NOINLINE static u64 {name}_fold(T... values) {{
    return (0 + ... + (u64)values) * 31 + sizeof...(values) + (u64(values < 3) ^ ...); }}
template <typename T> static u64 {name}_each(T last) {{ return (u64)last; }}
template <typename T, typename... R> static u64 {name}_each(T first, R... rest) {{
    if constexpr (sizeof(T) == 8) {{ return (u64)first * 3 + {name}_each(rest...); }} else {{
    return {name}_each(rest...) ^ (u64)first; }} }}
template <typename D> struct {name}_crtp {{ u64 run(u64 x) {{
    return static_cast<D *>(this)->step(x) * 2; }} }};
struct {name}_one : {name}_crtp<{name}_one> {{ u64 k = 5; u64 step(u64 x) {{ return x + k++; }} }};
struct {name}_two : {name}_crtp<{name}_two> {{ {kinds[3]} k = 6; u64 step(u64 x) {{
    return x * (u64)k; }} }};
template <typename T> constexpr T {name}_power(T base, u32 n) {{
    return n ? (T)(base * {name}_power(base, n - 1)) : (T)1; }}
static u64 {name}(u64 x)
{{
    {name}_stack<{kinds[0]}, {size + 1}> stack;
    {name}_stack<u64 *, {size}> pointers;
    u64 sum = {name}_sum<{chance.between(1, 20)}>::value + {name}_width<{kinds[1]}>::value,
        cell = x;
    for (u32 i = 0; stack.push(({kinds[0]})(x * i)) && i < 20; i++) {{ sum++; }}
    auto other = stack.template converted<{kinds[2]}>();
    while (other.used) {{ sum = sum * 7 + (u64)other.pop() + (u64)stack.pop(); }}
    pointers.push(&cell);
    *pointers.pop() += sum;
    {name}_one one;
    {name}_two two;
    constexpr u64 power = {name}_power<u64>({chance.between(2, 9)}, {chance.between(1, 15)});
    sum += {name}_fold((u8)x, (i16)x, x, 4, (u32)sum) + {name}_each(x, (u8)3, (i64)x, (u16)x,
        9u) + power;
    sum = sum * 3 + one.run(x);
    sum = sum * 3 + one.run(sum);
    return sum + cell + two.run(x) + {name}_power<u32>((u32)x, 5);
}}"""


def lifetimes(program):
    """Constructors, destructors, copies and moves, in the order the language says."""
    chance, name = program.chance, entry(program, "lifetimes")
    extra = chance.pick(["", f" u8 pad[{chance.between(1, 40)}] = {{0}};", " u64 *p = nullptr;"])
    loops = chance.between(1, 5)
    return f"""\
static u32 {name}_alive = 0;
struct {name}_t
{{
    u64 id;{extra}
    explicit {name}_t(u64 x) : id(x) {{ {name}_alive++; mix(id); }}
    {name}_t(const {name}_t &o) : id(o.id + 1) {{ {name}_alive++; mix(id * 3); }}
    {name}_t({name}_t &&o) noexcept : id(o.id) {{ o.id = 0; {name}_alive++; mix(id * 5); }}
    {name}_t &operator=(const {name}_t &o) {{ id = o.id * 2; mix(id); return *this; }}
    {name}_t &operator=({name}_t &&o) noexcept {{ id = o.id; o.id = 9; mix(id + 7); return *this; }}
    ~{name}_t() {{ {name}_alive--; mix(id ^ 0x55); }}
}};
struct {name}_pair : {name}_t
{{
    {name}_t second, third[2];
    {name}_pair(u64 x) : {name}_t(x), second(x + 1), third{{{name}_t(x + 2), {name}_t(x + 3)}} {{
        mix(second.id); }}
}};
static {name}_t {name}_first(static_cast<u64>({chance.below(1000)}));
static {name}_t {name}_second({name}_first);
NOINLINE static {name}_t {name}_by_value({name}_t t) {{ t.id += 10; return t; }}
NOINLINE static {name}_t {name}_choose(u64 x) {{ {name}_t a(x), b(x + 1); if (x & 1) {{ return a; }}
    return b; }}
static u64 {name}(u64 x)
{{
    {name}_pair pair(x);
    {name}_t copied = {name}_by_value(pair);
    for (u32 i = 0; i < {loops}; i++) {{
        {name}_t inner(i);
        if (i == 1) {{ continue; }}
        if (i == 3) {{ break; }}
        copied = {name}_choose(x + i);
        copied = inner;
        const {name}_t &longer = {name}_by_value(inner);
        mix(longer.id);
    }}
    alignas({name}_t) u8 raw[2][sizeof({name}_t)];
    {name}_t *placed = new (raw[1]) {name}_t(x * 3);
    {name}_t *moved = new (raw) {name}_t(static_cast<{name}_t &&>(*placed));
    placed->~{name}_t();
    u64 sum = moved->id + {name}_t(4).id;
    sum = sum * 3 + {name}_alive;
    moved->~{name}_t();
    static {name}_t once(x & 0xff);
    return sum + once.id + {name}_alive;
}}"""


def operators(program):
    """Overloaded operators, conversions, references to arrays, iterators and enum classes."""
    chance, name = program.chance, entry(program, "operators")
    kind, count = chance.pick(INTS), chance.between(1, 10)
    base = chance.pick(INTS)
    return f"""\
enum class {name}_e : {base.name} {{ Zero, One, Five = 5, Last = {chance.between(20, 120)} }};
struct {name}_v
{{
    {kind.name} x, y;
    constexpr {name}_v({kind.name} a = 0, {kind.name} b = 1) : x(a), y(b) {{}}
    {name}_v operator+(const {name}_v &o) const {{
        return {{({kind.name})((u64)x + (u64)o.x), ({kind.name})((u64)y + (u64)o.y)}}; }}
    {name}_v operator-() const {{ return {{({kind.name})(0 - (u64)x), y}}; }}
    {name}_v &operator+=({kind.name} k) {{ x = ({kind.name})((u64)x + (u64)k); return *this; }}
    {name}_v &operator++() {{ return *this += 1; }}
    {name}_v operator++(int) {{ {name}_v old = *this; ++*this; return old; }}
    bool operator==(const {name}_v &o) const {{ return x == o.x && y == o.y; }}
    bool operator<(const {name}_v &o) const {{ return x != o.x ? x < o.x : y < o.y; }}
    explicit operator u64() const {{ return (u64)x * 31 + (u64)y; }}
    {kind.name} &operator[](u32 i) {{ return i & 1 ? y : x; }}
    u64 operator()(u64 a, u64 b = 3) const {{ return a * (u64)x + b; }}
    {name}_v *operator->() {{ return this; }}
    friend {name}_v operator*(u64 k, const {name}_v &v) {{
        return {{({kind.name})(k * (u64)v.x), ({kind.name})(k * (u64)v.y)}}; }}
}};
struct {name}_range
{{
    {name}_v items[{count}];
    {name}_v *begin() {{ return items; }}
    {name}_v *end() {{ return items + {count}; }}
}};
static constexpr {name}_v {name}_constant[3] = {{{{1, 2}}, 3, {{}}}};
NOINLINE static u64 {name}_array(const {name}_v (&all)[3], {name}_e e) {{
    return static_cast<u64>(all[2]) + static_cast<u64>(e) + (e == {name}_e::Five ? 9 : 4); }}
template <typename T> static void {name}_swap(T &a, T &b) {{ T t = static_cast<T &&>(a);
    a = static_cast<T &&>(b); b = static_cast<T &&>(t); }}
static u64 {name}(u64 x)
{{
    {name}_range range;
    u64 sum = {name}_array({name}_constant, x & 1 ? {name}_e::Five : {name}_e::Last);
    for ({name}_v &v : range) {{ x++; v = x * {name}_constant[x % 3]; v[1] = ({kind.name})(x >> 3);
        ++v; }}
    for (u32 i = 0; i + 1 < {count}; i++) {{ if (range.items[i + 1] < range.items[i]) {{
        {name}_swap(range.items[i], range.items[i + 1]); }} }}
    for (const auto &v : range) {{ sum = sum * 7 + static_cast<u64>(v) + v(x); }}
    {name}_v before = range.items[0]++;
    auto [a, b] = before + -range.items[{count - 1}];
    {kind.name} &alias = range.items[0]->y;
    alias = ({kind.name})(sum & 63);
    switch (static_cast<{name}_e>(x % 6)) {{
    case {name}_e::Zero: sum += 1; break;
    case {name}_e::One: sum += 2; [[fallthrough]];
    case {name}_e::Five: sum += 3; break;
    default: sum += (u64)(range.items[0] == range.items[0]);
    }}
    return sum + (u64)a + (u64)b + (u64)range.items[0].y;
}}"""


def initialisation(program):
    """Static initialisers that run before main in order, constexpr tables, inline variables."""
    chance, name = program.chance, entry(program, "initial")
    kind, count = chance.pick(INTS), chance.between(1, 30)
    return f"""\
NOINLINE static u64 {name}_compute(u64 x) {{ mix(x); return x * 6364136223846793005ULL + 1; }}
struct {name}_table
{{
    {kind.name} values[{count}] = {{}};
    constexpr {name}_table(u64 seed) {{ for (auto &v : values) {{ seed = seed * 69069 + 1;
        v = ({kind.name})(seed >> 8); }} }}
    constexpr u64 total() const {{ u64 sum = 0; for (auto v : values) {{ sum += (u64)v; }}
        return sum; }}
}};
static constexpr {name}_table {name}_fixed({chance.below(10000)});
static const u64 {name}_a = {name}_compute({chance.below(100)});
static u64 {name}_b = {name}_compute({name}_a), *const {name}_c = &{name}_b;
static {name}_table {name}_dynamic({name}_b);
struct {name}_s {{ static inline u64 shared = sizeof(u64) * 5; static u64 later;
    const u64 &reference; u64 *const *chain; }};
u64 {name}_s::later = {name}_s::shared + 1;
static {name}_s {name}_object = {{{name}_s::later, &{name}_c}};
NOINLINE static u64 &{name}_counter(u64 x) {{ static u64 counter = {name}_compute(x);
    return counter; }}
static u64 {name}(u64 x)
{{
    constexpr u64 fixed = {name}_fixed.total();
    u64 sum = fixed + {name}_dynamic.total() + {name}_object.reference + **{name}_object.chain;
    for (u32 i = 0; i < 4; i++) {{ {name}_counter(x + i) += i; }}
    {name}_b ^= x;
    {name}_s::later++;
    return sum + {name}_counter(0) + *{name}_c + {name}_object.reference +
        (u64){name}_fixed.values[x % {count}];
}}"""


FEATURES = [class_hierarchy, several_bases, member_pointers, lambdas, templates, lifetimes, operators,
            initialisation]
