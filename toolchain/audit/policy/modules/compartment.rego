# What compartments and libraries may reach: data.compartment.
#
# The names and their meanings are those of other CHERIoT audits; docs/reference/audit.md lists them.
# An import is an element of a compartment's `imports` in the report, an export one of its `exports`.
package compartment

# --- what an import is

import_is_library_call(entry) if entry.kind == "LibraryFunction"

# A sealing key of one's own has the same kind, and no function.
import_is_compartment_call(entry) if {
	entry.kind == "CompartmentExport"
	entry.function
}

import_is_callable(entry) if import_is_library_call(entry)

import_is_callable(entry) if import_is_compartment_call(entry)

import_is_call(entry) if import_is_callable(entry)

import_is_MMIO(entry) if entry.kind == "MMIO"

# --- exports

compartment_contains_export(compartment, entry) if entry in compartment.exports

compartment_includes_file(compartment, filename) if filename in files_of(compartment)

files_of(compartment) := {part.file |
	some section in ["code", "data"]
	some part in compartment[section].inputs
}

export_matches_import(entry, importEntry) if entry.export_symbol == importEntry.export_symbol

# The one export an import means, of the compartment made from the file the import names.
export_for_import(importEntry) := entry if {
	found := [{"owner": owner, "entry": candidate} |
		some owner, compartment in input.compartments
		some candidate in compartment.exports
		export_matches_import(candidate, importEntry)
	]
	count(found) == 1
	compartment_includes_file(input.compartments[found[0].owner], importEntry.provided_by)
	entry := found[0].entry
}

# The one export whose function, as the source has it, matches a regular expression.
compartment_export_matching_symbol(compartmentName, symbol) := entry if {
	found := [candidate |
		some candidate in input.compartments[compartmentName].exports
		regex.match(symbol, export_entry_demangle(compartmentName, candidate.export_symbol))
	]
	count(found) == 1
	entry := found[0]
}

# --- who calls whom

exported_functions contains [owner, entry.export_symbol] if {
	some owner, compartment in input.compartments
	some entry in compartment.exports
	entry.kind == "Function"
}

compartment_exports_function(callee, importEntry) if {
	[callee, importEntry.export_symbol] in exported_functions
	compartment_includes_file(input.compartments[callee], importEntry.provided_by)
}

compartments_calling_export(entry) := [caller |
	some caller, compartment in input.compartments
	some importEntry in compartment.imports
	export_matches_import(entry, importEntry)
]

compartments_calling_export_matching(compartmentName, export) := compartments_calling_export(compartment_export_matching_symbol(compartmentName, export))

compartments_calling(callee) := {caller |
	some caller, compartment in input.compartments
	some importEntry in compartment.imports
	[callee, importEntry.export_symbol] in exported_functions
}

# --- devices

mmio_imports_for_compartment(compartment) := [entry |
	some entry in compartment.imports
	import_is_MMIO(entry)
]

mmio_is_device(importEntry, device) if {
	importEntry.start == device.start
	importEntry.length == device.length
}

# An object of one member, by the device's name.
device_for_mmio_import(importEntry) := found[0] if {
	import_is_MMIO(importEntry)
	found := [{name: device} |
		some name, device in data.board.devices
		mmio_is_device(importEntry, device)
	]
	count(found) == 1
}

compartment_imports_device(compartment, device) if {
	some entry in mmio_imports_for_compartment(compartment)
	mmio_is_device(entry, device)
}

compartments_with_mmio_import(device) := [name |
	some name, compartment in input.compartments
	compartment_imports_device(compartment, device)
]

# --- shared objects

shared_object(name) := found[0] if {
	found := [object | some object in input.sharedObjects; object.name == name]
	count(found) == 1
}

shared_object_imports_for_compartment(compartment) := [entry |
	some entry in compartment.imports
	entry.kind == "SharedObject"
]

compartment_imports_shared_object(compartment, object) if {
	some entry in shared_object_imports_for_compartment(compartment)
	entry.shared_object == object
}

compartment_imports_shared_object_writeable(compartment, object) if {
	some entry in shared_object_imports_for_compartment(compartment)
	entry.shared_object == object
	entry.permits_store
}

compartments_with_shared_object_import(object) := [name |
	some name, compartment in input.compartments
	compartment_imports_shared_object(compartment, object)
]

compartments_with_shared_object_import_writeable(object) := [name |
	some name, compartment in input.compartments
	compartment_imports_shared_object_writeable(compartment, object)
]

# --- allow lists

# Holds if everything found is allowed. Both may be arrays or sets.
allow_list(found, allowed) if {
	every name in found {
		name in allowed
	}
}

# A device the board does not have is a mistake: there is nothing to allow, and this does not hold.
mmio_allow_list(mmioName, allowed) if {
	allow_list(compartments_with_mmio_import(data.board.devices[mmioName]), allowed)
}

shared_object_allow_list(objectName, allowed) if {
	allow_list(compartments_with_shared_object_import(objectName), allowed)
}

shared_object_writeable_allow_list(objectName, allowed) if {
	allow_list(compartments_with_shared_object_import_writeable(objectName), allowed)
}

compartment_call_allow_list(compartmentName, exportPattern, allowed) if {
	allow_list(compartments_calling_export_matching(compartmentName, exportPattern), allowed)
}

compartment_allow_list(compartmentName, allowed) if {
	allow_list(compartments_calling(compartmentName), allowed)
}
