// The types operator new and delete are declared with, as <new> has them.
#pragma once

#include <stddef.h>

namespace std {

enum class align_val_t : size_t
{
};

struct nothrow_t
{
    explicit nothrow_t() = default;
};
extern const nothrow_t nothrow;

} // namespace std
