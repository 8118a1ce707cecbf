"""The command `posttrain`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command."""
    try:
        from posttrain.cli.app import app
    except KeyboardInterrupt:
        sys.stderr.write("posttrain: interrupted\n")
        sys.exit(130)  # 128 + SIGINT; most of a short command's time is spent importing
    app()
