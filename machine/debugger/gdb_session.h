// One debugging session: answers the packets of GDB's remote protocol for a machine.
//
// GDB manual, "Remote Protocol", "Packets". No sockets: packet() maps a packet to a reply, and
// run() goes on until the machine stops or `shouldStop` says so, so everything here can be tested
// and fuzzed in memory. Memory is read and written through the host's access, which never touches
// devices. A firmware's threads are threads (threads.h); all of them stop and go on together.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "machine/board/machine.h"
#include "machine/debugger/threads.h"
#include "machine/observe/program.h"

namespace griotte::machine {

class GdbSession
{
public:
    /// `program` is what the machine runs, for monitor commands that explain; null when that is not
    /// known. Both must outlive this.
    explicit GdbSession(Machine &theMachine, const Program *theProgram = nullptr);
    ~GdbSession();
    GdbSession(const GdbSession &) = delete;
    GdbSession &operator=(const GdbSession &) = delete;

    /// What to do after a packet.
    enum class Next : uint8_t
    {
        Reply,  // send `reply`
        Run,    // call run() and send what it returns
        Detach, // send `reply`, then the session is over; the machine goes on by itself
        Kill,   // the session and the machine are over
    };
    struct Answer
    {
        Next next = Next::Reply;
        std::string reply;
    };

    /// Handles one packet. A packet that makes no sense gets an error reply or, as the protocol
    /// asks for packets not supported, an empty one.
    Answer packet(std::string_view data);

    /// Runs as the last packet asked. `shouldStop` is asked often; true means the debugger
    /// interrupted. Returns the stop reply.
    std::string run(const std::function<bool()> &shouldStop);

    /// Acknowledgements are off from the reply to QStartNoAckMode on.
    [[nodiscard]] bool is_without_acknowledgements() const { return isNoAck; }

private:
    struct Resume
    {
        bool isStep = false;
        /// Step until the program counter leaves [rangeStart, rangeEnd).
        uint32_t rangeStart = 0;
        uint32_t rangeEnd = 0;
    };
    class TrapWatch;

    Answer query(std::string_view data);
    Answer set(std::string_view data);
    Answer verbose(std::string_view data);
    Answer resume(Resume how, std::string_view address);
    std::string transfer(std::string_view data) const;
    std::string threads_list() const;
    std::string thread_describe(std::string_view data) const;
    std::string thread_select(std::string_view data);
    std::string thread_is_alive(std::string_view data) const;
    /// Of the thread the debugger looks at: nothing when that is the running one.
    [[nodiscard]] std::optional<SavedRegisters> selected_registers() const;
    std::string registers_read() const;
    std::string registers_write(std::string_view data);
    std::string register_read(std::string_view data) const;
    std::string register_write(std::string_view data);
    std::string memory_read(std::string_view data) const;
    std::string memory_write(std::string_view data, bool isBinary);
    std::string breakpoint_change(std::string_view data, bool isAdded);
    std::string memory_region(std::string_view data) const;
    std::string monitor(std::string_view command);
    std::string stop_reply(const Stop &stop);
    std::string stop_describe(int signal, std::string_view reason) const;

    Machine &machine;
    const Program *program;
    DebugThreads threads;
    /// The thread whose registers the debugger means; 0: whichever runs.
    uint32_t selectedThread = 0;
    std::unique_ptr<TrapWatch> trapWatch;
    Resume resumeHow;
    std::string lastStop;
    bool isNoAck = false;
    bool mayForge = false;
    bool hasExited = false;
};

} // namespace griotte::machine
