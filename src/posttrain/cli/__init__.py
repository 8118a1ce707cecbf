"""The command `posttrain`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command."""
    try:
        from posttrain.cli.app import app
    except KeyboardInterrupt:
        # most of a short command's time is spent importing
        from typed_registry._programs.exit_codes import INTERRUPTED  # private: as the library's programs end

        sys.stderr.write("posttrain: interrupted\n")
        sys.exit(INTERRUPTED)
    app()
