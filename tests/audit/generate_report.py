#!/usr/bin/env python3
"""generate_report.py COMPARTMENTS [SEED]: the report of a firmware nobody built, on standard output.

A gateway of so many compartments: drivers that have devices, services above them, applications above
those, the system below; calls between neighbouring layers and a few that go further or back. The same
arguments give the same bytes.
"""

import json
import random
import sys

WORDS = ("sensor", "motor", "network", "storage", "crypto", "display", "update", "logging", "radio",
         "battery", "clock", "keypad", "modbus", "mqtt", "tls", "dns", "dhcp", "firewall", "config",
         "telemetry", "alarm", "watchdog", "calibration", "scheduler_ui", "camera", "codec", "mixer",
         "gnss", "can_bus", "usb_device", "bootloader_api", "factory_test", "console", "shell",
         "ntp_client", "metrics", "billing", "door_lock", "heating", "irrigation")
KIND_NAMES = ("driver", "service", "manager", "app")


def section(name, size):
    return {"name": name, "inputs": [{"file": f"{name}.cc.o", "section_name": ".text", "size": size,
                                      "sha256": "00" * 32}],
            "output": {"sha256": f"{size:064x}"}}


def function(compartment, name, line, posture="enabled"):
    return {"kind": "Function", "export_symbol": f"__export_{compartment}_{name}", "exported": True,
            "interrupt_status": posture, "register_arguments": 2, "start_offset": 16 * line,
            "function": name, "minimum_stack": 64 + 16 * line,
            "source": {"file": f"{compartment}/{compartment}.cc", "line": 10 * line}}


def call(compartment, name, caller, line):
    return {"kind": "CompartmentExport", "export_symbol": f"__export_{compartment}_{name}",
            "compartment_name": compartment, "function": name, "provided_by": f"{compartment}.cc.o",
            "sources": [{"file": f"{caller}/{caller}.cc", "line": line}]}


def library_call(library, name, caller, line):
    return {"kind": "LibraryFunction", "export_symbol": f"__library_export_libcalls_{name}",
            "function": name, "provided_by": f"{library}.cc.o",
            "sources": [{"file": f"{caller}/{caller}.cc", "line": line}]}


def memory(start, length, store=True):
    return {"start": start, "length": length, "permits_load": True, "permits_store": store,
            "permits_load_store_capabilities": False, "permits_load_mutable": False,
            "permits_load_global": False}


def quota(size):
    return {"kind": "SealedObject", "symbol": "__default_malloc_capability",
            "contents": size.to_bytes(4, "little").hex() + " 00000000" * 5,
            "sealing_type": {"compartment": "allocator", "key": "MallocKey",
                             "provided_by": "allocator.cc.o",
                             "symbol": "__export.sealing_type.allocator.MallocKey"}}


