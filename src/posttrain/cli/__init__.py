"""The command `posttrain`."""

from __future__ import annotations

from typed_registry._command_line import start


def main() -> None:
    """Runs the command."""
    start("posttrain", "posttrain.cli.app", "posttrain")
