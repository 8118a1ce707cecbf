"""Start the server, and create the interpreter that has it run programs."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

SERVER, CLIENT = (Path(__file__).with_name(name) for name in ("server.py", "client.py"))
POSTTRAIN = Path(sys.executable).with_name("posttrain")
MODULES = (
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "tensorboard.compat.proto.event_pb2",
    "torch._dynamo",
    "transformers.models.auto.modeling_auto",
    "transformers.models.byt5.tokenization_byt5",
    "transformers.models.llama.modeling_llama",
    "typer.rich_utils",
    "yaml",
)
"""What a training imports of other packages, by the modules that import the rest."""


@cache
def preloaded() -> str:
    """Return the interpreter: it runs `FILE ARGUMENTS` and `-m MODULE ARGUMENTS` as Python does.

    Beside it is the command `posttrain`, which it runs.
    """
    folder = Path(tempfile.mkdtemp(prefix="preloaded-"))
    atexit.register(shutil.rmtree, folder)
    python = folder / "python"
    python.write_text(f"#!{sys.executable} -IS\n{CLIENT.read_text()}")
    command = folder / "posttrain"
    command.write_text(f'#!/bin/sh\nexec "{python}" "{POSTTRAIN}" "$@"\n')
    for program in (python, command):
        program.chmod(0o700)
    address = folder / "python.socket"
    server = subprocess.Popen(
        [sys.executable, str(SERVER), str(address), *MODULES],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    atexit.register(_stop, server)
    while not address.exists():
        assert server.poll() is None, "the server has ended; what it says of that is above"
        time.sleep(0.02)
    return str(python)


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.communicate()
