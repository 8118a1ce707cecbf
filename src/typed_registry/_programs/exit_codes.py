"""Exit codes, in a module that imports nothing: one is needed while a command is still starting."""

from __future__ import annotations

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C has ended, by the shells' convention: 128 + SIGINT."""
