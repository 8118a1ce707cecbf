"""`python -m typed_registry`: the command, with this interpreter."""

from __future__ import annotations

from typed_registry._command_line import main

if __name__ == "__main__":
    main()
