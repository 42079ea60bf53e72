// What tools are told of a linked firmware: the audit's report, and the section of the image that
// debuggers and fault reports read.
#pragma once

#include <string>

#include "toolchain/link/firmware_report.h"
#include "toolchain/link/firmware_state.h"
#include "toolchain/link/image_writer.h"

namespace griotte::link {

/// The report, but for the hash of the image. Addresses must be final and `image` complete.
FirmwareReport firmware_report_make(const Firmware &firmware, const Image &image);

/// The text of section `.griotte.firmware` (docs/reference/linking.md). Addresses must be final.
std::string firmware_facts_json(const Firmware &firmware);

} // namespace griotte::link
