#include "toolchain/audit/policy/policy.h"

#include <array>

#include "toolchain/audit/policy/explain.h"
#include "toolchain/audit/policy/large_stack.h"

namespace griotte::audit {

namespace {

struct BuiltinModule
{
    const char *name;
    const char *text;
};
constexpr BuiltinModule Modules[] = {
#include "toolchain/audit/policy/modules.inc"
};

Result<Value> document_read(std::string_view json, std::string_view name)
{
    if (json.size() > ReportSizeLimit) {
        return fail("{}: {} bytes are more than a report has ({} at most)", name, json.size(),
                    ReportSizeLimit);
    }
    Value value = TRY(value_from_json(json, name));
    if (!value.is(Value::Kind::Object)) {
        return fail("{}: this is {} and not an object", name, to_string(value.kind()));
    }
    return value;
}

/// A device with `length` for `end`.
Value device_normalise(const Value &device)
{
    const Value *start = device.find("start");
    const Value *end = device.find("end");
    const bool isRange = start != nullptr && end != nullptr && start->is(Value::Kind::Number) &&
                         end->is(Value::Kind::Number);
    if (!isRange) {
        return device;
    }
    std::vector<Value::Member> members;
    for (const auto &member : device.members()) {
        if (member.first.as_string() != "end") {
            members.push_back(member);
        }
    }
    const auto length = number_subtract(end->as_number(), start->as_number());
    members.emplace_back(Value::string("length"), Value::number(length.value_or(Number())));
    return Value::object(std::move(members));
}

/// The program of all modules and the evaluator of one report.
class Session
{
public:
    static Result<Session> create(const PolicyInput &input, const EvaluationLimits &limits)
    {
        std::vector<PolicyText> modules = policy_modules();
        modules.insert(modules.end(), input.modules.begin(), input.modules.end());
        Session session;
        session.program = TRY(program_make(modules, input.board));
        session.limits = limits;
        session.input = &input;
        return session;
    }

    Result<QueryAnswer> query(std::string_view text, bool explains)
    {
        const Query query = TRY(query_make(*program, text));
        Evaluator evaluator(*program, input->report, limits);
        QueryAnswer answer = TRY(evaluate(query, evaluator));
        if (explains && !answer.is_true()) {
            answer.explanation = TRY(query_explain(query, evaluator));
        }
        return answer;
    }

private:
    static Result<QueryAnswer> evaluate(const Query &query, Evaluator &evaluator)
    {
        QueryAnswer answer;
        Frame frame(query.slots);
        const Literal &first = query.body.literals.front();
        const auto answer_take = [&](const Value &value) {
            answer.hasMore = answer.value.has_value();
            if (!answer.hasMore) {
                answer.value = value;
            }
            return !answer.hasMore;
        };
        const bool isTerm = first.kind == Literal::Kind::Expression && !first.isNegated;
        // One term is asked for its value, false too.
        if (isTerm && query.body.literals.size() == 1) {
            TRY_VOID(evaluator.term_solve(*first.left, frame, answer_take));
            return answer;
        }
        std::optional<Error> error;
        TRY_VOID(evaluator.body_solve(query.body, frame, [&] {
            if (!isTerm) {
                return answer_take(Value::boolean(true));
            }
            const auto value = evaluator.term_value(*first.left, frame);
            if (!value.has_value()) {
                error = value.error();
                return false;
            }
            return !value->has_value() || answer_take(**value);
        }));
        if (error.has_value()) {
            return std::unexpected(*error);
        }
        return answer;
    }

    std::unique_ptr<Program> program;
    EvaluationLimits limits;
    const PolicyInput *input = nullptr;
};

/// What `work` returns, on a stack large enough for it.
template <typename T, typename Work>
Result<T> deep_run(const EvaluationLimits &limits, Work work)
{
    // Sanitizers included; only what is used of it is memory.
    constexpr size_t BytesForParsing = 16 << 20;
    constexpr size_t BytesForDepth = 16 << 10;
    const size_t bytes = BytesForParsing + limits.depth * BytesForDepth;
    Result<T> result = fail("nothing was evaluated");
    if (!large_stack_run(bytes, [&] { result = work(); })) {
        return fail("there is no memory for the stack policies are evaluated on ({} MiB)",
                    bytes >> 20);
    }
    return result;
}

} // namespace

Result<Value> report_value(std::string_view json, std::string_view name)
{
    return document_read(json, name);
}

std::string report_board(const Value &report)
{
    const Value *own = report.find("griotte");
    const Value *board = own == nullptr ? nullptr : own->find("board");
    return board != nullptr && board->is(Value::Kind::String) ? board->as_string() : "";
}

Result<Value> board_value(std::string_view json, std::string_view name)
{
    const Value board = TRY(document_read(json, name));
    std::vector<Value::Member> members(board.members().begin(), board.members().end());
    for (auto &[key, value] : members) {
        if (key.as_string() != "devices" || !value.is(Value::Kind::Object)) {
            continue;
        }
        std::vector<Value::Member> devices(value.members().begin(), value.members().end());
        for (auto &[name_, device] : devices) {
            device = device.is(Value::Kind::Object) ? device_normalise(device) : device;
        }
        value = Value::object(std::move(devices));
    }
    return Value::object(std::move(members));
}

std::vector<PolicyText> policy_modules()
{
    std::vector<PolicyText> modules;
    for (const BuiltinModule &module : Modules) {
        modules.push_back({fmt::format("{}{}.rego", OwnModulePrefix, module.name), module.text});
    }
    return modules;
}

Result<QueryAnswer> policy_query(const PolicyInput &input, std::string_view query, bool explains,
                                 const EvaluationLimits &limits)
{
    return deep_run<QueryAnswer>(limits, [&]() -> Result<QueryAnswer> {
        Session session = TRY(Session::create(input, limits));
        return session.query(query, explains);
    });
}

Result<std::vector<PolicyFailure>> policies_check(const PolicyInput &input,
                                                  std::span<const std::string> queries,
                                                  const EvaluationLimits &limits)
{
    using Failures = std::vector<PolicyFailure>;
    return deep_run<Failures>(limits, [&]() -> Result<Failures> {
        Session session = TRY(Session::create(input, limits));
        Failures failures;
        for (const std::string &query : queries) {
            QueryAnswer answer = TRY(session.query(query, true));
            if (!answer.is_true()) {
                failures.push_back(
                    {query, answer.value.has_value() ? value_to_json(*answer.value) : "undefined",
                     std::move(answer.explanation)});
            }
        }
        return failures;
    });
}

} // namespace griotte::audit
