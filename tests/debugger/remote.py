"""A client of GDB's remote protocol, for tests that want more of a machine than a stock debugger asks."""

import re
import socket

from drive import stub_start


class Debugger:
    """A machine that waits for this debugger; `options` are those of `griotte debug`."""

    def __init__(self, griotte, image, *options):
        self.stub, port = stub_start(griotte, image, *options)
        self.connection = socket.create_connection(("127.0.0.1", int(port)))
        self.received = b""
        assert self.ask("QStartNoAckMode") == "OK"
        self.connection.sendall(b"+")

    def ask(self, packet):
        """The reply to a packet."""
        self.connection.sendall(f"${packet}#{sum(packet.encode()) & 0xff:02x}".encode())
        while (match := re.match(rb"[^$]*\$([^#]*)#..", self.received, re.DOTALL)) is None:
            part = self.connection.recv(65536)
            assert part, f"no reply to {packet}"
            self.received += part
        self.received = self.received[match.end():]
        return match.group(1).decode()

    def monitor(self, command):
        return bytes.fromhex(self.ask("qRcmd," + command.encode().hex())).decode()

    def memory(self, start, end):
        result = bytearray()
        while start + len(result) < end:
            part = self.ask(f"m{start + len(result):x},{min(8192, end - start - len(result)):x}")
            result += bytes.fromhex(part)
        return bytes(result)

    def capabilities(self, start, end):
        """By their places, what is tagged: (address, base, top, object type, permissions)."""
        pattern = re.compile(r"^\[0x(\w{8})\]: 0x(\w+) \(v:1 0x(\w+)-0x(\w+) l:0x\w+ o:0x(\w+) p: (.{15})\)", re.MULTILINE)
        result = {}
        for begin in range(start, end, 65536):
            for found in pattern.finditer(self.monitor(f"tags {begin:#x} {min(65536, end - begin):#x}")):
                at, *numbers = (int(found.group(i), 16) for i in range(1, 6))
                result[at] = (*numbers, found.group(6))
        return result

    def run_to(self, address):
        assert self.ask(f"Z1,{address:x},2") == "OK"
        assert self.ask("c").startswith("T05")

    def close(self):
        self.connection.close()
        self.stub.kill()
        self.stub.communicate()
