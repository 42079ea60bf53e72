#!/usr/bin/env python3
"""Turns the records of isa/ into the machine's decoder tables.

Input: the JSON that `llvm-tblgen --dump-json isa/CHERIoT.td` prints.
Output, into the directory given: opcodes.inc (one OPCODE(name) an instruction), decode_tables.inc
(encodings, operands and assembly text; read by decode.cc) and system_registers.inc.

Everything is emitted in a fixed order, so equal records give equal bytes.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

COMPRESSED_REGISTER_CLASSES = {"GPRC", "GPCRC"}
CAPABILITY_CLASSES = {"GPCR", "GPCRNoC0", "GPCRC", "CSP"}
FIXED_REGISTER_CLASSES = {"CSP": 2}
FORBIDDEN_REGISTERS = {"GPRNoX0": [0], "GPCRNoC0": [0], "GPRNoX0X2": [0, 2]}
# How an operand of a type is printed; anything else is a signed decimal.
PRINT_KINDS = {
    "uimm20_lui": "Upper",
    "uimm20_auicc": "Upper",
    "uimm20_clui": "Upper",
    "simm13_branch": "Target",
    "simm21_jump": "Target",
    "csr_number": "Csr",
    "scr_number": "Scr",
    "fence_set": "FenceSet",
    "hint_register": "HintRegister",
    "hint_register_nonzero": "HintRegister",
}


class RecordError(Exception):
    """A record the decoder cannot be made from."""


@dataclass
class Operand:
    """One operand of an instruction: where its bits are and what they may be."""

    name: str
    type: str
    print_kind: str
    is_register: bool
    is_capability: bool
    fixed: int | None = None  # not encoded: always this
    runs: list = field(default_factory=list)  # (instruction bit, value bit, width)
    width: int = 0
    is_signed: bool = False
    is_non_zero: bool = False
    bias: int = 0  # added to the field: 8 for three-bit registers
    shift: int = 0
    forbidden: list = field(default_factory=list)


class Records:
    """The dump, with the look-ups this script needs."""

    def __init__(self, dump):
        self.dump = dump

    def instances(self, name):
        return [self.dump[key] for key in self.dump["!instanceof"].get(name, [])]

    def register_number(self, name):
        match = re.fullmatch(r"[XC](\d+)", name)
        if match is None:
            raise RecordError(f"register {name} has no number")
        return int(match.group(1))

    def operands(self, record):
        """All operands, outputs first, without those tied to an output."""
        tied = set()
        for constraint in filter(None, record["Constraints"].split(",")):
            left, right = (part.strip().lstrip("$") for part in constraint.split("="))
            tied.add(right if left == self.output_names(record)[0] else left)
        result = []
        for dag in (record["OutOperandList"], record["InOperandList"]):
            for definition, name in dag["args"]:
                if name not in tied:
                    result.append(self.operand(record, name, definition["def"]))
        return result

    @staticmethod
    def output_names(record):
        return [name for _, name in record["OutOperandList"]["args"]]

    def operand(self, record, name, type_name):
        is_register = "RegisterClass" in self.dump[type_name]["!superclasses"]
        operand = Operand(
            name=name,
            type=type_name,
            print_kind=PRINT_KINDS.get(type_name, "Signed"),
            is_register=is_register,
            is_capability=type_name in CAPABILITY_CLASSES,
            runs=field_runs(record, name),
        )
        if is_register:
            operand.print_kind = "Capability" if operand.is_capability else "Integer"
            operand.fixed = FIXED_REGISTER_CLASSES.get(type_name)
            operand.forbidden = FORBIDDEN_REGISTERS.get(type_name, [])
            operand.bias = 8 if type_name in COMPRESSED_REGISTER_CLASSES else 0
            operand.width = 5
        else:
            definition = self.dump[type_name]
            operand.width = definition["Width"]
            operand.is_signed = bool(definition["IsSigned"])
            operand.is_non_zero = bool(definition["IsNonZero"])
            operand.shift = definition["MachineShift"]
        if operand.fixed is None and not operand.runs:
            raise RecordError(f"{record['!name']}: operand {name} is nowhere in Inst")
        return operand


def field_runs(record, name):
    """Maximal runs of consecutive bits of field `name`: (instruction bit, value bit, width)."""
    runs = []
    for position, bit in enumerate(record["Inst"]):
        if not isinstance(bit, dict) or bit.get("var") != name:
            continue
        index = bit.get("index", 0)
        if runs and runs[-1][0] + runs[-1][2] == position and runs[-1][1] + runs[-1][2] == index:
            runs[-1][2] += 1
        else:
            runs.append([position, index, 1])
    return [tuple(run) for run in runs]


def mask_and_match(record):
    mask = match = 0
    for position, bit in enumerate(record["Inst"]):
        if bit in (0, 1):
            mask |= 1 << position
            match |= bit << position
    return mask, match


class Emitter:
    """Collects the C++ tables."""

    def __init__(self, records):
        self.records = records
        self.full = sorted(
            (r for r in records.instances("Instruction32")), key=lambda r: r["!name"]
        )
        self.opcode_index = {r["!name"]: i + 1 for i, r in enumerate(self.full)}
        self.operand_rows = []
        self.encoding_rows = []
        self.expansions = self.read_expansions()

    def read_expansions(self):
        """Compressed record name -> (full record name, arguments of both sides)."""
        result = {}
        for pattern in self.records.instances("CompressPat"):
            if pattern["isCompressOnly"]:
                continue
            compressed = pattern["Output"]["operator"]["def"]
            if compressed in result:
                raise RecordError(f"{compressed} stands for two instructions")
            result[compressed] = (
                pattern["Input"]["operator"]["def"],
                pattern["Input"]["args"],
                pattern["Output"]["args"],
            )
        return result

    def add_operands(self, operands):
        start = len(self.operand_rows)
        for o in operands:
            runs = ", ".join(f"{{{a}, {b}, {c}}}" for a, b, c in o.runs)
            forbidden = sum(1 << number for number in o.forbidden)
            fixed = 0 if o.fixed is None else o.fixed
            self.operand_rows.append(
                f"    {{Role::{role(o)}, Print::{o.print_kind}, {flag(o.is_register)}, "
                f"{flag(o.fixed is not None)}, {flag(o.is_signed)}, {flag(o.is_non_zero)}, "
                f"{o.width}, {o.bias}, {o.shift}, 0x{forbidden:x}, {fixed}, {len(o.runs)}, "
                f"{{{{{runs}}}}}}},"
            )
        return start, len(operands)

    def add_encoding(self, record, opcode, rv32_opcode, operands):
        mask, match = mask_and_match(record)
        start, count = self.add_operands(operands)
        size = record["Size"]
        hint = bool(record.get("IsHint", 0))
        text = f'"{template(record["AsmString"], operands)}"' if hint else "nullptr"
        self.encoding_rows.append(
            (
                size,
                hint,
                -bin(mask).count("1"),
                match,
                f"    {{0x{mask:08x}, 0x{match:08x}, {size}, {opcode}, {rv32_opcode}, "
                f"{flag(not record['NeedsNoCapabilities'])}, "
                f"{flag(not record['NeedsCapabilities'])}, {start}, {count}, {text}}}, "
                f"// {record['!name']}",
            )
        )

    def run(self):
        for record in self.full:
            index = self.opcode_index[record["!name"]]
            self.add_encoding(record, index, index, self.records.operands(record))
        compressed = sorted(self.records.instances("Instruction16"), key=lambda r: r["!name"])
        for record in compressed:
            if record["!name"] == "C_UNIMP":
                continue  # defined to be illegal
            if record["IsHint"]:
                self.add_encoding(record, 0, 0, self.records.operands(record))
            else:
                self.add_compressed(record)

    def add_compressed(self, record):
        name = record["!name"]
        if name not in self.expansions:
            raise RecordError(f"{name} has no CompressPat to say what it stands for")
        full_name, full_args, compressed_args = self.expansions[name]
        full = self.records.dump[full_name]
        by_position = self.records.operands(record)
        if len(by_position) != len(compressed_args):
            raise RecordError(f"{name}: its CompressPat has another number of operands")
        by_name = {arg[1]: operand for arg, operand in zip(compressed_args, by_position)}
        operands = []
        for target, (value, argument) in zip(self.records.operands(full), full_args):
            operands.append(expanded_operand(self.records, target, value, by_name.get(argument)))
        twin = full["Rv32Twin"]
        self.add_encoding(
            record, self.opcode_index[full_name], self.opcode_index[twin], operands
        )

    def opcodes(self):
        return "\n".join(f"OPCODE({name})" for name in ["Illegal", *self.opcode_index]) + "\n"

    def tables(self):
        encodings = [row[-1] for row in sorted(self.encoding_rows, key=lambda row: row[:4])]
        return (
            "// Generated by isa/generate_decoder.py. Do not edit.\n\n"
            f"constexpr OperandField OperandFields[] = {{\n{chr(10).join(self.operand_rows)}\n}};\n\n"
            f"constexpr Encoding Encodings[] = {{\n{chr(10).join(encodings)}\n}};\n\n"
            f"{self.texts()}\n{self.traits()}"
        )

    def texts(self):
        """How each opcode is written: aliases first, each with the operand values it needs."""
        rows = []
        starts = [0]  # Illegal has no text
        for record in self.full:
            starts.append(len(rows))
            operands = self.records.operands(record)
            for alias in self.aliases(record):
                is_rv32_only = alias["!superclasses"][-1] == "Rv32Alias"
                rows.append(
                    self.text_row(
                        alias["AsmString"],
                        operands,
                        alias["ResultInst"]["args"],
                        is_cheriot=not is_rv32_only,
                    )
                )
            rv32_text = record["Rv32Mnemonic"] + (
                "\t" + record["Rv32Operands"] if record["Rv32Operands"] else ""
            )
            is_same = rv32_text == record["AsmString"]
            rows.append(self.text_row(record["AsmString"], operands, None, is_rv32=is_same))
            if not is_same:
                rows.append(self.text_row(rv32_text, operands, None, is_cheriot=False))
        return (
            f"constexpr Text Texts[] = {{\n{chr(10).join(rows)}\n}};\n\n"
            "// Where each opcode's texts begin.\n"
            f"constexpr uint16_t TextStarts[] = {{{', '.join(map(str, [*starts, len(rows)]))}}};\n"
        )

    def aliases(self, record):
        """The aliases that print, in LLVM's order: by priority, then as defined."""
        result = [
            alias
            for kind in ("InstAlias", "Rv32Alias")
            for alias in self.records.instances(kind)
            if alias["ResultInst"]["operator"]["def"] == record["!name"] and alias["EmitPriority"]
        ]
        return sorted(result, key=lambda alias: -alias["EmitPriority"])

    def text_row(self, text, operands, conditions, is_cheriot=True, is_rv32=True):
        wanted = []
        for position, operand in enumerate(operands):
            value = None if conditions is None else conditions[position][0]
            if isinstance(value, int):
                wanted.append(f"{{true, {value}}}")
            elif isinstance(value, dict) and value["def"] != operand.type:
                wanted.append(f"{{true, {self.records.register_number(value['def'])}}}")
            else:
                wanted.append("{false, 0}")
        while len(wanted) < 3:
            wanted.append("{false, 0}")
        return (
            f"    {{{flag(is_cheriot)}, {flag(is_rv32)}, {{{{{', '.join(wanted)}}}}}, "
            f"\"{template(text, operands)}\"}},"
        )

    def traits(self):
        rows = ["    {}, // Illegal"]
        for record in self.full:
            by_role = {o.name: o for o in self.records.operands(record)}

            def has(name):
                return flag(name in by_role and by_role[name].is_register)

            def capability(name):
                return flag(name in by_role and by_role[name].is_capability)

            rows.append(
                f"    {{{has('rd')}, {has('rs1')}, {has('rs2')}, {capability('rd')}, "
                f"{capability('rs1')}, {capability('rs2')}, {flag(record['mayLoad'])}, "
                f"{flag(record['mayStore'])}}}, // {record['!name']}"
            )
        names = ["Illegal", *self.opcode_index]
        quoted = "\n".join(f'    "{name}",' for name in names)
        body = "\n".join(rows)
        return (
            f"constexpr OpcodeTraits TraitsTable[] = {{\n{body}\n}};\n\n"
            f"constexpr std::string_view OpcodeNames[] = {{\n{quoted}\n}};\n"
        )

    def system_registers(self):
        lines = []
        for kind in ("Csr", "Scr"):
            for record in sorted(self.records.instances(kind), key=lambda r: r["Number"]):
                lines.append(f'{kind.upper()}({record["RegisterName"]}, {record["Number"]})')
        return "\n".join(lines) + "\n"


