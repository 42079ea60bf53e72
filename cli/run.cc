// `griotte run`: boots an image and exits as the guest says.
#include <chrono>
#include <cstdio>
#include <memory>

#include "cli/commands.h"
#include "cli/machine_options.h"
#include "cli/stdio_console.h"
#include "machine/board/lockstep.h"
#include "machine/observe/fault_report.h"
#include "machine/observe/system_statistics.h"
#include "machine/observe/trace.h"

namespace griotte::cli {

namespace {

struct RunArguments
{
    MachineArguments machine;
    FirmwareArguments firmware;
    uint64_t maximumInstructions = std::numeric_limits<uint64_t>::max();
    std::string trace;
    std::string traceFile = "-";
    std::string uart = "-";
    bool printsStatistics = false;
    bool explains = false;
    bool isQuiet = false;
};

struct FileCloser
{
    void operator()(std::FILE *file) const
    {
        if (file != nullptr && file != stdout) {
            std::fclose(file);
        }
    }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

void statistics_print(const machine::Machine &machine, double seconds)
{
    const machine::Hart &hart = machine.hart();
    const uint64_t instructions = hart.instructions_retired_total();
    const machine::Statistics &statistics = machine.statistics();
    fmt::print(stderr,
               "instructions  {}\ncycles        {}\ntraps         {}\ninterrupts    {}\n"
               "capability loads filtered  {}\nMIPS          {:.1f}\n",
               instructions, hart.clock.cycles(), statistics.traps, statistics.interrupts,
               statistics.loadsFiltered,
               seconds > 0 ? static_cast<double>(instructions) / seconds / 1e6 : 0.0);
}

/// Says how the run ended, unless the guest ended it well; the process's exit status. A fault that
/// ended it was explained already if all are.
int stop_report(const machine::Stop &stop, const LoadedMachine &loaded, bool isQuiet,
                bool isExplained)
{
    const machine::Hart &hart = loaded.machine->hart();
    const std::string situation = machine::situation_describe(hart.pc, hart, *loaded.program);
    const std::string where = machine::place_describe(hart.pc, *loaded.program) +
                              (situation.empty() ? "" : ", in " + situation);
    switch (stop.reason) {
    case machine::StopReason::Exit:
        if (!isQuiet) {
            fmt::print(stderr, "{}: the guest exited with {} ({})\n",
                       stop.exitCode == 0 ? "SUCCESS" : "FAILURE", stop.exitCode, stop.protocol);
        }
        return stop.exitCode & 0xff;
    case machine::StopReason::Limit:
        fmt::print(stderr, "stopped after {} instructions (--max-instructions) at {}\n",
                   hart.clock.steps(), where);
        return ExitLimit;
    case machine::StopReason::Asleep:
        fmt::print(stderr,
                   "stopped: waiting for an interrupt at {} and nothing is left to raise one\n",
                   where);
        return ExitStuck;
    case machine::StopReason::LockedUp: {
        const machine::TrapRecord &trap = hart.lastTrap;
        fmt::print(stderr, "stopped: a trap found no usable handler (mtcc is {})\n",
                   to_string(hart.mtcc));
        if (!isExplained) {
            const auto commit = machine::fault_commit_reconstruct(hart, trap);
            fmt::print(stderr, "{}", machine::fault_report(hart, commit, *loaded.program));
        }
        return ExitStuck;
    }
    case machine::StopReason::Breakpoint:
    case machine::StopReason::Watchpoint:
    case machine::StopReason::Requested:
        break;
    }
    fmt::print(stderr, "stopped at {}\n", where);
    return ExitStuck;
}

/// A console that says nothing and hears nothing.
class NoConsole final : public machine::Console
{
public:
    void byte_write(uint8_t) override {}
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }
};

/// A console that prints and hears nothing.
class OutputConsole final : public machine::Console
{
public:
    explicit OutputConsole(machine::Console &theOutput) : output(theOutput) {}
    void byte_write(uint8_t byte) override { output.byte_write(byte); }
    std::optional<uint8_t> byte_read() override { return std::nullopt; }
    bool input_wait() override { return false; }

private:
    machine::Console &output;
};

/// `--engine lockstep`: both engines, compared as they go. Only what is needed to judge the
/// translator: no traces, no input.
Result<int> lockstep_run(const RunArguments &arguments)
{
    auto console = TRY(StdioConsole::create(arguments.uart));
    OutputConsole output(*console);
    NoConsole silence;
    MachineArguments machineArguments = arguments.machine;
    machineArguments.engine = "translator";
    const auto subject = TRY(machine_make(machineArguments, output));
    machineArguments.engine = "interpreter";
    const auto reference = TRY(machine_make(machineArguments, silence));
    machine::Lockstep lockstep(*subject.machine, *reference.machine);
    const machine::Stop stop = TRY(lockstep.run(arguments.maximumInstructions));
    console->flush();
    const int status = stop_report(stop, subject, arguments.isQuiet, false);
    if (arguments.printsStatistics) {
        statistics_print(*subject.machine, 0);
    }
    return status;
}

Result<int> run(RunArguments &arguments, const CLI::App &command)
{
    TRY_VOID(arguments.machine.firmware_take(command, arguments.firmware));
    if (arguments.machine.engine == "lockstep") {
        return lockstep_run(arguments);
    }
    auto console = TRY(StdioConsole::create(arguments.uart));
    auto loaded = TRY(machine_make(arguments.machine, *console));

    File traceOutput;
    std::unique_ptr<machine::Trace> trace;
    if (!arguments.trace.empty()) {
        const auto kinds = TRY(machine::TraceKinds::parse(arguments.trace));
        traceOutput.reset(
            arguments.traceFile == "-" ? stdout : std::fopen(arguments.traceFile.c_str(), "w"));
        if (traceOutput == nullptr) {
            return fail("--trace-file: {} cannot be written", arguments.traceFile);
        }
        trace = std::make_unique<machine::Trace>(
            kinds, traceOutput.get(), loaded.machine->hart(),
            loaded.program->firmware.has_value() ? &*loaded.program->firmware : nullptr);
        loaded.machine->observer_add(*trace);
    }
    machine::FaultReporter reporter(*loaded.program, [](const std::string &report) {
        std::fflush(stdout);
        fmt::print(stderr, "{}", report);
    });
    if (arguments.explains) {
        loaded.machine->observer_add(reporter);
    }

    std::optional<machine::SystemStatistics> systemStatistics;
    if (arguments.printsStatistics && loaded.program->firmware.has_value()) {
        systemStatistics.emplace(loaded.machine->hart(), *loaded.program->firmware);
        loaded.machine->observer_add(*systemStatistics);
    }

    const auto start = std::chrono::steady_clock::now();
    const machine::Stop stop = loaded.machine->run(arguments.maximumInstructions);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    console->flush();
    const int status = stop_report(stop, loaded, arguments.isQuiet, arguments.explains);
    if (arguments.printsStatistics) {
        statistics_print(*loaded.machine, elapsed.count());
        if (systemStatistics.has_value()) {
            fmt::print(stderr, "{}", systemStatistics->describe(loaded.program->heap.get()));
        }
    }
    return status;
}

} // namespace

void run_command_add(CLI::App &app)
{
    auto arguments = std::make_shared<RunArguments>();
    CLI::App *command = app.add_subcommand("run", "Boot an image, or build and boot a firmware");
    arguments->machine.add_to(*command, false);
    arguments->firmware.build_options_add(*command);
    command->add_option("--max-instructions", arguments->maximumInstructions,
                        "Stop after this many steps, with status 124");
    command->add_option("--trace", arguments->trace,
                        "Print events: instr, reg, mem, exception, compartment, platform, all");
    command->add_option("--trace-file", arguments->traceFile, "Where to, instead of stdout");
    command
        ->add_option("--uart", arguments->uart, "Where UART output goes: a file, or - for stdout")
        ->capture_default_str();
    command->add_flag(
        "--stats", arguments->printsStatistics,
        "Print counts at the end; of a firmware also by domain and thread, which takes "
        "time");
    command->add_flag("--explain", arguments->explains,
                      "Explain every fault as it happens, also those the guest handles");
    command->add_flag("-q,--quiet", arguments->isQuiet, "Do not say how the guest exited");
    command->callback([arguments, command] {
        const auto status = run(*arguments, *command);
        if (!status.has_value()) {
            fmt::print(stderr, "error: {}\n", status.error().message);
        }
        exitStatus = status.value_or(ExitFailure);
    });
}

} // namespace griotte::cli
