"""Run the command `typed-registry` with this interpreter: `python -m typed_registry`."""

from __future__ import annotations

from typed_registry._command_line import main

if __name__ == "__main__":
    main()
