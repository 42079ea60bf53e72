// What holds of every engine: fixtures with the engine as their parameter.
//
//     class FooTest : public EveryEngine {};
//     GRIOTTE_EVERY_ENGINE(FooTest);
//     TEST_P(FooTest, ...)
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "machine/cpu/engine.h"

namespace griotte::machine {

/// Tests of an engine that this build does not have are skipped. A fixture with a SetUp() of its
/// own calls this one first.
class EveryEngine : public testing::TestWithParam<EngineKind>
{
protected:
    void SetUp() override
    {
        if (!engine_is_available(GetParam())) {
            GTEST_SKIP() << "this build has no such engine";
        }
    }
    /// The engine, translating at first sight: tests are short.
    static EngineOptions engine_options() { return {.kind = GetParam(), .warmth = 1}; }
};

inline std::string engine_name(EngineKind kind)
{
    return kind == EngineKind::Interpreter ? "Interpreter" : "Translator";
}

} // namespace griotte::machine

#define GRIOTTE_EVERY_ENGINE(fixture)                                                              \
    INSTANTIATE_TEST_SUITE_P(                                                                      \
        All, fixture, testing::Values(EngineKind::Interpreter, EngineKind::Translator),            \
        [](const testing::TestParamInfo<EngineKind> &kind) { return engine_name(kind.param); })
