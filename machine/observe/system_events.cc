#include "machine/observe/system_events.h"

namespace griotte::machine {

namespace {

constexpr unsigned RegisterResult = 10;

bool is_fault(const Commit &commit)
{
    return commit.isTrap && !commit.isInterrupt &&
           commit.trap.mcause != static_cast<uint32_t>(Cause::EnvironmentCall);
}

std::string name_of(const DomainFacts *domain)
{
    return domain == nullptr ? "the switcher" : domain->name;
}

} // namespace

std::string system_event_describe(const SystemEvent &event, const FirmwareFacts &facts)
{
    std::string thread = "thread " + facts.thread_describe(event.thread);
    const std::string callee =
        event.entry == nullptr
            ? name_of(event.to)
            : fmt::format("{}.{}", name_of(event.to), name_without_parameters(event.entry->name));
    switch (event.kind) {
    case SystemEvent::Kind::Switch:
        return thread + " runs";
    case SystemEvent::Kind::Call:
        return event.from == nullptr
                   ? fmt::format("{}: {} begins", thread, callee)
                   : fmt::format("{}: {} calls {}", thread, event.from->name, callee);
    case SystemEvent::Kind::Return:
        return fmt::format("{}: {} returns 0x{:x} to {}", thread, name_of(event.from), event.result,
                           name_of(event.to));
    case SystemEvent::Kind::Unwind:
        return fmt::format("{}: {} is unwound, {} gets {}", thread, name_of(event.from),
                           name_of(event.to), static_cast<int32_t>(event.result));
    case SystemEvent::Kind::Handle:
        return fmt::format("{}: {} handles its fault", thread, name_of(event.to));
    case SystemEvent::Kind::Resume:
        return fmt::format("{}: {} goes on after its fault", thread, name_of(event.to));
    }
    return thread;
}

SystemEvents::SystemEvents(const Hart &theHart, const FirmwareFacts &theFacts)
    : hart(theHart), facts(theFacts), system(theHart, theFacts),
      threads(theFacts.threads.size() + 1)
{
    for (const DomainFacts &domain : facts.domains) {
        if (domain.kind != DomainFacts::Kind::Switcher) {
            continue;
        }
        switcher = domain.code;
        for (const ExportFacts &entry : domain.exports) {
            if (entry.symbol == "__export_switcher") {
                callAddress = entry.code;
            }
        }
    }
    current = last = system.running_thread();
    for (uint32_t number = 0; current.has_value() && number < threads.size(); number++) {
        threads[number].depth = system.depth(number);
    }
}

const std::vector<SystemEvent> &SystemEvents::step(const Commit &commit)
{
    events.clear();
    const bool wasInside = switcher.contains(commit.pc);
    const bool isInside = switcher.contains(commit.nextPc);
    if (isInside && (!wasInside || commit.isTrap)) {
        switcher_entered(commit);
    }
    if (wasInside && !isInside) {
        switcher_left(commit.nextPc);
    } else if (wasInside && commit.instruction.opcode == isa::Opcode::MRET && !commit.isTrap) {
        // To the idle thread, whose code is the switcher's, or to what was interrupted in here.
        thread_chosen();
    }
    return events;
}

/// Interrupts change nothing: what a thread had begun in here, it goes on with afterwards.
void SystemEvents::switcher_entered(const Commit &commit)
{
    const auto number = system.running_thread();
    if (!number.has_value()) {
        return;
    }
    Entered &entered = threads[*number].entered;
    if (is_fault(commit)) {
        entered = Entered::Fault;
    } else if (!commit.isTrap) {
        entered = commit.nextPc == callAddress ? Entered::Call : Entered::Return;
    }
}

/// Looks whose turn it is; false in the scheduler.
bool SystemEvents::thread_chosen()
{
    current = system.running_thread();
    if (current.has_value() && last != current) {
        last = current;
        events.push_back({SystemEvent::Kind::Switch, *current});
    }
    return current.has_value();
}

void SystemEvents::switcher_left(uint32_t pc)
{
    if (!thread_chosen()) {
        return;
    }
    const uint32_t number = *current;
    Thread &thread = threads[number];
    const uint32_t depth = system.depth(number);
    const DomainFacts *callee = depth == 0 ? nullptr : system.callee(number, depth - 1);
    if (depth > thread.depth) {
        const DomainFacts *caller = depth < 2 ? nullptr : system.callee(number, depth - 2);
        const ExportFacts *entry = callee == nullptr ? nullptr : callee->export_of_code(pc);
        if (callee != nullptr) {
            events.push_back({SystemEvent::Kind::Call, number, caller, callee, entry});
        }
    } else if (depth < thread.depth) {
        call_ended(thread, number, depth);
    } else if (thread.entered == Entered::Fault && callee != nullptr &&
               (callee->errorHandler == pc || callee->stacklessErrorHandler == pc))
    {
        thread.handlers.push_back(depth);
        events.push_back({SystemEvent::Kind::Handle, number, nullptr, callee});
    } else if (thread.entered == Entered::Return && !thread.handlers.empty() &&
               thread.handlers.back() == depth && callee != nullptr && callee->code.contains(pc))
    {
        thread.handlers.pop_back();
        events.push_back({SystemEvent::Kind::Resume, number, nullptr, callee});
    }
    thread.depth = depth;
    thread.entered = Entered::Otherwise;
}

void SystemEvents::call_ended(Thread &thread, uint32_t number, uint32_t depth)
{
    // What the frame said is still there: it is only popped.
    const DomainFacts *callee = system.callee(number, thread.depth - 1);
    bool isUnwound = thread.entered != Entered::Return;
    while (!thread.handlers.empty() && thread.handlers.back() > depth) {
        thread.handlers.pop_back();
        isUnwound = true;
    }
    SystemEvent event{isUnwound ? SystemEvent::Kind::Unwind : SystemEvent::Kind::Return, number,
                      callee, depth == 0 ? nullptr : system.callee(number, depth - 1)};
    event.result = hart.registers[RegisterResult].address();
    events.push_back(event);
}

} // namespace griotte::machine