def compartment(name, exports, size):
    return {"kind": "compartment", "code": section(name, size), "data": section(name, size // 8 + 4),
            "exports": exports, "imports": []}


def system():
    allocator = compartment("allocator", [function("allocator", "heap_allocate", 1),
                                          function("allocator", "heap_free", 2),
                                          {"kind": "SealingKey", "exported": True, "export_symbol":
                                           "__export.sealing_type.allocator.MallocKey"}], 13000)
    scheduler = compartment("scheduler", [function("scheduler", "futex_timed_wait", 1, "disabled"),
                                          function("scheduler", "thread_sleep", 2, "disabled")], 7000)
    allocator["imports"] = [call("scheduler", "futex_timed_wait", "allocator", 7),
                            {"kind": "MMIO", "device": "revoker", **memory(0x11000000, 4096)}]
    scheduler["imports"] = [{"kind": "MMIO", "device": "clint", **memory(0x2000000, 65536)}]
    debug = {"kind": "library", "code": section("debug", 3000),
             "exports": [{"kind": "Function", "exported": True, "interrupt_status": "inherit",
                          "export_symbol": "__library_export_libcalls_debug_log", "function": "debug_log",
                          "register_arguments": 2, "start_offset": 0}],
             "imports": [{"kind": "MMIO", "device": "uart", **memory(0x10000000, 256)}]}
    switcher = {"kind": "switcher", "code": section("switcher", 1100), "exports": [],
                "imports": [{"kind": "Privileged", "name": "unseal_9"}]}
    return {"allocator": allocator, "scheduler": scheduler, "debug": debug, "switcher": switcher}


def layers_of(count, source):
    names = [f"{word}_{KIND_NAMES[index * len(KIND_NAMES) // count]}"
             for index, word in enumerate((WORDS * (count // len(WORDS) + 1))[:count])]
    names = [name if names.index(name) == index else f"{name}{index}"
             for index, name in enumerate(names)]
    layers = [[] for _ in KIND_NAMES]
    for index, name in enumerate(names):
        layers[index * len(KIND_NAMES) // count].append(name)
    for layer in layers:
        source.shuffle(layer)
    return layers


def imports_add(compartments, layers, source):
    for level, layer in enumerate(layers):
        for name in layer:
            imports = compartments[name]["imports"]
            below = layers[level - 1] if level else []
            callees = set(source.sample(below, min(len(below), source.randint(1, 2))))
            if level > 1 and source.random() < 0.2:
                callees.add(source.choice(layers[level - 2]))
            if level < len(layers) - 1 and source.random() < 0.06:
                callees.add(source.choice(layers[level + 1]))
            for callee in sorted(callees):
                for number in range(source.randint(1, 2)):
                    imports.append(call(callee, f"{callee}_call{number}", name, 20 + number))
            if source.random() < 0.5:
                imports += [quota(4096 * source.randint(1, 4)), call("allocator", "heap_allocate", name, 5)]
            if source.random() < 0.4:
                imports.append(call("scheduler", "thread_sleep", name, 6))
            if source.random() < 0.3:
                imports.append(library_call("debug", "debug_log", name, 8))


def report_make(count, seed):
    source = random.Random(seed)
    layers = layers_of(count, source)
    compartments = system()
    for layer in layers:
        for name in layer:
            exports = [function(name, f"{name}_call{number}", number + 1,
                                "disabled" if source.random() < 0.05 else "enabled")
                       for number in range(2)] + [function(name, f"{name}_run", 9)]
            compartments[name] = compartment(name, exports, source.randrange(200, 9000, 2))
    imports_add(compartments, layers, source)
    for index, name in enumerate(layers[0]):
        compartments[name]["imports"].append(
            {"kind": "MMIO", "device": f"{name.split('_')[0]}{index}", **memory(0x20000000 + 4096 * index, 256)})
    shared = [{"name": f"mailbox{number}", "start": 0x80040000 + 256 * number,
               "end": 0x80040100 + 256 * number} for number in range(3)]
    for number, item in enumerate(shared):
        for writes, layer in ((True, layers[1]), (False, layers[2])):
            compartments[layer[number % len(layer)]]["imports"].append(
                {"kind": "SharedObject", "shared_object": item["name"],
                 **memory(item["start"], 256, writes)})
    threads = [{"entry_point": {"compartment_name": name, "function": f"{name}_run",
                                "provided_by": f"{name}.cc.o"},
                "priority": number + 1, "stack": {"start": 0x80050000 + 4096 * number, "length": 2048},
                "trusted_stack": {"start": 0x80060000 + 512 * number, "length": 384},
                "source": {"file": "firmware.toml", "line": 40 + 6 * number}}
               for number, name in enumerate(layers[-1][:6])]
    return {"file": "gateway.elf", "final_hash": f"{count:064x}", "core": {},
            "griotte": {"schema": 1, "firmware": f"gateway of {count}", "board": "griotte"},
            "compartments": compartments, "sharedObjects": shared, "threads": threads}


def main():
    count = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    json.dump(report_make(count, seed), sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
