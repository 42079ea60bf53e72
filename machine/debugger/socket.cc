#include "machine/debugger/socket.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace griotte::machine {

Connection::~Connection()
{
    if (descriptor >= 0) {
        close(descriptor);
    }
}

Connection::Connection(Connection &&other) noexcept
    : descriptor(std::exchange(other.descriptor, -1)), pending(std::move(other.pending))
{}

bool Connection::send(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
}

std::string Connection::receive()
{
    if (!pending.empty()) {
        return std::exchange(pending, {});
    }
    std::array<char, 4096> bytes;
    const ssize_t count = recv(descriptor, bytes.data(), bytes.size(), 0);
    return count <= 0 ? std::string() : std::string(bytes.data(), static_cast<size_t>(count));
}

std::optional<std::string> Connection::receive_exactly(size_t count)
{
    std::string bytes;
    while (bytes.size() < count) {
        const std::string more = receive();
        if (more.empty()) {
            return std::nullopt;
        }
        bytes += more;
    }
    pending = bytes.substr(count);
    bytes.resize(count);
    return bytes;
}

bool Connection::has_input() const
{
    pollfd wait{descriptor, POLLIN, 0};
    return !pending.empty() || poll(&wait, 1, 0) > 0;
}

Result<Listener> Listener::create(uint16_t port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        return fail("cannot make a socket: {}", std::strerror(errno));
    }
    const int on = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 ||
        listen(descriptor, 1) != 0 ||
        getsockname(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0)
    {
        const std::string why = std::strerror(errno);
        close(descriptor);
        return fail("cannot listen on port {}: {}; --port 0 takes any free one", port, why);
    }
    return Listener(descriptor, ntohs(address.sin_port));
}

Listener::~Listener()
{
    if (descriptor >= 0) {
        close(descriptor);
    }
}

Listener::Listener(Listener &&other) noexcept
    : descriptor(std::exchange(other.descriptor, -1)), thePort(other.thePort)
{}

Result<Connection> Listener::accept()
{
    const int connection = ::accept4(descriptor, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) {
        return fail("cannot accept a connection: {}", std::strerror(errno));
    }
    const int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return Connection(connection);
}

} // namespace griotte::machine
