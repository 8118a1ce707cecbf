"""The config files of the program, and the program."""

from __future__ import annotations

import sys
from typing import Annotated

from attrs import frozen

from audiofx.effect import Effect
from audiofx.registries import EFFECTS
from typed_registry import Spec
from typed_registry.config import load
from typed_registry.errors import ConfigError


@frozen
class Chain:
    """The effects that are applied one after the other."""

    chain: tuple[Annotated[Spec[Effect, []], EFFECTS], ...]
    volume: float = 1.0


def main() -> int:
    """Apply the effects of a config file to a signal, and print it."""
    try:
        config = load(Chain, sys.argv[1])
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    samples = [config.volume]
    for spec in config.chain:
        samples = spec.build().apply(samples)
    sys.stdout.write(f"{' '.join(f'{sample:.3f}' for sample in samples)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
