// Xoroshiro generators (Blackman and Vigna): fast numbers that look random. Not for secrets: some
// outputs tell all others.
#ifndef DS_XOROSHIRO_H
#define DS_XOROSHIRO_H

#include <cstdint>
#include <cstdlib>
#include <debug.hh>

namespace ds::xoroshiro {
namespace detail {
using Debug = ConditionalDebug<false, "xoroshiro">;

/// The generator with shifts A, B, C, and the polynomials of its jumps.
template <typename State, typename Result, State A, State B, State C, State Jump0 = 0,
          State Jump1 = 0, State LongJump0 = 0, State LongJump1 = 0>
class XorOshiro
{
    static constexpr unsigned StateBits = 8 * sizeof(State);
    static constexpr unsigned ResultBits = 8 * sizeof(Result);
    static_assert(StateBits >= ResultBits, "a result is made of one word of state");
    static_assert(A <= StateBits && B <= StateBits && C <= StateBits, "no such shift");

    State x;
    State y;

    static State rotl(State value, State by)
    {
        return static_cast<State>((value << by) | (value >> (StateBits - by)));
    }

    static void check(State x, State y)
    {
        Debug::Invariant(x != 0 || y != 0, "All zero is the one state that is left by nothing");
    }

    void jump(State jump0, State jump1)
    {
        State newX = 0;
        State newY = 0;
        for (State polynomial : {jump0, jump1}) {
            for (unsigned bit = 0; bit < StateBits; bit++) {
                if ((polynomial >> bit & 1) != 0) {
                    newX ^= x;
                    newY ^= y;
                }
                next();
            }
        }
        x = newX;
        y = newY;
    }

public:
    /// Not both 0.
    XorOshiro(State theX = 5489, State theY = 0) { set_state(theX, theY); }

    void set_state(State newX, State newY = 0)
    {
        check(newX, newY);
        x = newX;
        y = newY;
        next();
    }

    Result next()
    {
        State sum = static_cast<State>(x + y);
        y ^= x;
        x = static_cast<State>(rotl(x, A) ^ y ^ static_cast<State>(y << B));
        y = rotl(y, C);
        return static_cast<Result>(sum >> (StateBits - ResultBits));
    }
    Result operator()() { return next(); }

    /// 2^64 steps, or 2^96, at once: for sequences that do not overlap.
    void jump()
        requires(Jump0 != 0) && (Jump1 != 0)
    {
        jump(Jump0, Jump1);
    }
    void long_jump()
        requires(LongJump0 != 0) && (LongJump1 != 0)
    {
        jump(LongJump0, LongJump1);
    }
};
} // namespace detail

// Named for the bits of state and of result.
using P128R64 = detail::XorOshiro<uint64_t, uint64_t, 24, 16, 37, 0xdf900294d8f554a5,
                                  0x170865df4b3201fc, 0xd2a98b26625eee7b, 0xdddf9b1090aa7ac1>;
using P128R32 = detail::XorOshiro<uint64_t, uint32_t, 24, 16, 37>;
using P64R32 = detail::XorOshiro<uint32_t, uint32_t, 27, 7, 20>;
using P64R16 = detail::XorOshiro<uint32_t, uint16_t, 27, 7, 20>;
using P32R16 = detail::XorOshiro<uint16_t, uint16_t, 13, 5, 10>;
using P32R8 = detail::XorOshiro<uint16_t, uint8_t, 13, 5, 10>;
using P16R8 = detail::XorOshiro<uint8_t, uint8_t, 4, 7, 3>;
} // namespace ds::xoroshiro

#endif
