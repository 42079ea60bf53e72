// CoreMark's portability layer for griotte and for the stand-ins beside it: what CoreMark asks a
// port to define, in the order its documentation asks. One context, static memory, output by
// putchar, no floats.
#ifndef CORE_PORTME_H
#define CORE_PORTME_H

#include <stddef.h>

#define HAS_FLOAT 0
#define HAS_TIME_H 0
#define USE_CLOCK 0
#define HAS_STDIO 0
#define HAS_PRINTF 0

#define MAIN_HAS_NOARGC 1
#define MAIN_HAS_NORETURN 0
#define MULTITHREAD 1

// The block is handed out by portable_malloc, so that it is aligned for structures with pointers;
// it is static memory all the same.
#define SEED_METHOD SEED_VOLATILE
#define MEM_METHOD MEM_MALLOC
#define MEM_LOCATION "STATIC"

#ifdef __clang__
#define COMPILER_VERSION __VERSION__
#else
#define COMPILER_VERSION "GCC " __VERSION__
#endif
#ifndef COMPILER_FLAGS
#define COMPILER_FLAGS "unknown"
#endif

typedef signed short ee_s16;
typedef unsigned short ee_u16;
typedef signed int ee_s32;
typedef unsigned int ee_u32;
typedef unsigned char ee_u8;
typedef float ee_f32;
typedef __SIZE_TYPE__ ee_size_t;
typedef ee_u32 CORE_TICKS;
#define CORETIMETYPE ee_u32

// CoreMark wants an integer as large as a pointer, and only to look at addresses.
#ifdef __CHERI__
typedef unsigned long long ee_ptr_int;
#else
typedef __UINTPTR_TYPE__ ee_ptr_int;
#endif

// Moves a pointer up to a multiple of four: the pointer itself, so that it keeps its provenance.
#define align_mem(pointer) ((void *)((char *)(pointer) + (-(unsigned)(ee_size_t)(pointer) & 3u)))

// What is kept with the results of a context.
typedef struct CORE_PORTABLE_S
{
    ee_u8 portable_id;
} core_portable;

extern ee_u32 default_num_contexts;

void portable_init(core_portable *port, int *count, char *arguments[]);
void portable_fini(core_portable *port);
int ee_printf(const char *format, ...);

// Which of CoreMark's three sets of seeds: the 2K performance run unless the build says otherwise.
#if !defined(PROFILE_RUN) && !defined(PERFORMANCE_RUN) && !defined(VALIDATION_RUN)
#define PERFORMANCE_RUN 1
#endif
#ifndef ITERATIONS
#define ITERATIONS 1
#endif

#endif
