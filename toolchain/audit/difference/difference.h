// What a firmware may do that another could not, and the other way round: what a reviewer has to
// read of a new image. Addresses, sizes of code and hashes are no authority: of those it is only
// said whose code is another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "toolchain/audit/authority/graph.h"

namespace griotte::audit {

enum class ChangeKind : uint8_t
{
    Gained,
    Lost,
    /// Neither more nor less, or nobody can say: contents of sealed objects, postures, priorities.
    Changed,
};

/// One change of what one subject may do.
struct Change
{
    ChangeKind kind = ChangeKind::Changed;
    /// Whose: a domain, a thread, a shared object; named alike in both images.
    NodeKind subjectKind = NodeKind::Compartment;
    std::string subject;
    /// What it is about, for programs: "domain", "call", "library_call", "device", "shared_object",
    /// "sealed_object", "key", "privilege", "entry_point", "sealing_type", "priority", "stack",
    /// "trusted_stack", "size".
    std::string category;
    /// The other end: "console.console_print", "uart"; empty if the subject itself is new or gone.
    std::string object;
    /// What it allowed and allows; each empty if there was or is nothing to say.
    std::string before;
    std::string after;
    /// Of devices and shared objects that both images have: the permissions that came or went.
    std::string permissions;
    /// In the new image's sources; of what is lost in the old one's.
    std::vector<SourcePlace> sources;

    bool operator==(const Change &) const = default;
    /// "may call console.console_print, interrupts disabled".
    [[nodiscard]] std::string sentence() const;
};

struct Difference
{
    /// By the subject's kind and name, then gained, lost, changed.
    std::vector<Change> changes;
    /// Domains in both images made of other code or initial data, with the same authority, by name;
    /// and "loader".
    std::vector<std::string> codeChanged;
    /// Domains made of the same parts whose bytes are others once they are linked: what they refer
    /// to is elsewhere, or something else in their own domain.
    std::vector<std::string> relinked;

    [[nodiscard]] bool is_empty() const
    {
        return changes.empty() && codeChanged.empty() && relinked.empty();
    }
};

/// What is different in `after`. Devices that only one of the reports names are known by their
/// ranges.
Difference difference_make(Report before, Report after);

/// For people: a heading a subject and a line a change, starting with '+', '-' or '!', with the
/// place in the sources behind it. Empty if there is no difference.
std::string difference_text(const Difference &difference);

/// For programs (docs/reference/audit-difference.md).
std::string difference_json(const Difference &difference);

} // namespace griotte::audit
