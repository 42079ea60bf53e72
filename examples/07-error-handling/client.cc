// Provokes one fault after the other, in others, and lives through them all.
#include "registry.h"
#include "services.h"

#include <debug.hh>
#include <errno.h>
#include <fail-simulator-on-error.h> // faults in here, that is: not the unwinding of who was called
#include <string_view>

namespace {

using Debug = ConditionalDebug<true, "Client">;

const char *name_of(int result)
{
    switch (result) {
    case -ECOMPARTMENTFAIL:
        return "-ECOMPARTMENTFAIL";
    case -EINVAL:
        return "-EINVAL";
    case -ENOENT:
        return "-ENOENT";
    default:
        return result >= 0 ? "fine" : "another error";
    }
}

void sums_try()
{
    const int numbers[] = {1, 2, 3, 4};
    Debug::log("1. No error handler: the call ends.");
    Debug::log("careless, 4 of 4 numbers: {}", careless_sum(numbers, 4));
    Debug::log("careless, 5 of 4 numbers: {}", name_of(careless_sum(numbers, 5)));
    Debug::log("careless, 4 of 4 numbers: {}", careless_sum(numbers, 4));

    Debug::log("2. An error handler: it looks, and the call ends.");
    Debug::log("reporting, 5 of 4 numbers: {}", name_of(reporting_sum(numbers, 5)));
    Debug::log("reporting, at null: {}", name_of(reporting_sum(nullptr, 1)));

    Debug::log("3. Handled where it happens: an error like others.");
    Debug::log("scoped, 4 of 4 numbers: {}", scoped_sum(numbers, 4));
    Debug::log("scoped, 5 of 4 numbers: {}", name_of(scoped_sum(numbers, 5)));
    Debug::log("scoped, at null: {}", name_of(scoped_sum(nullptr, 1)));
    Debug::log("scoped: {} calls, {} errors", scoped_calls(), scoped_errors());
}

int put(std::string_view name, int value)
{
    return registry_put(name.data(), name.size(), value);
}

int get(std::string_view name)
{
    return registry_get(name.data(), name.size());
}

void registry_try()
{
    Debug::log("4. A restart of the compartment.");
    put("red", 1);
    put("green", 2);
    Debug::log("green is {}", get("green"));
    Debug::log("a name too long: {}", name_of(put("ultraviolet", 3)));
    Debug::log("green after that: {}, {} names", name_of(get("green")), registry_count());
    put("green", 4);
    Debug::log("green is {}", get("green"));
}

} // namespace

int __cheri_compartment("client") client_run()
{
    sums_try();
    registry_try();
    return 0;
}
