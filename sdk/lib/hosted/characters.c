// Characters and lines, in and out. Every stream is the console; nothing is buffered, so there is
// nothing to flush and no error to remember.
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct __stdio_stream
{
    int number;
    /// What ungetc put back, plus one; zero if nothing.
    int pushedBack;
};

static FILE streams[] = {{0, 0}, {1, 0}, {2, 0}};
FILE *const stdin = &streams[0];
FILE *const stdout = &streams[1];
FILE *const stderr = &streams[2];

int fputc(int character, FILE *stream)
{
    (void)stream;
    char byte = (char)character;
    return __stdio_write(&byte, 1) < 0 ? EOF : (unsigned char)byte;
}

int putc(int character, FILE *stream)
{
    return fputc(character, stream);
}

int putchar(int character)
{
    return fputc(character, stdout);
}

int fputs(const char *__restrict string, FILE *__restrict stream)
{
    (void)stream;
    return __stdio_write(string, strlen(string)) < 0 ? EOF : 0;
}

int puts(const char *string)
{
    return fputs(string, stdout) < 0 ? EOF : putchar('\n') < 0 ? EOF : 0;
}

size_t fwrite(const void *__restrict data, size_t size, size_t count, FILE *__restrict stream)
{
    (void)stream;
    size_t length;
    if (size == 0 || __builtin_mul_overflow(size, count, &length)) {
        return 0;
    }
    return __stdio_write(data, length) < 0 ? 0 : count;
}

int fgetc(FILE *stream)
{
    if (stream->pushedBack != 0) {
        int character = stream->pushedBack - 1;
        stream->pushedBack = 0;
        return character;
    }
    return __stdio_read();
}

int ungetc(int character, FILE *stream)
{
    if (character == EOF || stream->pushedBack != 0) {
        return EOF;
    }
    stream->pushedBack = (unsigned char)character + 1;
    return (unsigned char)character;
}

size_t fread(void *__restrict data, size_t size, size_t count, FILE *__restrict stream)
{
    size_t length;
    if (size == 0 || __builtin_mul_overflow(size, count, &length)) {
        return 0;
    }
    for (size_t done = 0; done < length; done++) {
        int character = fgetc(stream);
        if (character < 0) {
            return done / size;
        }
        ((unsigned char *)data)[done] = (unsigned char)character;
    }
    return count;
}

int getc(FILE *stream)
{
    return fgetc(stream);
}

int getchar(void)
{
    return fgetc(stdin);
}

char *fgets(char *__restrict buffer, int size, FILE *__restrict stream)
{
    int length = 0;
    while (length < size - 1) {
        int character = fgetc(stream);
        if (character < 0) {
            break;
        }
        buffer[length++] = (char)character;
        if (character == '\n') {
            break;
        }
    }
    if (length == 0) {
        return NULL;
    }
    buffer[length] = '\0';
    return buffer;
}

int fflush(FILE *stream)
{
    (void)stream;
    return 0;
}

int ferror(FILE *stream)
{
    (void)stream;
    return 0;
}

int feof(FILE *stream)
{
    (void)stream;
    return 0;
}

void clearerr(FILE *stream)
{
    (void)stream;
}

int remove(const char *name)
{
    (void)name;
    errno = ENOENT;
    return -1;
}

int rename(const char *from, const char *to)
{
    (void)to;
    return remove(from);
}

FILE *fopen(const char *__restrict name, const char *__restrict mode)
{
    (void)name;
    (void)mode;
    errno = ENOENT;
    return NULL;
}

FILE *freopen(const char *__restrict name, const char *__restrict mode, FILE *__restrict stream)
{
    (void)stream;
    return fopen(name, mode);
}

int fclose(FILE *stream)
{
    (void)stream;
    return 0;
}

int fseek(FILE *stream, long offset, int origin)
{
    (void)stream;
    (void)offset;
    (void)origin;
    errno = ESPIPE;
    return -1;
}

long ftell(FILE *stream)
{
    return fseek(stream, 0, SEEK_CUR);
}

void perror(const char *prefix)
{
    const char *text = strerror(errno);
    if (prefix != NULL && *prefix != '\0') {
        fputs(prefix, stderr);
        fputs(": ", stderr);
    }
    fputs(text, stderr);
    fputc('\n', stderr);
}
