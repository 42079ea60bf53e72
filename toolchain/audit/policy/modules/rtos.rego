# What every firmware of the RTOS keeps to: data.rtos.
#
# The names and their meanings are those of other CHERIoT audits; `valid` is what to ask.
package rtos

# Older reports call the allocator `alloc`.
is_allocator_capability(capability) if {
	capability.kind == "SealedObject"
	capability.sealing_type.compartment in {"allocator", "alloc"}
	capability.sealing_type.key == "MallocKey"
}

# Six words: the quota, then zeros, which the allocator writes to.
decode_allocator_capability(capability) := {"quota": quota} if {
	is_allocator_capability(capability)
	quota := integer_from_hex_string(capability.contents, 0, 4)
	every offset in [4, 8, 12, 16, 20] {
		integer_from_hex_string(capability.contents, offset, 4) == 0
	}
}

all_sealed_allocator_capabilities_are_valid if {
	every compartment in input.compartments {
		every entry in sealed_allocator_capabilities(compartment) {
			decode_allocator_capability(entry)
		}
	}
}

sealed_allocator_capabilities(compartment) := [entry |
	some entry in compartment.imports
	is_allocator_capability(entry)
]

# Boards differ in what they have.
device_allow_list(name, allowed) if not data.board.devices[name]

device_allow_list(name, allowed) if data.compartment.mmio_allow_list(name, allowed)

revoker_is_the_allocators if device_allow_list("revoker", {"allocator"})

interrupt_controllers_are_the_schedulers if {
	device_allow_list("clint", {"scheduler"})
	device_allow_list("plic", {"scheduler"})
}

# The allocator reads which objects are in use and can not pretend that others are.
allocator_hazard_list_permissions_are_valid if {
	imports := [entry |
		some entry in input.compartments.allocator.imports
		entry.shared_object == "allocator_hazard_pointers"
	]
	every entry in imports {
		entry.permits_load == true
		entry.permits_load_store_capabilities == true
		entry.permits_load_mutable == false
		entry.permits_store == false
	}
}

# Two slots of a capability for each thread, which the switcher gives out and the allocator reads.
hazard_list_is_the_allocators if {
	data.compartment.shared_object_allow_list("allocator_hazard_pointers", {"allocator"})
	hazards := data.compartment.shared_object("allocator_hazard_pointers")
	hazards.end - hazards.start == (count(input.threads) * 2) * 8
}

# Anybody may read what time it is in revocation; one word.
epoch_is_the_allocators if {
	data.compartment.shared_object_writeable_allow_list("allocator_epoch", {"allocator"})
	epoch := data.compartment.shared_object("allocator_epoch")
	epoch.end - epoch.start == 4
}

# The keys to the whole machine, in reports that tell of them.
privileges_are_the_cores if {
	every name, compartment in input.compartments {
		every entry in [entry | some entry in compartment.imports; entry.kind == "Privileged"] {
			name in {"allocator", "scheduler", "software_revoker", "switcher", "token_library"}
		}
	}
}

valid if {
	all_sealed_allocator_capabilities_are_valid
	revoker_is_the_allocators
	interrupt_controllers_are_the_schedulers
	allocator_hazard_list_permissions_are_valid
	hazard_list_is_the_allocators
	epoch_is_the_allocators
	privileges_are_the_cores
}
