// The compiler's integer functions: names and types as GCC and LLVM call them.
//
// On a 32-bit target the compiler calls these for 64-bit arithmetic it does not open up in place.
// The machine has 32-bit multiply (low and high half) and divide instructions; everything here is
// made of those. None of these functions may use, on 64-bit values, the operation it implements.
#ifndef INTEGERS_H
#define INTEGERS_H

#include <cdefs.h>
#include <stdint.h>

enum
{
    WordBits = 32
};

static inline uint32_t low_word(uint64_t value)
{
    return (uint32_t)value;
}

static inline uint32_t high_word(uint64_t value)
{
    return (uint32_t)(value >> WordBits);
}

/// Two words side by side: register moves, not a shift.
static inline uint64_t words_join(uint32_t high, uint32_t low)
{
    return (uint64_t)high << WordBits | low;
}

int64_t __cheri_libcall __muldi3(int64_t left, int64_t right);
uint64_t __cheri_libcall __udivdi3(uint64_t numerator, uint64_t denominator);
uint64_t __cheri_libcall __umoddi3(uint64_t numerator, uint64_t denominator);
int64_t __cheri_libcall __divdi3(int64_t numerator, int64_t denominator);
int64_t __cheri_libcall __moddi3(int64_t numerator, int64_t denominator);
uint64_t __cheri_libcall __udivmoddi4(uint64_t numerator, uint64_t denominator,
                                      uint64_t *remainder);
int64_t __cheri_libcall __divmoddi4(int64_t numerator, int64_t denominator, int64_t *remainder);
int32_t __cheri_libcall __divmodsi4(int32_t numerator, int32_t denominator, int32_t *remainder);
uint32_t __cheri_libcall __udivmodsi4(uint32_t numerator, uint32_t denominator,
                                      uint32_t *remainder);
int32_t __cheri_libcall __mulsi3(int32_t left, int32_t right);
uint32_t __cheri_libcall __udivsi3(uint32_t numerator, uint32_t denominator);
uint32_t __cheri_libcall __umodsi3(uint32_t numerator, uint32_t denominator);
int32_t __cheri_libcall __divsi3(int32_t numerator, int32_t denominator);
int32_t __cheri_libcall __modsi3(int32_t numerator, int32_t denominator);

int64_t __cheri_libcall __ashldi3(int64_t value, int amount);
uint64_t __cheri_libcall __lshrdi3(uint64_t value, int amount);
int64_t __cheri_libcall __ashrdi3(int64_t value, int amount);

int __cheri_libcall __clzsi2(uint32_t value);
int __cheri_libcall __clzdi2(uint64_t value);
int __cheri_libcall __ctzsi2(uint32_t value);
int __cheri_libcall __ctzdi2(uint64_t value);
int __cheri_libcall __ffssi2(uint32_t value);
int __cheri_libcall __ffsdi2(uint64_t value);
int __cheri_libcall __popcountsi2(uint32_t value);
int __cheri_libcall __popcountdi2(uint64_t value);
int __cheri_libcall __paritysi2(uint32_t value);
int __cheri_libcall __paritydi2(uint64_t value);
uint32_t __cheri_libcall __bswapsi2(uint32_t value);
uint64_t __cheri_libcall __bswapdi2(uint64_t value);

int __cheri_libcall __cmpdi2(int64_t left, int64_t right);
int __cheri_libcall __ucmpdi2(uint64_t left, uint64_t right);
int64_t __cheri_libcall __negdi2(int64_t value);

int32_t __cheri_libcall __mulosi4(int32_t left, int32_t right, int *overflowed);
int64_t __cheri_libcall __mulodi4(int64_t left, int64_t right, int *overflowed);
int32_t __cheri_libcall __absvsi2(int32_t value);
int64_t __cheri_libcall __absvdi2(int64_t value);
int32_t __cheri_libcall __negvsi2(int32_t value);
int64_t __cheri_libcall __negvdi2(int64_t value);
int32_t __cheri_libcall __addvsi3(int32_t left, int32_t right);
int64_t __cheri_libcall __addvdi3(int64_t left, int64_t right);
int32_t __cheri_libcall __subvsi3(int32_t left, int32_t right);
int64_t __cheri_libcall __subvdi3(int64_t left, int64_t right);
int32_t __cheri_libcall __mulvsi3(int32_t left, int32_t right);
int64_t __cheri_libcall __mulvdi3(int64_t left, int64_t right);

#endif
