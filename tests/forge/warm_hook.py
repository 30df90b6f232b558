"""A hook of Git that is the program, imported already in a process that listens (``warm``). Little is imported here: a
push starts three."""

from __future__ import annotations

import array
import json
import os
import socket
import sys

TYPE_CHECKING = False  # to import typing for it takes longer than all the rest
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def at(
    place: str, words: Sequence[str], folder: str, environment: Mapping[str, str], streams: tuple[int, int, int]
) -> int:
    """The exit code of the program, started by the process that listens at a place, with these streams."""
    asked = json.dumps([folder, dict(environment), list(words)]).encode()
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(place)
        fds = array.array("i", streams)
        line.sendmsg([len(asked).to_bytes(8, "big")], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        line.sendall(asked)
        code = line.recv(1)
        return code[0] if code else 137


if __name__ == "__main__":  # with the streams that Git has given it
    sys.exit(at(sys.argv[1], ["server", "hook", sys.argv[2]], os.getcwd(), os.environ, (0, 1, 2)))
