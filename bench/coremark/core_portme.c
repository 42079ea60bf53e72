// CoreMark's portability layer: seeds, time in cycles, memory, and as much of printf as CoreMark
// uses.
#include "coremark.h"

int putchar(int character);

#if VALIDATION_RUN
volatile ee_s32 seed1_volatile = 0x3415;
volatile ee_s32 seed2_volatile = 0x3415;
volatile ee_s32 seed3_volatile = 0x66;
#elif PROFILE_RUN
volatile ee_s32 seed1_volatile = 0x8;
volatile ee_s32 seed2_volatile = 0x8;
volatile ee_s32 seed3_volatile = 0x8;
#else
volatile ee_s32 seed1_volatile = 0x0;
volatile ee_s32 seed2_volatile = 0x0;
volatile ee_s32 seed3_volatile = 0x66;
#endif
volatile ee_s32 seed4_volatile = ITERATIONS;
volatile ee_s32 seed5_volatile = 0;

ee_u32 default_num_contexts = 1;

static CORE_TICKS started, stopped;

/// The machine's cycle counter; nothing where there is none to read.
static CORE_TICKS cycles(void)
{
    CORE_TICKS count = 0;
#ifdef __CHERI__
    __asm__ volatile("csrr %0, mcycle" : "=r"(count));
#endif
    return count;
}

void start_time(void)
{
    started = cycles();
}
void stop_time(void)
{
    stopped = cycles();
}
CORE_TICKS get_time(void)
{
    return stopped - started;
}

/// The simulator's clock is no time: ticks are instructions, and a second has no length.
secs_ret time_in_secs(CORE_TICKS ticks)
{
    (void)ticks;
    return 0;
}

void *portable_malloc(ee_size_t size)
{
    static _Alignas(16) ee_u8 block[TOTAL_DATA_SIZE];
    return size <= sizeof block ? block : 0;
}

void portable_free(void *pointer)
{
    (void)pointer;
}

void portable_init(core_portable *port, int *count, char *arguments[])
{
    (void)count;
    (void)arguments;
    port->portable_id = 1;
}

void portable_fini(core_portable *port)
{
    port->portable_id = 0;
}

/// Prints a number in a base, filled up on the left to a width.
static void number_print(unsigned long value, unsigned base, unsigned width, char fill)
{
    char digits[24];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value != 0);
    for (; width > count; width--) {
        putchar(fill);
    }
    while (count > 0) {
        putchar(digits[--count]);
    }
}

int ee_printf(const char *format, ...)
{
    __builtin_va_list list;
    __builtin_va_start(list, format);
    for (; *format != 0; format++) {
        if (*format != '%') {
            putchar(*format);
            continue;
        }
        char fill = *++format == '0' ? '0' : ' ';
        unsigned width = 0;
        for (; *format >= '0' && *format <= '9'; format++) {
            width = width * 10 + (unsigned)(*format - '0');
        }
        const int isLong = *format == 'l';
        format += isLong;
        if (*format == 's') {
            for (const char *text = __builtin_va_arg(list, const char *); *text != 0; text++) {
                putchar(*text);
            }
        } else if (*format == 'c') {
            putchar(__builtin_va_arg(list, int));
        } else if (*format == 'd') {
            long value = isLong ? __builtin_va_arg(list, long) : __builtin_va_arg(list, int);
            if (value < 0) {
                putchar('-');
            }
            number_print(value < 0 ? 0ul - (unsigned long)value : (unsigned long)value, 10, width,
                         fill);
        } else if (*format == 'u' || *format == 'x') {
            number_print(isLong ? __builtin_va_arg(list, unsigned long)
                                : __builtin_va_arg(list, unsigned),
                         *format == 'x' ? 16 : 10, width, fill);
        } else {
            putchar(*format);
        }
    }
    __builtin_va_end(list);
    return 0;
}
