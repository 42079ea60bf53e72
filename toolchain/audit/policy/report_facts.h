// The report's entries as facts: what one says in words, and where in the sources it comes from.
//
// A value that was taken out of the report is still the report's (Value::identity()), so any value
// of an evaluation can be asked whether it is an entry.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "toolchain/audit/policy/value.h"

namespace griotte::audit {

struct ReportFact
{
    /// What tells most comes last.
    enum class Kind : uint8_t
    {
        Compartment,
        Thread,
        SharedObject,
        Export,
        Import
    };

    Kind kind = Kind::Compartment;
    /// "greeter imports the device uart, to load and store".
    std::string text;
    /// What it would take to undo it: "take the uses of the device uart out of greeter"; empty when
    /// there is no one thing.
    std::string remedy;
    /// "greeter.c:14"; empty when the report does not say.
    std::vector<std::string> sources;
    /// "compartments.greeter.imports[2]".
    std::string path;
};

class ReportFacts
{
public:
    /// `board` gives devices their names and may be null.
    ReportFacts(const Value &report, const Value *board);

    /// The fact `value` is, or null pointer.
    [[nodiscard]] const ReportFact *find(const Value &value) const;

private:
    void compartment_add(const Value &name, const Value &compartment, const Value *board);
    void add(const Value &value, ReportFact fact);

    std::map<const void *, ReportFact> facts;
};

} // namespace griotte::audit
