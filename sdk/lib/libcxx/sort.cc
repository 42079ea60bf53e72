// std::sort of arithmetic types, which libc++ instantiates once, in its library.
#include <algorithm>
#include <bit>

_LIBCPP_BEGIN_NAMESPACE_STD

/// Introsort, which may go twice the logarithm of the length deep before it becomes heapsort.
template <class Compare, class Iterator>
void __sort(Iterator first, Iterator last, Compare)
{
    const auto length = static_cast<size_t>(last - first);
    if (length < 2) {
        return;
    }
    const auto depth = static_cast<ptrdiff_t>(2 * (std::bit_width(length) - 1));
    // Blocks without branches pay where branches are guessed wrongly: on machines that guess.
    std::__introsort<_ClassicAlgPolicy, ranges::less, Iterator, false>(first, last, {}, depth);
}

template void __sort<__less<char> &, char *>(char *, char *, __less<char> &);
template void __sort<__less<signed char> &, signed char *>(signed char *, signed char *,
                                                           __less<signed char> &);
template void __sort<__less<unsigned char> &, unsigned char *>(unsigned char *, unsigned char *,
                                                               __less<unsigned char> &);
template void __sort<__less<short> &, short *>(short *, short *, __less<short> &);
template void __sort<__less<unsigned short> &, unsigned short *>(unsigned short *, unsigned short *,
                                                                 __less<unsigned short> &);
template void __sort<__less<int> &, int *>(int *, int *, __less<int> &);
template void __sort<__less<unsigned> &, unsigned *>(unsigned *, unsigned *, __less<unsigned> &);
template void __sort<__less<long> &, long *>(long *, long *, __less<long> &);
template void __sort<__less<unsigned long> &, unsigned long *>(unsigned long *, unsigned long *,
                                                               __less<unsigned long> &);
template void __sort<__less<long long> &, long long *>(long long *, long long *,
                                                       __less<long long> &);
template void __sort<__less<unsigned long long> &, unsigned long long *>(
    unsigned long long *, unsigned long long *, __less<unsigned long long> &);
template void __sort<__less<float> &, float *>(float *, float *, __less<float> &);
template void __sort<__less<double> &, double *>(double *, double *, __less<double> &);
template void __sort<__less<long double> &, long double *>(long double *, long double *,
                                                           __less<long double> &);

_LIBCPP_END_NAMESPACE_STD
