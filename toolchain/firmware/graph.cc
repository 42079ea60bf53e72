#include "toolchain/firmware/graph.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "toolchain/link/complaints.h"

namespace griotte::firmware {

namespace {

/// A domain that may be linked, before it is known whether it is.
struct Candidate
{
    const Domain *domain = nullptr;
    /// Null for the manifest's own.
    const Part *part = nullptr;
    /// Names as the domains themselves have them: no aliases.
    std::vector<std::string> uses;
    /// A thread starts in it.
    bool hasThread = false;
};

class GraphMaker
{
public:
    GraphMaker(const Manifest &theManifest, const Catalogue &theCatalogue, const Board &theBoard)
        : manifest(theManifest), catalogue(theCatalogue), board(theBoard)
    {}

    Result<Graph> make()
    {
        candidates_collect();
        for (auto &[name, candidate] : candidates) {
            uses_resolve(candidate);
        }
        threads_check();
        circles_find();
        shared_objects_merge();
        TRY_VOID(complaints.result());
        members_make();
        return std::move(graph);
    }

private:
    void candidates_collect()
    {
        for (const Part &part : catalogue.parts) {
            if (!part.lack_on(board).has_value()) {
                candidates.emplace(part.domain.name.text,
                                   Candidate{&part.domain, &part, {}, false});
            }
        }
        for (const Domain &domain : manifest.domains) {
            const Part *part = catalogue.find(domain.name.text);
            if (part != nullptr) {
                complaints.add("{}: the SDK has a {} of that name; choose another",
                               domain.name.place.to_string(), to_string(part->domain.kind));
                continue;
            }
            candidates.emplace(domain.name.text, Candidate{&domain, nullptr, {}, false});
        }
    }

    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> result;
        for (const auto &[name, candidate] : candidates) {
            result.push_back(name);
        }
        return result;
    }

    /// The name of the domain that `word` may be an alias of.
    [[nodiscard]] const std::string &name_of(const Word &word) const
    {
        const Part *part = catalogue.find(word.text);
        return part == nullptr ? word.text : part->domain.name.text;
    }

    /// The domain called `word`; null, after a complaint, when there is none.
    Candidate *candidate_find(const Word &word)
    {
        const Part *part = catalogue.find(word.text);
        const auto found = candidates.find(name_of(word));
        if (found != candidates.end()) {
            return &found->second;
        }
        if (part != nullptr) {
            complaints.add("{}: '{}' is for boards with {}, which '{}' has not",
                           word.place.to_string(), word.text,
                           part->lack_on(board).value_or("something else"), board.name);
            return nullptr;
        }
        complaints.add("{}: there is no '{}' here or in the SDK{}", word.place.to_string(),
                       word.text, name_hint(word.text));
        return nullptr;
    }

    [[nodiscard]] std::string name_hint(const std::string &word) const
    {
        const auto all = names();
        const std::string hint = spelling_hint(word, all);
        return hint.empty() ? fmt::format("; add a table [compartments.{0}] or [libraries.{0}], or "
                                          "see `griotte build --parts`",
                                          word)
                            : hint;
    }

    void uses_resolve(Candidate &candidate)
    {
        const auto add = [&](const Word &word) {
            if (candidate.part != nullptr && !candidates.contains(name_of(word))) {
                return; // a part for other boards
            }
            const Candidate *used = candidate_find(word);
            if (used == nullptr || used == &candidate) {
                return;
            }
            const std::string &name = used->domain->name.text;
            if (std::ranges::find(candidate.uses, name) == candidate.uses.end()) {
                candidate.uses.push_back(name);
            }
        };
        std::ranges::for_each(candidate.domain->uses, add);
        if (candidate.part == nullptr) {
            for (const Word &word : manifest.uses) {
                // A library for all is not for itself, nor for what it is made of.
                if (!may_reach(word.text, candidate.domain->name.text)) {
                    add(word);
                }
            }
        }
    }

    /// Whether `from` uses `to`, by the manifest's tables of domains, directly or through others.
    [[nodiscard]] bool may_reach(const std::string &from, const std::string &to) const
    {
        std::set<std::string> seen;
        std::vector<std::string> open{from};
        while (!open.empty()) {
            const std::string name = std::move(open.back());
            open.pop_back();
            if (name == to) {
                return true;
            }
            const auto found = candidates.find(name);
            if (found == candidates.end() || !seen.insert(name).second) {
                continue;
            }
            for (const Word &word : found->second.domain->uses) {
                open.push_back(word.text);
            }
        }
        return false;
    }

    void threads_check()
    {
        for (const Thread &thread : manifest.threads) {
            Candidate *candidate = candidate_find(thread.compartment);
            if (candidate == nullptr) {
                continue;
            }
            if (candidate->domain->kind != DomainKind::Compartment) {
                complaints.add("{}: '{}' is a {}; threads start in compartments",
                               thread.compartment.place.to_string(), thread.compartment.text,
                               to_string(candidate->domain->kind));
            }
            candidate->hasThread = true;
        }
    }

