// What the parts of the evaluator share.
#pragma once

#include "toolchain/audit/policy/evaluator.h"

namespace griotte::audit {

template <typename... Arguments>
bool Evaluator::stop(const Place &place, fmt::format_string<Arguments...> format,
                     Arguments &&...arguments)
{
    if (!error.has_value()) {
        error = fail_at(place, format, std::forward<Arguments>(arguments)...).error();
    }
    return false;
}

/// One level of nesting while it lives.
class DepthGuard
{
public:
    DepthGuard(Evaluator &theEvaluator, const Place &place) : evaluator(theEvaluator)
    {
        if (++evaluator.depth > evaluator.limits.depth) {
            evaluator.stop(place,
                           "gave up here: more than {} conditions and terms inside each "
                           "other",
                           evaluator.limits.depth);
        }
    }
    ~DepthGuard() { evaluator.depth--; }
    DepthGuard(const DepthGuard &) = delete;
    DepthGuard &operator=(const DepthGuard &) = delete;

    [[nodiscard]] bool is_good() const { return !evaluator.error.has_value(); }

private:
    Evaluator &evaluator;
};

/// Calls `visit` with key and value of each element (a set's are both) until it returns false;
/// false if it did.
template <typename Visit>
bool elements_visit(const Value &collection, Visit visit)
{
    switch (collection.kind()) {
    case Value::Kind::Array:
        for (size_t index = 0; index < collection.size(); index++) {
            if (!visit(Value::number(static_cast<int64_t>(index)), collection.items()[index])) {
                return false;
            }
        }
        return true;
    case Value::Kind::Set:
        for (const Value &item : collection.items()) {
            if (!visit(item, item)) {
                return false;
            }
        }
        return true;
    case Value::Kind::Object:
        for (const auto &[key, item] : collection.members()) {
            if (!visit(key, item)) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

} // namespace griotte::audit
