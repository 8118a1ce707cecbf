"""Have the server beside this file run a program, and end as that ends.

Stands for the interpreter: it takes a file, or `-m` with a module, and then the program's arguments.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from types import FrameType

FORWARDED = (signal.SIGINT, signal.SIGTERM)


def main(file: str) -> None:
    """Run the program, with this process's streams, folder and environment."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED)
    request = {
        "executable": file,
        "arguments": sys.argv[1:],
        "folder": os.getcwd(),  # noqa: PTH109  # pathlib takes as long to import as all the rest
        "environment": {**os.environ},
        "ignores_interrupts": ignored,
    }
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(f"{file}.socket")
        socket.send_fds(server, [f"{json.dumps(request)}\n".encode()], [0, 1, 2])
        with server.makefile() as answers:
            child = int(answers.readline())

            def forward(number: int, _frame: FrameType | None) -> None:
                os.kill(child, number)

            for each in FORWARDED:
                signal.signal(each, forward)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED)
            code = int(answers.readline())
    if code < 0:
        if -code not in {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


if __name__ == "__main__":
    main(os.path.abspath(__file__))  # noqa: PTH100  # as above
