"""`python -m posttrain` is the command `posttrain`: for launchers that start a module in many processes."""

from __future__ import annotations

from posttrain.cli import main

if __name__ == "__main__":
    main()
