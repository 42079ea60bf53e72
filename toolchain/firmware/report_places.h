// Gives the places of a report their files and lines: what is in the image from its debug
// information, threads and shared objects from the manifest.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "toolchain/firmware/manifest.h"
#include "toolchain/link/firmware_report.h"

namespace griotte::firmware {

/// Looks up all places of `report`, which is of the image `elf` linked from `manifest` with
/// `sharedObjects`. What has no debug information stays without.
void report_places_find(link::FirmwareReport &report, std::span<const uint8_t> elf,
                        const Manifest &manifest, const std::vector<SharedObject> &sharedObjects);

} // namespace griotte::firmware
