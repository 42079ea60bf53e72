// A listening socket on this machine only, and one connection at a time: all a debug server needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace griotte::machine {

/// An open connection; closed when destroyed.
class Connection
{
public:
    explicit Connection(int theDescriptor) : descriptor(theDescriptor) {}
    ~Connection();
    Connection(Connection &&other) noexcept;
    Connection &operator=(Connection &&) = delete;

    /// Sends all of `bytes`. False when the peer is gone.
    bool send(std::string_view bytes);
    /// Waits for bytes. Empty when the peer is gone.
    std::string receive();
    /// Waits for exactly `count` bytes. Nothing when the peer is gone first.
    std::optional<std::string> receive_exactly(size_t count);
    /// Whether receive() would return at once.
    [[nodiscard]] bool has_input() const;

private:
    int descriptor;
    std::string pending;
};

class Listener
{
public:
    /// Listens on 127.0.0.1. Port 0 takes any free one. Fails when the port is taken.
    static Result<Listener> create(uint16_t port);
    ~Listener();
    Listener(Listener &&other) noexcept;
    Listener &operator=(Listener &&) = delete;

    [[nodiscard]] uint16_t port() const { return thePort; }
    /// Waits for the next connection.
    Result<Connection> accept();

private:
    Listener(int theDescriptor, uint16_t port) : descriptor(theDescriptor), thePort(port) {}

    int descriptor;
    uint16_t thePort;
};

} // namespace griotte::machine