    void circles_find()
    {
        std::set<std::string> done;
        for (const Domain &domain : manifest.domains) {
            std::vector<std::string> path;
            circle_find(domain.name.text, path, done);
        }
    }

    /// Follows uses from `name`; `path` is how one got here.
    void circle_find(const std::string &name, std::vector<std::string> &path,
                     std::set<std::string> &done)
    {
        const auto found = candidates.find(name);
        if (done.contains(name) || found == candidates.end()) {
            return;
        }
        const auto before = std::ranges::find(path, name);
        if (before != path.end()) {
            const Domain &last = *candidates.at(path.back()).domain;
            const auto use = std::ranges::find(last.uses, name, &Word::text);
            const Place place = use == last.uses.end() ? last.name.place : use->place;
            complaints.add(
                "{}: goes in a circle: {} -> {}; take one out, or move what both need to "
                "a third",
                place.to_string(), fmt::join(std::vector<std::string>(before, path.end()), " -> "),
                name);
            return;
        }
        path.push_back(name);
        for (const std::string &used : found->second.uses) {
            circle_find(used, path, done);
        }
        path.pop_back();
        done.insert(name);
    }

    void shared_objects_merge()
    {
        graph.sharedObjects = catalogue.sharedObjects;
        for (const SharedObject &object : manifest.sharedObjects) {
            const bool isTaken =
                std::ranges::any_of(catalogue.sharedObjects, [&](const SharedObject &other) {
                    return other.name.text == object.name.text;
                });
            if (isTaken) {
                complaints.add("{}: the SDK has a shared object of that name; choose another",
                               object.name.place.to_string());
                continue;
            }
            graph.sharedObjects.push_back(object);
        }
    }

    /// `name` and all it uses, directly or through others.
    [[nodiscard]] std::set<std::string> reach_of(const std::string &name) const
    {
        std::set<std::string> seen;
        std::vector<std::string> open{name};
        while (!open.empty()) {
            const std::string next = std::move(open.back());
            open.pop_back();
            if (seen.insert(next).second) {
                const auto &uses = candidates.at(next).uses;
                open.insert(open.end(), uses.begin(), uses.end());
            }
        }
        return seen;
    }

    /// The objects linked into the domain called `name`: those it uses itself, and those they use.
    /// What another domain has in it is that domain's.
    [[nodiscard]] std::vector<Domain> objects_of(const std::string &name) const
    {
        std::vector<Domain> result;
        std::vector<std::string> open{name};
        std::set<std::string> seen;
        while (!open.empty()) {
            const std::string next = std::move(open.back());
            open.pop_back();
            for (const std::string &used : candidates.at(next).uses) {
                const Domain &domain = *candidates.at(used).domain;
                if (domain.kind == DomainKind::Objects && seen.insert(used).second) {
                    result.push_back(domain);
                    open.push_back(used);
                }
            }
        }
        return result;
    }

    void members_make()
    {
        std::set<std::string> wanted;
        for (const auto &[name, candidate] : candidates) {
            if (candidate.part == nullptr || candidate.part->isCore || candidate.hasThread) {
                wanted.merge(reach_of(name));
            }
        }
        const auto add = [&](const std::string &name) {
            const auto found = candidates.find(name);
            if (found == candidates.end()) {
                return; // a part for other boards
            }
            const Candidate &candidate = found->second;
            const DomainKind kind = candidate.domain->kind;
            if (kind == DomainKind::Objects ||
                (kind == DomainKind::Compartment && !wanted.contains(name)))
            {
                return;
            }
            const bool isOfSdk = candidate.part != nullptr;
            graph.members.push_back({*candidate.domain, isOfSdk,
                                     isOfSdk && candidate.part->isPortable, reach_of(name),
                                     objects_of(name)});
        };
        for (const Domain &domain : manifest.domains) {
            add(domain.name.text);
        }
        for (const Part &part : catalogue.parts) {
            add(part.domain.name.text);
        }
    }

    Graph graph;
    link::Complaints complaints;
    std::map<std::string, Candidate> candidates;
    const Manifest &manifest;
    const Catalogue &catalogue;
    const Board &board;
};

} // namespace

const Member *Graph::find(std::string_view name) const
{
    const auto found = std::ranges::find_if(
        members, [&](const Member &member) { return member.domain.name.text == name; });
    return found == members.end() ? nullptr : &*found;
}

Result<Graph> graph_make(const Manifest &manifest, const Catalogue &catalogue, const Board &board)
{
    return GraphMaker(manifest, catalogue, board).make();
}

} // namespace griotte::firmware
