// What a program needs to run on Linux without a C library, on RV32 and i386: for the stand-ins of
// tests/torture/toolchains.py. Compiles as C and C++.
#ifdef __cplusplus
extern "C" {
#endif

typedef __SIZE_TYPE__ size;

int main(void);
void _start(void);

static char output[4096];
static size used;

static int system_call(int number, int a, const void *b, size c)
{
#ifdef __riscv
    register int a0 __asm__("a0") = a;
    register const void *a1 __asm__("a1") = b;
    register size a2 __asm__("a2") = c;
    register int a7 __asm__("a7") = number == 1 ? 93 : 64;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    return a0;
#else
    int result;
    __asm__ volatile("int $0x80" : "=a"(result) : "0"(number), "b"(a), "c"(b), "d"(c) : "memory");
    return result;
#endif
}

static void flush(void)
{
    system_call(4, 1, output, used);
    used = 0;
}

int putchar(int character)
{
    output[used++] = (char)character;
    if (used == sizeof output) {
        flush();
    }
    return character;
}

__attribute__((no_builtin, used)) void *memcpy(void *to, const void *from, size count)
{
    char *a = (char *)to;
    const char *b = (const char *)from;
    while (count-- > 0) {
        *a++ = *b++;
    }
    return to;
}

__attribute__((no_builtin, used)) void *memmove(void *to, const void *from, size count)
{
    char *a = (char *)to;
    const char *b = (const char *)from;
    if (a <= b) {
        return memcpy(to, from, count);
    }
    while (count-- > 0) {
        a[count] = b[count];
    }
    return to;
}

__attribute__((no_builtin, used)) void *memset(void *to, int value, size count)
{
    char *a = (char *)to;
    while (count-- > 0) {
        *a++ = (char)value;
    }
    return to;
}

__attribute__((no_builtin, used)) int memcmp(const void *a, const void *b, size count)
{
    const unsigned char *p = (const unsigned char *)a, *q = (const unsigned char *)b;
    for (; count > 0; count--, p++, q++) {
        if (*p != *q) {
            return *p - *q;
        }
    }
    return 0;
}

__attribute__((no_builtin, used)) size strlen(const char *text)
{
    const char *end = text;
    while (*end) {
        end++;
    }
    return (size)(end - text);
}

// What C++ wants: destructors of static objects are not run.
void *__dso_handle;
int __cxa_atexit(void (*function)(void *), void *argument, void *handle)
{
    (void)function;
    (void)argument;
    (void)handle;
    return 0;
}
void __cxa_pure_virtual(void)
{
    __builtin_trap();
}

typedef void (*Initialiser)(void);
extern Initialiser __init_array_start[] __attribute__((weak, visibility("hidden")));
extern Initialiser __init_array_end[] __attribute__((weak, visibility("hidden")));

__attribute__((used)) static void begin(void)
{
    for (Initialiser *each = __init_array_start; each != __init_array_end; each++) {
        (*each)();
    }
    int status = main();
    flush();
    system_call(1, status & 255, 0, 0);
    __builtin_unreachable();
}

#ifdef __riscv
__asm__(".globl _start\n_start: .option push\n.option norelax\nla gp, __global_pointer$\n"
        ".option pop\nandi sp, sp, -16\ncall begin\n");
#else
__asm__(".globl _start\n_start: andl $-16, %esp\ncall begin\n");
#endif

#ifdef __cplusplus
}
#endif
