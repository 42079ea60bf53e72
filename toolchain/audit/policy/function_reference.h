// A function to call, owned by somebody else: std::function without its allocation. For arguments
// only.
#pragma once

#include <memory>
#include <type_traits>
#include <utility>

namespace griotte::audit {

template <typename Signature>
class FunctionReference;

template <typename Answer, typename... Arguments>
class FunctionReference<Answer(Arguments...)>
{
public:
    template <typename Callable>
        requires(!std::is_same_v<std::remove_cvref_t<Callable>, FunctionReference>)
    // NOLINTNEXTLINE(google-explicit-constructor,bugprone-forwarding-reference-overload)
    FunctionReference(Callable &&callable)
        : object(const_cast<void *>(static_cast<const void *>(std::addressof(callable)))),
          call([](void *where, Arguments... arguments) -> Answer {
              return (*static_cast<std::remove_reference_t<Callable> *>(where))(
                  std::forward<Arguments>(arguments)...);
          })
    {}

    Answer operator()(Arguments... arguments) const
    {
        return call(object, std::forward<Arguments>(arguments)...);
    }

private:
    void *object;
    Answer (*call)(void *, Arguments...);
};

} // namespace griotte::audit