def expanded_operand(records, target, value, source):
    """The operand `target` of the full instruction, read from the compressed encoding."""
    result = Operand(
        name=target.name,
        type=target.type,
        print_kind=target.print_kind,
        is_register=target.is_register,
        is_capability=target.is_capability,
        width=target.width,
        is_signed=target.is_signed,
        shift=target.shift,
    )
    if source is not None:
        result.fixed = source.fixed
        result.runs = source.runs
        result.bias = source.bias
        result.forbidden = source.forbidden
        result.is_non_zero = source.is_non_zero
        if not source.is_register:
            result.width = source.width
            result.is_signed = source.is_signed
    elif isinstance(value, int):
        result.fixed = value
    else:
        result.fixed = records.register_number(value["def"])
    return result


def role(operand):
    return {"rd": "Rd", "rs1": "Rs1", "rs2": "Rs2", "imm": "Immediate", "pred": "Predecessor",
            "succ": "Successor"}[operand.name]


def flag(value):
    return "true" if value else "false"


def template(text, operands):
    """Assembly text with each operand as a digit after a percent sign: its position."""
    positions = {operand.name: index for index, operand in enumerate(operands)}

    def replace(match):
        return f"%{positions[match.group(1) or match.group(2)]}"

    text = re.sub(r"\$\{(\w+)\}|\$(\w+)", replace, text)
    # Aliases separate mnemonic and operands by a space.
    mnemonic, separator, rest = text.partition("\t" if "\t" in text else " ")
    return mnemonic + ("\\t" + rest if separator else "")


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} DUMP.json OUTPUT_DIRECTORY")
    with open(sys.argv[1], encoding="utf-8") as dump:
        emitter = Emitter(Records(json.load(dump)))
    output = Path(sys.argv[2])
    try:
        emitter.run()
        (output / "opcodes.inc").write_text(emitter.opcodes(), encoding="utf-8")
        (output / "decode_tables.inc").write_text(emitter.tables(), encoding="utf-8")
        (output / "system_registers.inc").write_text(emitter.system_registers(), encoding="utf-8")
    except RecordError as error:
        sys.exit(f"isa/: {error}")


if __name__ == "__main__":
    main()
