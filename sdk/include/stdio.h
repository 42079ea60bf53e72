// stdio.h: formatted output, and on bare metal characters in and out of the console. There are no
// files.
//
// On bare metal stdout and stderr are the same line, stdin is what it receives, nothing is
// buffered. On the RTOS a stream is a capability to a serial line, which whoever names stdout
// imports, and which an auditor sees.
#ifndef STDIO_H
#define STDIO_H

#include <cdefs.h>
#include <stdarg.h>
#include <stddef.h>
#ifdef __CHERIOT_RTOS__
#include <cheri-builtins.h>
#include <compartment-macros.h>
#endif

#define EOF (-1)
#define BUFSIZ 128
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

__BEGIN_DECLS

#ifdef __CHERIOT_RTOS__
/// A serial line: a `Uart *` (platform-uart.hh) whose type C need not know.
typedef volatile void FILE;
#if DEVICE_EXISTS(uart0)
#define stdout MMIO_CAPABILITY(void, uart0)
#define stdin MMIO_CAPABILITY(void, uart0)
#elif DEVICE_EXISTS(uart)
#define stdout MMIO_CAPABILITY(void, uart)
#define stdin MMIO_CAPABILITY(void, uart)
#endif
#if DEVICE_EXISTS(uart1) && !defined(STDERR_TO_STDOUT)
#define stderr MMIO_CAPABILITY(void, uart1)
#elif defined(stdout)
#define stderr stdout
#endif
#else
typedef struct __stdio_stream FILE;
typedef long fpos_t;
extern FILE *const stdin;
extern FILE *const stdout;
extern FILE *const stderr;
#endif

// C11's conversions, with the bounds and permissions of a capability under %#p. `%n` is refused
// (the call returns -1): no output function of ours writes through an argument.
int __cheri_libcall snprintf(char *__restrict buffer, size_t size, const char *__restrict format,
                             ...) __attribute__((__format__(__printf__, 3, 4)));
int __cheri_libcall vsnprintf(char *__restrict buffer, size_t size, const char *__restrict format,
                              va_list arguments) __attribute__((__format__(__printf__, 3, 0)));
int __cheri_libcall vfprintf(FILE *__restrict stream, const char *__restrict format,
                             va_list arguments) __attribute__((__format__(__printf__, 2, 0)));

/// C11's conversions of a string; a width, a star and %n as there, no wide characters.
int __cheri_libcall sscanf(const char *__restrict string, const char *__restrict format, ...)
    __attribute__((__format__(__scanf__, 2, 3)));
int __cheri_libcall vsscanf(const char *__restrict string, const char *__restrict format,
                            va_list arguments) __attribute__((__format__(__scanf__, 2, 0)));

#ifdef __CHERIOT_RTOS__
__attribute__((__format__(__printf__, 2, 3))) static inline int
fprintf(FILE *__restrict stream, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vfprintf(stream, format, arguments);
    va_end(arguments);
    return result;
}

/// As much as the bounds of `buffer` have room for.
__attribute__((__format__(__printf__, 2, 0))) static inline int
vsprintf(char *__restrict buffer, const char *__restrict format, va_list arguments)
{
    return vsnprintf(buffer, cheri_top_get(buffer) - cheri_address_get(buffer), format, arguments);
}

__attribute__((__format__(__printf__, 2, 3))) static inline int
sprintf(char *__restrict buffer, const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vsprintf(buffer, format, arguments);
    va_end(arguments);
    return result;
}

/// There are no files: -1.
static inline int remove(const char *name)
{
    (void)name;
    return -1;
}

#ifdef stdout
__attribute__((__format__(__printf__, 1, 0))) static inline int
vprintf(const char *__restrict format, va_list arguments)
{
    return vfprintf(stdout, format, arguments);
}

__attribute__((__format__(__printf__, 1, 2))) static inline int
printf(const char *__restrict format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = vprintf(format, arguments);
    va_end(arguments);
    return result;
}
#endif
#else
int printf(const char *__restrict format, ...) __attribute__((__format__(__printf__, 1, 2)));
int fprintf(FILE *__restrict stream, const char *__restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int sprintf(char *__restrict buffer, const char *__restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int vprintf(const char *__restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 1, 0)));
int vsprintf(char *__restrict buffer, const char *__restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 2, 0)));

int putchar(int character);
int putc(int character, FILE *stream);
int fputc(int character, FILE *stream);
int puts(const char *string);
int fputs(const char *__restrict string, FILE *__restrict stream);
size_t fwrite(const void *__restrict data, size_t size, size_t count, FILE *__restrict stream);
/// Waits for as many bytes as were asked for.
size_t fread(void *__restrict data, size_t size, size_t count, FILE *__restrict stream);

/// The next character received; waits for one.
int getchar(void);
int getc(FILE *stream);
int fgetc(FILE *stream);
/// Puts one character back, to be the next received; EOF if there is one already.
int ungetc(int character, FILE *stream);
/// A line, at most `size - 1` characters, with its newline.
char *fgets(char *__restrict buffer, int size, FILE *__restrict stream);

int fflush(FILE *stream);
int ferror(FILE *stream);
int feof(FILE *stream);
void clearerr(FILE *stream);
void perror(const char *prefix);
/// There are no files: null or -1, and ENOENT in errno.
FILE *fopen(const char *__restrict name, const char *__restrict mode);
FILE *freopen(const char *__restrict name, const char *__restrict mode, FILE *__restrict stream);
int remove(const char *name);
int rename(const char *from, const char *to);
/// The console stays open: 0.
int fclose(FILE *stream);
/// A console has no positions: -1, and ESPIPE in errno.
int fseek(FILE *stream, long offset, int origin);
long ftell(FILE *stream);

// What stdio stands on: the board's console (sdk/lib/stdio/console_*.cc), or a function of yours.
/// Sends bytes to the console; returns how many, or -1.
int __stdio_write(const char *data, size_t length);
/// The next byte received, waiting for it; -1 if there can be none.
int __stdio_read(void);
#endif

__END_DECLS

#endif
