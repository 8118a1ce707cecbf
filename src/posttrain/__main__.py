"""Run the command `posttrain` with this interpreter: `python -m posttrain`, which `torchrun -m` needs too."""

from __future__ import annotations

from posttrain.cli import main

if __name__ == "__main__":
    main()
