// Words the SDK's headers are written with: language differences, compiler attributes, and the
// attributes of CHERIoT's calling conventions. Those mean something only where there are
// compartments, that is in code for the RTOS; in bare-metal code, in the baseline and on the host
// they are empty, and the same headers serve all four.
#ifndef CDEFS_H
#define CDEFS_H

#ifndef __has_attribute
#define __has_attribute(x) 0
#endif
#ifndef __has_feature
#define __has_feature(x) 0
#endif
#ifndef __has_extension
#define __has_extension __has_feature
#endif
#ifndef __has_include
#define __has_include(x) 0
#endif
#ifndef __has_builtin
#define __has_builtin(x) 0
#endif

/// Defined where code is compiled for a compartment or a library of the RTOS.
#if defined(__CHERIOT__) && !defined(__CHERIOT_BAREMETAL__)
#define __CHERIOT_RTOS__ 1
#endif

#ifndef __ASSEMBLER__
/// The address a pointer holds, as a number. It can not be made a pointer again.
#ifdef __PTRADDR_TYPE__
typedef __PTRADDR_TYPE__ ptraddr_t;
#else
typedef __UINTPTR_TYPE__ ptraddr_t;
#endif
#endif

/// Text for one of the two languages.
#ifdef __cplusplus
#define __if_cxx(x) x
#define __if_c(x)
#else
#define __if_cxx(x)
#define __if_c(x) x
#endif

// C's spelling of bool, for headers that serve both languages.
#if defined(__cplusplus) && !defined(_Bool) && !defined(__ASSEMBLER__)
using _Bool = bool;
#endif

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS }
#define __DECL extern "C"
#else
#define __BEGIN_DECLS
#define __END_DECLS
#define __DECL
#endif

// The compiler's attributes by the names BSD gave them. The host's own cdefs.h has most of them
// too.
#ifndef __weak_symbol
#define __weak_symbol __attribute__((__weak__))
#endif
#ifndef __dead2
#define __dead2 __attribute__((__noreturn__))
#endif
#ifndef __pure2
#define __pure2 __attribute__((__const__))
#endif
#ifndef __noinline
#define __noinline __attribute__((__noinline__))
#endif
#ifndef __always_inline
#define __always_inline __attribute__((__always_inline__))
#endif
#ifdef __CHERIOT_RTOS__ // libc++ and the host's headers use some of these as names
#define __unused __attribute__((__unused__))
#define __used __attribute__((__used__))
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
#define __section(x) __attribute__((__section__(x)))
#define __alloc_size(x) __attribute__((__alloc_size__(x)))
#define __alloc_align(x) __attribute__((__alloc_align__(x)))
#endif

// Functions other domains call (docs/reference/compiler.md, "Attributes").
//
// clang-tidy compiles everything as one compartment, so entry points would all be misplaced.
#if defined(__CHERIOT_RTOS__) && !defined(CLANG_TIDY)
#define __cheri_compartment(x) __attribute__((cheriot_compartment(x)))
#else
#define __cheri_compartment(x)
#endif
#ifdef __CHERIOT_RTOS__
#define __cheri_libcall __attribute__((cheriot_libcall))
#define __cheri_callback __attribute__((cheriot_ccallback))
#define __cheriot_minimum_stack(x) __attribute__((cheriot_minimum_stack(x)))
#define __cheri_no_subobject_bounds __attribute__((cheriot_no_subobject_bounds))
/// The interrupts' state while a function runs: enabled, disabled or inherit.
#define __cheriot_interrupt_state(x) __attribute__((cheriot_interrupt_state(x)))
#else
#define __cheri_libcall
#define __cheri_callback
#define __cheriot_minimum_stack(x)
#define __cheri_no_subobject_bounds
#define __cheriot_interrupt_state(x)
#endif
#define __cheriot_compartment(x) __cheri_compartment(x)
#define __cheriot_libcall __cheri_libcall
#define __cheriot_callback __cheri_callback

#ifndef offsetof
#define offsetof(t, d) __builtin_offsetof(t, d)
#endif

#define __predict_true(exp) __builtin_expect((exp), 1)
#define __predict_false(exp) __builtin_expect((exp), 0)

/// A string of the tokens of `a`, macros in it expanded or not.
#ifndef __STRING
#define __STRING(a) #a
#endif
#define __XSTRING(a) __STRING(a)

/// A pragma whose text may be put together by the preprocessor. Not with Microsoft's keyword of
/// that name, which the compiler may already have.
#define __pragma_helper(x) _Pragma(#x)
#ifndef _MSC_EXTENSIONS
#define __pragma(x) __pragma_helper(x)
#endif

/// Switches one warning of clang, given as the string "-W...", off until the next pop.
#ifdef __clang__
#define __clang_ignored_warning_push(x)                                                            \
    _Pragma("clang diagnostic push") __pragma_helper(clang diagnostic ignored x)
#define __clang_ignored_warning_pop() _Pragma("clang diagnostic pop")
#else
#define __clang_ignored_warning_push(x)
#define __clang_ignored_warning_pop()
#endif

/// On functions that may still change; a warning where CHERIOT_EXPERIMENTAL_APIS_WARN asks for it.
#ifdef CHERIOT_EXPERIMENTAL_APIS_WARN
#define CHERIOT_EXPERIMENTAL(msg) __attribute__((__deprecated__(msg)))
#else
#define CHERIOT_EXPERIMENTAL(msg)
#endif

#define CHERIOT_VERSION_TRIPLE(major, minor, patch) ((major) * 10000 + (minor) * 100 + (patch))

/// Declares a function of a shared library under its C name, whatever the language around it, so
/// that the compiler knows it as the standard's function of that name.
#define CHERIOT_DECLARE_STANDARD_LIBCALL(name, ret, ...)                                           \
    __cheri_libcall ret name(__VA_ARGS__) __asm__(#name);

#endif
