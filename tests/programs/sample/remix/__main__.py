"""The program."""

from __future__ import annotations

import os
import warnings

from remix.config import AudioConfig
from remix.registries import EFFECTS, SINKS
from typed_registry.cli import ConfigApp, ConfigSource


class SilenceError(Exception):
    """Nothing is heard."""


class LoudWarning(UserWarning):
    """It is too loud."""


app = ConfigApp("remix", help="Change sounds.", errors={SilenceError: 3}, warnings=[LoudWarning])
app.add_component_commands(EFFECTS, SINKS)


@app.command()
def run(config: AudioConfig, source: ConfigSource, *, verbose: bool = False) -> None:
    """Apply the effects of a config to a sound."""
    if verbose:
        print(f"{source.file} {' '.join(source.overrides)}")
    samples = [1.0, 2.0]
    for effect in config.chain:
        samples = effect.build().apply(samples)
    if not samples:
        raise SilenceError("nothing is heard")
    if max(samples) > 100:
        warnings.warn("it is too loud", LoudWarning, stacklevel=1)
    config.sink.build().write(samples)


@app.command()
def crash(how: str) -> None:
    """End in an error of another kind."""
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "name":
        EFFECTS.get(os.environ.get("EFFECT", "gian"))
    raise ValueError(how)


if __name__ == "__main__":
    app()
