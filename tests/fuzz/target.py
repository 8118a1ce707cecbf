"""What is true for any bytes in a config file of any format."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.samples.experiment import Experiment
from typed_registry.config import digest, dump, load
from typed_registry.config._formats.read import parse
from typed_registry.errors import ConfigError

SUFFIXES = (".yaml", ".toml", ".json")
SEEDS = (
    (".yaml", "algorithm: {name: dpo, beta: 0.1}\nloss: sigmoid\nsteps: {marks: [1]}\n# é\nseed: 0x1f\n"),
    (".yaml", "algorithm: &a dpo\nloss: *a\nrate: ${env:HOME,1e-3}\nsigmoid:\n  kind: |\n    ipo\n"),
    (".toml", 'seed = 1\n[algorithm]\nname = "dpo"\nbeta = 1_0.5e-1\n[[x]]\na.b = {c = 1979-05-27}\n'),
    (".json", '{"algorithm": {"name": "dpo", "beta": 1e-1, "loss": {}}, "rate": null, "a": [true]}'),
)
"""Files of each format with which the search starts."""


def check(data: bytes, suffix: str) -> None:
    """Raise AssertionError or another error unless the bytes give a tree that can be dumped, or faults."""
    with tempfile.TemporaryDirectory(prefix="fuzz") as folder:
        file = Path(folder) / f"c{suffix}"
        file.write_bytes(data)
        try:
            made = load(Experiment, file)
        except ConfigError as error:
            _require_places(error, file)
            return
        _require_equal(made)


def _require_places(error: ConfigError, file: Path) -> None:
    """Every fault has a text, and a place in the file."""
    assert error.faults
    assert str(error)
    lines = len(file.read_bytes().decode("utf-8", "replace").splitlines()) + 1
    for fault in error.faults:
        assert fault.origin is not None
        assert fault.origin.source == str(file)
        assert fault.origin.line is None or 1 <= fault.origin.line <= lines


def _require_equal(made: Experiment) -> None:
    """A tree that is dumped is read again as an equal one."""
    for form in ("yaml", "json"):
        text = dump(made, form)
        again = load_text(text, f"c.{form}")
        assert digest(made) == digest(again), text


def load_text(text: str, name: str) -> Experiment:
    """Return the tree of a text, as if a file of this name contained it."""
    from typed_registry.config._structure.load import document, tree

    parse(text, name)
    return tree(Experiment, document(name, text=text))
