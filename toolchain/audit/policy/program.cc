#include "toolchain/audit/policy/program.h"

#include <algorithm>

#include "toolchain/audit/policy/checker.h"
#include "toolchain/audit/policy/parser.h"

namespace griotte::audit {

namespace {

/// Word that messages have for a definition's kind.
std::string_view kind_name(Definition::Kind kind)
{
    switch (kind) {
    case Definition::Kind::Complete:
        return "a value";
    case Definition::Kind::Set:
        return "a set";
    case Definition::Kind::Object:
        return "an object";
    case Definition::Kind::Function:
        break;
    }
    return "a function";
}

/// Definitions that belong together must be of one kind.
Result<void> definition_add(Rule &rule, const Definition &definition)
{
    if (rule.kind != definition.kind) {
        return fail_at(definition.place, "'{}' is {} here and {} at {}", rule.name,
                       kind_name(definition.kind), kind_name(rule.kind),
                       rule.definitions.empty() ? rule.otherwise->place.line_describe()
                                                : rule.definitions.front()->place.line_describe());
    }
    if (rule.arity != definition.arguments.size()) {
        return fail_at(definition.place, "'{}' has {} arguments here and {} elsewhere", rule.name,
                       definition.arguments.size(), rule.arity);
    }
    if (!definition.isDefault) {
        rule.definitions.push_back(&definition);
    } else if (rule.otherwise != nullptr) {
        return fail_at(definition.place, "'{}' has a default already, at {}", rule.name,
                       rule.otherwise->place.line_describe());
    } else {
        rule.otherwise = &definition;
    }
    return {};
}

DataNode &package_node(Program &program, const std::vector<std::string> &package)
{
    DataNode *node = &program.data;
    for (const std::string &name : package) {
        DataNode &child = node->children[name];
        child.path = node->path + "." + name;
        node = &child;
    }
    return *node;
}

/// Follows dependencies without recursion: policies may have long chains of rules.
class CycleFinder
{
public:
    explicit CycleFinder(const std::vector<std::vector<const Rule *>> &theEdges)
        : edges(theEdges), states(theEdges.size(), State::New)
    {}

    /// The rules of a cycle, the first again at the end; empty when there is none.
    std::vector<const Rule *> find(const std::deque<Rule> &rules)
    {
        for (const Rule &rule : rules) {
            if (states[rule.index] == State::New) {
                if (auto cycle = from(rule); !cycle.empty()) {
                    return cycle;
                }
            }
        }
        return {};
    }

private:
    enum class State : uint8_t
    {
        New,
        Open,
        Done
    };
    struct Step
    {
        const Rule *rule;
        size_t next = 0;
    };

    std::vector<const Rule *> from(const Rule &start)
    {
        std::vector<Step> path = {{&start}};
        states[start.index] = State::Open;
        while (!path.empty()) {
            Step &step = path.back();
            const auto &targets = edges[step.rule->index];
            if (step.next == targets.size()) {
                states[step.rule->index] = State::Done;
                path.pop_back();
                continue;
            }
            const Rule *target = targets[step.next++];
            if (states[target->index] == State::Open) {
                std::vector<const Rule *> cycle;
                const auto first = std::ranges::find(path, target, &Step::rule);
                std::ranges::transform(first, path.end(), std::back_inserter(cycle), &Step::rule);
                cycle.push_back(target);
                return cycle;
            }
            if (states[target->index] == State::New) {
                states[target->index] = State::Open;
                path.push_back({target});
            }
        }
        return {};
    }

