#include "toolchain/firmware/processes.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace griotte::firmware {

struct Processes::Child
{
    size_t number = 0;
    pid_t process = 0;
    /// The end of the pipe it writes to.
    int pipe = -1;
    std::string output;

    Child() = default;
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;
    ~Child()
    {
        if (pipe >= 0) {
            close(pipe);
        }
    }

    /// Takes what there is to read; false at the end, which comes when the program is gone.
    bool read_some()
    {
        std::array<char, 16384> buffer{};
        const ssize_t count = read(pipe, buffer.data(), buffer.size());
        if (count > 0) {
            output.append(buffer.data(), static_cast<size_t>(count));
        }
        return count > 0 || (count < 0 && errno == EINTR);
    }

    Completion finish()
    {
        int status = 0;
        while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
        }
        if (WIFSIGNALED(status)) {
            output += fmt::format("the compiler was ended by a signal: {}\n",
                                  strsignal(WTERMSIG(status)));
        }
        return {number, WIFEXITED(status) && WEXITSTATUS(status) == 0, std::move(output)};
    }
};

namespace {

/// posix_spawn()'s list of what to do to the new process's files.
class FileActions
{
public:
    FileActions() { posix_spawn_file_actions_init(&actions); }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;

    posix_spawn_file_actions_t *get() { return &actions; }

private:
    posix_spawn_file_actions_t actions{};
};

} // namespace

Processes::Processes() = default;

Processes::~Processes()
{
    while (!children.empty()) {
        wait();
    }
}

size_t Processes::running() const
{
    return children.size();
}

Result<void> Processes::start(size_t number, const Command &command)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail("pipe: {}", std::strerror(errno));
    }
    auto child = std::make_unique<Child>();
    child->number = number;
    child->pipe = ends[0];

    FileActions actions;
    posix_spawn_file_actions_addchdir_np(actions.get(), command.folder.c_str());
    posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(actions.get(), ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(actions.get(), ends[1], STDERR_FILENO);
    std::vector<char *> arguments;
    for (const std::string &argument : command.arguments) {
        arguments.push_back(const_cast<char *>(argument.c_str()));
    }
    arguments.push_back(nullptr);
    const int error = posix_spawn(&child->process, arguments[0], actions.get(), nullptr,
                                  arguments.data(), environ);
    close(ends[1]);
    if (error != 0) {
        return fail("{} cannot be run in {}: {}", command.arguments[0], command.folder,
                    std::strerror(error));
    }
    children.push_back(std::move(child));
    return {};
}

Completion Processes::wait()
{
    while (true) {
        std::vector<pollfd> polled;
        for (const auto &child : children) {
            polled.push_back({child->pipe, POLLIN, 0});
        }
        poll(polled.data(), polled.size(), -1);
        for (size_t i = 0; i < polled.size(); i++) {
            if (polled[i].revents != 0 && !children[i]->read_some()) {
                Completion done = children[i]->finish();
                children.erase(children.begin() + static_cast<ptrdiff_t>(i));
                return done;
            }
        }
    }
}

} // namespace griotte::firmware
