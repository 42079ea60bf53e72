// What tables of domains look like, in the manifest and in the SDK's list of parts.
#pragma once

#include "toolchain/firmware/manifest.h"
#include "toolchain/firmware/toml_reader.h"

namespace griotte::firmware {

/// Whether `name` may be a domain's or a shared object's, which symbols are made of.
bool is_domain_name(std::string_view name);

/// Complains of a name that is_domain_name() refuses.
void domain_name_check(TableReader &reader, const Word &name);

/// The keys defines, include, cflags and cxxflags.
CompileSettings settings_read(TableReader &reader);

/// The keys every domain has. The caller calls finish() after reading its own.
Domain domain_read(TableReader &reader, const Word &name, DomainKind kind);

/// The table [shared_objects] of `document`.
std::vector<SharedObject> shared_objects_read(TableReader &document);

} // namespace griotte::firmware
