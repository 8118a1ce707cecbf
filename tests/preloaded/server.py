"""Wait for programs, and run each in a process that is forked from this one.

    python server.py SOCKET MODULE...

The modules are imported first. The server ends when its standard input is closed.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import selectors
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TypedDict

STREAMS = (0, 1, 2)
UNBUFFERED = "-u"
"""The option of Python that torchrun gives it."""
MOST = 1 << 20
"""The bytes of a request are fewer."""


class Request(TypedDict):
    """A program that is to be run."""

    executable: str
    arguments: list[str]
    folder: str
    environment: dict[str, str]
    ignores_interrupts: bool


def main(address: str, *modules: str) -> None:
    """Import the modules, and run what is asked for."""
    sys.path.pop(0)  # this file's folder
    for module in modules:
        import_module(module)
    gc.freeze()  # the processes share the memory of what has been imported
    with socket.socket(socket.AF_UNIX) as listener:
        unready = f"{address}.unready"
        listener.bind(unready)
        listener.listen()
        Path(unready).rename(address)  # clients come as soon as there is such a file
        request = _serve(listener)
    if request is not None:
        run(request)


def _serve(listener: socket.socket) -> Request | None:
    """Fork a process for each program, in which its request is returned; return None at the end."""
    ended, signalled = os.pipe()
    for end in (ended, signalled):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, _ignore)  # the signal is written into the pipe
    signal.set_wakeup_fd(signalled)
    running: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as selector:
        for source in (listener, ended, sys.stdin):
            selector.register(source, selectors.EVENT_READ)
        while True:
            ready = [key.fileobj for key, _ in selector.select()]
            if sys.stdin in ready:
                return None
            if ended in ready:
                os.read(ended, MOST)
                _tell_of_ended(running)
            if listener in ready:
                client, _ = listener.accept()
                try:
                    request, streams = _received(client)
                except ConnectionError:  # it has been killed
                    client.close()
                    continue
                child = os.fork()
                if child == 0:
                    _become(request, streams)
                    return request
                running[child] = client
                with suppress(OSError):
                    client.sendall(f"{child}\n".encode())
                for stream in streams:
                    os.close(stream)


def _ignore(_number: int, _frame: FrameType | None) -> None: ...


def _received(client: socket.socket) -> tuple[Request, list[int]]:
    """Return a client's request, and its standard streams. Raises ConnectionError if it ends before that."""
    data, streams, _, _ = socket.recv_fds(client, MOST, len(STREAMS))
    while not data.endswith(b"\n"):
        more = client.recv(MOST)
        if not more:
            for stream in streams:
                os.close(stream)
            raise ConnectionError
        data += more
    request: Request = json.loads(data)
    return request, streams


def _tell_of_ended(running: dict[int, socket.socket]) -> None:
    while running:
        child, status = os.waitpid(-1, os.WNOHANG)
        if child == 0:
            return
        with running.pop(child) as client, suppress(OSError):  # it may have been killed
            client.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(request: Request, streams: list[int]) -> None:
    """Make this process what the program's would be when Python has started."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(
        signal.SIGINT, signal.SIG_IGN if request["ignores_interrupts"] else signal.default_int_handler
    )
    for stream, place in zip(streams, STREAMS, strict=True):
        os.dup2(stream, place)
        os.close(stream)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  # as long as the process, and of no path
    sys.stdout = open(1, "w", 1 if _is_unbuffered(request) else -1, closefd=False)  # noqa: SIM115  # as above
    sys.stderr = open(2, "w", 1, errors="backslashreplace", closefd=False)  # noqa: SIM115  # as above
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.executable = request["executable"]


def _is_unbuffered(request: Request) -> bool:
    return request["arguments"][0] == UNBUFFERED


def run(request: Request) -> None:
    """Run a program as `python ARGUMENTS` does: a file, or `-m` with a module."""
    first, *others = request["arguments"][_is_unbuffered(request) :]
    environment = request["environment"]
    found = [each for each in environment.get("PYTHONPATH", "").split(os.pathsep) if each not in sys.path]
    sys.path[:0] = filter(None, found)
    if first == "-m" and not environment.get("PYTHONSAFEPATH"):
        sys.path.insert(0, request["folder"])
    if first == "-m":
        sys.argv = others
        runpy.run_module(others[0], run_name="__main__", alter_sys=True)
    else:
        sys.path.insert(0, str(Path(first).parent))
        sys.argv = [first, *others]
        runpy.run_path(first, run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
