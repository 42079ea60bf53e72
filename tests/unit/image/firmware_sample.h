// What a linker would say of a small firmware: a compartment, a library, a thread.
#pragma once

namespace griotte::machine {

inline constexpr const char *FirmwareSample = R"json({
"version": 1, "name": "sample",
"code": [2147483648, 2147495936], "data": [2147495936, 2147506176],
"heap": [2147506176, 2147516416], "loader": [2147510000, 2147514000],
"loader_stack": [2147514000, 2147516416], "scheduler_stack": [2147504128, 2147504640],
"idle_trusted_stack": [2147496704, 2147496920], "initialisers": [0, 0],
"domains": [
 {"name": "switcher", "kind": "switcher", "code": [2147483648, 2147484672],
  "globals": [0, 0], "export_table": [0, 0], "cgp": 0,
  "exports": [{"symbol": "__export_switcher", "name": "switcher", "kind": "function",
               "address": 2147483664}],
  "imports": [], "sealed_objects": []},
 {"name": "vault", "kind": "compartment", "code": [2147487744, 2147489792],
  "globals": [2147496192, 2147496256], "export_table": [2147491840, 2147491868],
  "cgp": 2147496224, "compartment_error_handler": 2147488000,
  "exports": [{"symbol": "__export_vault__Z10vault_openi", "name": "vault_open(int)",
               "kind": "entry_point", "entry": 2147491860, "address": 2147487808},
              {"symbol": "__export.sealing_type.vault.Key", "name": "Key",
               "kind": "sealing_type", "entry": 2147491864}],
  "imports": [{"at": 2147487744, "symbol": "__export_mem_uart"}],
  "sealed_objects": [{"symbol": "treasure", "range": [2147495936, 2147495968],
                      "type": "__export.sealing_type.vault.Key"}]},
 {"name": "debug", "kind": "library", "code": [2147489792, 2147490304],
  "globals": [0, 0], "export_table": [0, 0], "cgp": 0, "exports": [], "imports": [],
  "sealed_objects": []}],
"threads": [{"compartment": "vault", "entry": "run()", "priority": 1, "frames": 4,
  "stack": [2147500032, 2147501056], "trusted_stack": [2147496960, 2147497216],
  "hazard_slots": [2147497216, 2147497232]}],
"shared_objects": [{"name": "epoch", "range": [2147496448, 2147496452]}]})json";

} // namespace griotte::machine
