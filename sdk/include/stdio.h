// stdio.h: formatted output, and characters in and out of the console. There are no files: stdout
// and stderr are the same line, stdin is what it receives. Nothing is buffered.
#ifndef STDIO_H
#define STDIO_H

#include <cdefs.h>
#include <stdarg.h>
#include <stddef.h>

#define EOF (-1)
#define BUFSIZ 128
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

__BEGIN_DECLS

typedef struct __stdio_stream FILE;
typedef long fpos_t;
extern FILE *const stdin;
extern FILE *const stdout;
extern FILE *const stderr;

// C11's conversions, with the bounds and permissions of a capability under %#p. `%n` is refused
// (the call returns -1): no output function of ours writes through an argument.
int printf(const char *__restrict format, ...) __attribute__((__format__(__printf__, 1, 2)));
int fprintf(FILE *__restrict stream, const char *__restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int sprintf(char *__restrict buffer, const char *__restrict format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
int snprintf(char *__restrict buffer, size_t size, const char *__restrict format, ...)
    __attribute__((__format__(__printf__, 3, 4)));
int vprintf(const char *__restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 1, 0)));
int vfprintf(FILE *__restrict stream, const char *__restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 2, 0)));
int vsprintf(char *__restrict buffer, const char *__restrict format, va_list arguments)
    __attribute__((__format__(__printf__, 2, 0)));
int vsnprintf(char *__restrict buffer, size_t size, const char *__restrict format,
              va_list arguments) __attribute__((__format__(__printf__, 3, 0)));

/// C11's conversions of a string; a width, a star and %n as there, no wide characters.
int sscanf(const char *__restrict string, const char *__restrict format, ...)
    __attribute__((__format__(__scanf__, 2, 3)));
int vsscanf(const char *__restrict string, const char *__restrict format, va_list arguments)
    __attribute__((__format__(__scanf__, 2, 0)));

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

__END_DECLS

#endif
