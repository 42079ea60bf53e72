// CHERIOT_MAP(f, a, b, c) is f(a) f(b) f(c); CHERIOT_MAP_LIST has commas in between; with _UD, f(a,
// ud) and so on. Up to 365 arguments.
//
// A macro does not expand itself while it is being expanded, so one step leaves the next one behind
// in a form that becomes a call when the text is scanned again; CHERIOT_EVAL scans often enough.
#ifndef CHERIOT_MACRO_MAP_H
#define CHERIOT_MACRO_MAP_H

#define CHERIOT_EVAL(...) CHERIOT_EVAL4(CHERIOT_EVAL4(CHERIOT_EVAL4(__VA_ARGS__)))
#define CHERIOT_EVAL4(...) CHERIOT_EVAL3(CHERIOT_EVAL3(CHERIOT_EVAL3(__VA_ARGS__)))
#define CHERIOT_EVAL3(...) CHERIOT_EVAL2(CHERIOT_EVAL2(CHERIOT_EVAL2(__VA_ARGS__)))
#define CHERIOT_EVAL2(...) CHERIOT_EVAL1(CHERIOT_EVAL1(CHERIOT_EVAL1(__VA_ARGS__)))
#define CHERIOT_EVAL1(...) CHERIOT_EVAL0(CHERIOT_EVAL0(CHERIOT_EVAL0(__VA_ARGS__)))
#define CHERIOT_EVAL0(...) __VA_ARGS__

#define CHERIOT_MAP_PARENTHESES ()

#define CHERIOT_MAP(f, ...) __VA_OPT__(CHERIOT_EVAL(CHERIOT_MAP_STEP(f, __VA_ARGS__)))
#define CHERIOT_MAP_STEP(f, x, ...)                                                                \
    f(x) __VA_OPT__(CHERIOT_MAP_AGAIN CHERIOT_MAP_PARENTHESES(f, __VA_ARGS__))
#define CHERIOT_MAP_AGAIN() CHERIOT_MAP_STEP

#define CHERIOT_MAP_UD(f, ud, ...) __VA_OPT__(CHERIOT_EVAL(CHERIOT_MAP_UD_STEP(f, ud, __VA_ARGS__)))
#define CHERIOT_MAP_UD_STEP(f, ud, x, ...)                                                         \
    f(x, ud) __VA_OPT__(CHERIOT_MAP_UD_AGAIN CHERIOT_MAP_PARENTHESES(f, ud, __VA_ARGS__))
#define CHERIOT_MAP_UD_AGAIN() CHERIOT_MAP_UD_STEP

#define CHERIOT_MAP_LIST(f, ...) __VA_OPT__(CHERIOT_EVAL(CHERIOT_MAP_LIST_STEP(f, __VA_ARGS__)))
#define CHERIOT_MAP_LIST_STEP(f, x, ...)                                                           \
    f(x) __VA_OPT__(, CHERIOT_MAP_LIST_AGAIN CHERIOT_MAP_PARENTHESES(f, __VA_ARGS__))
#define CHERIOT_MAP_LIST_AGAIN() CHERIOT_MAP_LIST_STEP

#define CHERIOT_MAP_LIST_UD(f, ud, ...)                                                            \
    __VA_OPT__(CHERIOT_EVAL(CHERIOT_MAP_LIST_UD_STEP(f, ud, __VA_ARGS__)))
#define CHERIOT_MAP_LIST_UD_STEP(f, ud, x, ...)                                                    \
    f(x, ud) __VA_OPT__(, CHERIOT_MAP_LIST_UD_AGAIN CHERIOT_MAP_PARENTHESES(f, ud, __VA_ARGS__))
#define CHERIOT_MAP_LIST_UD_AGAIN() CHERIOT_MAP_LIST_UD_STEP

#endif