    const std::vector<std::vector<const Rule *>> &edges;
    std::vector<State> states;
};

Result<void> recursion_check(const Program &program,
                             const std::vector<std::vector<const Rule *>> &dependencies)
{
    const auto cycle = CycleFinder(dependencies).find(program.rules);
    if (cycle.empty()) {
        return {};
    }
    constexpr size_t ShownRules = 8;
    std::string path;
    for (size_t index = 0; index < cycle.size(); index++) {
        if (index > ShownRules && index + 1 < cycle.size()) {
            path += index == ShownRules + 1 ? " -> ..." : "";
            continue;
        }
        path += (index == 0 ? "" : " -> ") + cycle[index]->path;
    }
    const Rule &rule = *cycle.front();
    const Definition &definition =
        rule.definitions.empty() ? *rule.otherwise : *rule.definitions.front();
    return fail_at(definition.place, "rule '{}' depends on itself, so it may have no value: {}",
                   rule.name, path);
}

} // namespace

const DataNode *DataNode::child(const std::string &name) const
{
    const auto found = children.find(name);
    return found == children.end() ? nullptr : &found->second;
}

const Rule *DataNode::rule(const std::string &name) const
{
    const auto found = rules.find(name);
    return found == rules.end() ? nullptr : found->second;
}

Result<void> rules_collect(Program &program)
{
    std::map<std::string, Rule *> known;
    for (Module &module : program.modules) {
        if (module.package.front() == "board") {
            return fail_at(module.place, "data.board is the board's description; a package needs "
                                         "another name");
        }
        DataNode &node = package_node(program, module.package);
        for (const Definition &definition : module.definitions) {
            const std::string path = node.path + "." + definition.name;
            auto [found, isNew] = known.try_emplace(path, nullptr);
            if (isNew) {
                Rule &rule = program.rules.emplace_back();
                rule.name = definition.name;
                rule.path = path;
                rule.kind = definition.kind;
                rule.arity = definition.arguments.size();
                rule.index = program.rules.size() - 1;
                found->second = &rule;
                node.rules.emplace(definition.name, &rule);
            }
            TRY_VOID(definition_add(*found->second, definition));
        }
    }
    for (const Module &module : program.modules) {
        const DataNode &node = package_node(program, module.package);
        for (const Definition &definition : module.definitions) {
            if (node.child(definition.name) != nullptr) {
                return fail_at(definition.place, "'{}' is the name of a package too, {}.{}",
                               definition.name, node.path, definition.name);
            }
        }
    }
    return {};
}

Result<std::unique_ptr<Program>> program_make(std::span<const PolicyText> modules,
                                              std::optional<Value> board)
{
    auto program = std::make_unique<Program>();
    program->data.path = "data";
    for (const PolicyText &module : modules) {
        program->modules.push_back(
            TRY(module_parse(std::make_shared<SourceText>(module.name, module.text))));
    }
    TRY_VOID(rules_collect(*program));
    if (board.has_value()) {
        DataNode &node = program->data.children["board"];
        node.path = "data.board";
        node.document = std::move(board);
    }
    std::vector<std::set<const Rule *>> found(program->rules.size());
    for (Module &module : program->modules) {
        const NameSpace names{*program, &module, &package_node(*program, module.package)};
        for (Definition &definition : module.definitions) {
            const Rule *rule = names.package->rule(definition.name);
            TRY_VOID(definition_resolve(names, definition, found[rule->index]));
            TRY_VOID(definition_order(definition));
        }
    }
    std::vector<std::vector<const Rule *>> dependencies(found.size());
    for (size_t index = 0; index < found.size(); index++) {
        dependencies[index].assign(found[index].begin(), found[index].end());
        // Not by address: which cycle is found must not depend on it.
        std::ranges::sort(dependencies[index], {}, &Rule::index);
    }
    TRY_VOID(recursion_check(*program, dependencies));
    return program;
}

Result<Query> query_make(const Program &program, std::string_view text)
{
    Query query;
    query.source = std::make_shared<SourceText>("query", std::string(text));
    query.body = TRY(query_parse(*query.source));
    query.slots = TRY(query_resolve({program, nullptr, nullptr}, query.body));
    TRY_VOID(query_order(query.body, query.slots));
    return query;
}

} // namespace griotte::audit
