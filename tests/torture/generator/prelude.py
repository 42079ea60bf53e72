"""The fixed text every generated program starts with: types, output, checked arithmetic."""

TYPES = """\
typedef signed char i8;
typedef unsigned char u8;
typedef short i16;
typedef unsigned short u16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
typedef float f32;
typedef double f64;
typedef __SIZE_TYPE__ size;
#define NOINLINE __attribute__((noinline))
#define ALWAYS __attribute__((always_inline)) inline
"""

LIBRARY = """\
LINKAGE int putchar(int character);
LINKAGE void *memcpy(void *to, const void *from, size count);
LINKAGE void *memmove(void *to, const void *from, size count);
LINKAGE void *memset(void *to, int value, size count);
"""

CPLUSPLUS = """\
inline void *operator new(size, void *place) noexcept { return place; }
void operator delete(void *) noexcept {}
void operator delete(void *, size) noexcept {}
"""

OUTPUT = """\
static u64 checksum = 0xcbf29ce484222325ULL;

static void output_text(const char *text)
{
    while (*text) { putchar((unsigned char)*text++); }
}

NOINLINE static void output_hex(const char *name, u64 value)
{
    output_text(name);
    putchar('=');
    for (int shift = 60; shift >= 0; shift -= 4) {
        putchar("0123456789abcdef"[(value >> shift) & 15]); }
    putchar('\\n');
}

NOINLINE static void mix_value(u64 value)
{
    checksum ^= value;
    checksum = (checksum << 13 | checksum >> 51) * 0x100000001b3ULL;
}

#ifdef TRACE
NOINLINE static void mix_traced(int line, u64 value)
{
    for (int scale = 10000; scale; scale /= 10) { putchar('0' + line / scale % 10); }
    output_hex(" mix", value);
    mix_value(value);
}
#define mix(value) mix_traced(__LINE__, (u64)(value))
#else
#define mix(value) mix_value((u64)(value))
#endif
"""

FLOATS = """\
static inline u64 f64_bits(f64 value)
{
    u64 bits = 0x7ff8000000000000ULL;
    if (value == value) { memcpy(&bits, &value, sizeof bits); }
    return bits;
}
static inline u32 f32_bits(f32 value)
{
    u32 bits = 0x7fc00000u;
    if (value == value) { memcpy(&bits, &value, sizeof bits); }
    return bits;
}
static inline i32 f64_to_i32(f64 value) {
    return value > -2147483649.0 && value < 2147483648.0 ? (i32)value : 77; }
static inline u32 f64_to_u32(f64 value) {
    return value > -1.0 && value < 4294967296.0 ? (u32)value : 78u; }
static inline i64 f64_to_i64(f64 value) {
    return value >= -9.2e18 && value <= 9.2e18 ? (i64)value : 79; }
static inline u64 f64_to_u64(f64 value) { return value > -1.0 && value < 1.8e19 ? (u64)value : 80u;
    }
static inline i32 f32_to_i32(f32 value) {
    return value > -2147483000.0f && value < 2147483000.0f ? (i32)value : 81; }
static inline u32 f32_to_u32(f32 value) {
    return value > -1.0f && value < 4294960000.0f ? (u32)value : 82u; }
static inline i64 f32_to_i64(f32 value) {
    return value > -9.2e18f && value < 9.2e18f ? (i64)value : 83; }
static inline u64 f32_to_u64(f32 value) {
    return value > -1.0f && value < 1.8e19f ? (u64)value : 84u; }
"""


def division(name, unsigned, low):
    """Division and remainder of one signed type, defined for every operand."""
    return f"""\
static inline {name} div_{name}({name} a, {name} b) {{
    return b == 0 || (a == {low} && b == -1) ? a : ({name})(a / b); }}
static inline {name} rem_{name}({name} a, {name} b) {{
    return b == 0 || (a == {low} && b == -1) ? b : ({name})(a % b); }}
static inline {unsigned} div_{unsigned}({unsigned} a, {unsigned} b) {{
    return b == 0 ? a : ({unsigned})(a / b); }}
static inline {unsigned} rem_{unsigned}({unsigned} a, {unsigned} b) {{
    return b == 0 ? a : ({unsigned})(a % b); }}
"""


def text(is_cplusplus):
    """The whole prelude for C or C++."""
    linkage = 'extern "C"' if is_cplusplus else "extern"
    flag = f"typedef {'bool' if is_cplusplus else '_Bool'} flag;"
    parts = [TYPES + flag, f"#define LINKAGE {linkage}\n", LIBRARY,
             CPLUSPLUS if is_cplusplus else "", OUTPUT, FLOATS]
    parts.append(division("i8", "u8", "-128") + division("i16", "u16", "-32768"))
    parts.append(division("i32", "u32", "(-2147483647 - 1)"))
    parts.append(division("i64", "u64", "(-9223372036854775807LL - 1)"))
    return "\n".join(parts)
