#include "cli/audit_output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace griotte::cli {

Result<void> audit_output_write(const std::string &file, std::string_view text)
{
    struct Close
    {
        void operator()(FILE *stream) const { std::fclose(stream); }
    };
    std::unique_ptr<FILE, Close> opened;
    if (file != "-") {
        opened.reset(std::fopen(file.c_str(), "wb"));
        if (opened == nullptr) {
            return fail("{}: cannot be written: {}", file, std::strerror(errno));
        }
    }
    FILE *stream = opened == nullptr ? stdout : opened.get();
    if (std::fwrite(text.data(), 1, text.size(), stream) != text.size() || std::fflush(stream) != 0)
    {
        return fail("{}: cannot be written: {}", file, std::strerror(errno));
    }
    return {};
}

} // namespace griotte::cli
