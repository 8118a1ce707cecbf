"""Names, keys and values that are deprecated: read as what they stand for, told once, and rewritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from attrs import field, frozen, validators

from typed_registry import Registry, Spec
from typed_registry.config import load
from typed_registry.config.load import document, make
from typed_registry.config.migrate import migrate
from typed_registry.config.outdated import OutdatedConfigWarning, renamed, respelt, retired

from .bag import fault

Write = Callable[[str, str], Path]


class Kernel:
    """What `KERNELS` holds."""


KERNELS = Registry[Kernel, []]("kernels")
KERNELS.deprecate("rbf", since="0.3", use="gaussian")
KERNELS.deprecate("flat", since="0.5")


@frozen
class GaussianConfig:
    """A field of each fate."""

    width: float = field(
        default=1.0, metadata=renamed("sigma", "scale", since="0.3"), validator=validators.gt(0)
    )
    norm: Literal["sum", "peak"] = field(default="sum", metadata=respelt({"total": "sum"}, since="0.4"))
    cutoff: float = field(default=0.0, metadata=retired(since="0.6"))


@KERNELS.register("gaussian", config=GaussianConfig)
class Gaussian(Kernel):
    """Falls off."""

    def __init__(self, config: GaussianConfig) -> None: ...


@KERNELS.register("flat")
class Flat(Kernel):
    """Doesn't."""


@frozen
class Job:
    """A root with two choices."""

    kernel: Spec[Kernel, []]
    other: Spec[Kernel, []] | None = None
    runs: int = field(default=1, metadata=renamed("repeats", since="1.0"))


GAUSSIAN = Job(KERNELS.spec(Gaussian, GaussianConfig(2.0)))
OLD = """\
# A job that has been here for years.
repeats: 3   # often enough
kernel:
  name: "rbf"  # the usual
  sigma: 2
  'norm': 'total'

other: {name: rbf, norm: total, scale: 3}
"""
NEW = """\
# A job that has been here for years.
runs: 3   # often enough
kernel:
  name: "gaussian"  # the usual
  width: 2
  'norm': 'sum'

other: {name: gaussian, norm: sum, width: 3}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "kernel: {name: rbf, width: 2}\n",
            "1:16: kernel.name: the name 'rbf' is deprecated since 0.3; write 'gaussian'",
        ),
        (
            "kernel: rbf\ngaussian: {width: 2}\n",
            "1:9: kernel.name: the name 'rbf' is deprecated since 0.3; write 'gaussian'",
        ),
        (
            "kernel: gaussian\nrbf: {width: 2}\n",
            "2:1: rbf: the name 'rbf' is deprecated since 0.3; write 'gaussian'",
        ),
        (
            "kernel: {name: gaussian, sigma: 2}\n",
            "1:26: kernel.sigma: the key 'sigma' is deprecated since 0.3; write 'width'",
        ),
        (
            "kernel: gaussian\ngaussian:\n  scale: 2\n",
            "3:3: gaussian.scale: the key 'scale' is deprecated since 0.3; write 'width'",
        ),
        (
            "kernel: {name: gaussian, width: 2, norm: total}\n",
            "1:42: kernel.norm: the value 'total' is deprecated since 0.4; write 'sum'",
        ),
        (
            "kernel: {name: gaussian, width: 2, cutoff: 0}\n",
            "1:36: kernel.cutoff: the key 'cutoff' is deprecated since 0.6; leave it out",
        ),
    ],
)
def test_one_warning(text: str, told: str, write: Write) -> None:
    """What is outdated loads as what it stands for, with a warning: where it is, and what to write."""
    file = write("c.yaml", text)
    with pytest.warns(OutdatedConfigWarning) as caught:
        made = load(Job, file)

    assert made == GAUSSIAN
    assert [str(warning.message) for warning in caught] == [f"{file}:{told}"]
    assert caught[0].filename == __file__


def test_all_in_one(write: Write) -> None:
    """However much is outdated, there is one warning, with a line for each."""
    file = write("c.yaml", OLD)
    with pytest.warns(OutdatedConfigWarning) as caught:
        load(Job, file)

    assert len(caught) == 1
    assert len(str(caught[0].message).splitlines()) == 7


def test_migrated(write: Write) -> None:
    """A file is rewritten to one that loads as the same tree without a warning, and is else as it was."""
    file = write("c.yaml", OLD)
    made = make(Job, document(file))

    assert migrate(file, made.outdated)
    assert NEW == file.read_text()
    assert made.tree == load(Job, file)
    assert not migrate(file, make(Job, document(file)).outdated)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("c.json", '{"kernel": {"name": "rbf", "sigma": 2}}', '{"kernel": {"name": "gaussian", "width": 2}}'),
        (
            "c.toml",
            'repeats = 1\r\n[kernel]  # é\r\nname = "rbf"\r\n"sigma" = 2\r\n',
            'runs = 1\r\n[kernel]  # é\r\nname = "gaussian"\r\n"width" = 2\r\n',
        ),
        ("c.toml", "kernel.name = 'rbf'\nkernel.sigma = 2\n", "kernel.name = 'gaussian'\nkernel.width = 2\n"),
        ("c.toml", 'kernel = "rbf"\n[rbf]\nsigma = 2\n', 'kernel = "gaussian"\n[gaussian]\nwidth = 2\n'),
        ("c.yaml", "\ufeffkernel: rbf\nrbf: {sigma: 2}\n", "\ufeffkernel: gaussian\ngaussian: {width: 2}\n"),
    ],
)
def test_formats(name: str, old: str, new: str, tmp_path: Path) -> None:
    """A file of each format keeps its quotes, its line ends and its byte-order mark."""
    file = tmp_path / name
    file.write_bytes(old.encode())
    migrate(file, make(Job, document(file)).outdated)

    assert new == file.read_bytes().decode()
    assert GAUSSIAN == load(Job, file)


def test_only_its_own_file(write: Write) -> None:
    """What stands in a file that this one extends, or on the command line, is left to those."""
    base = write("base.yaml", "kernel: {name: rbf, sigma: 2}\n")
    file = write("c.yaml", "extends: base.yaml\nrepeats: 1\n")
    migrate(file, make(Job, document(file, ["other=rbf"])).outdated)

    assert "extends: base.yaml\nruns: 1\n" == file.read_text()
    assert "kernel: {name: rbf, sigma: 2}\n" == base.read_text()


def test_faults_in_old_words(write: Write) -> None:
    """A fault is told under the key that is written; two names of one key are a fault."""
    file = write("c.yaml", "kernel: {name: rbf, sigma: -1, scale: 2}\nrepeats: many\n")

    assert (
        "3 faults:\n"
        f"{file}:1:28: kernel.sigma: got -1 (int): 'width' must be > 0: -1.0\n"
        f"{file}:1:39: kernel.scale: another name of 'sigma', which is given as well\n"
        f"{file}:2:10: repeats: expected int, got 'many' (str)"
    ) == fault(lambda: load(Job, file))


def test_in_the_program() -> None:
    """An alias stands for the name to use, isn't listed, and warns when the program asks for it."""
    assert ["gaussian", "flat"] == KERNELS.list()
    assert "rbf" in KERNELS
    with pytest.warns(DeprecationWarning, match="^kernels: 'rbf' is deprecated since 0.3; use 'gaussian'$"):
        assert Gaussian is KERNELS.get("rbf")
    with pytest.warns(DeprecationWarning, match="^kernels: 'flat' is deprecated since 0.5$"):
        assert Flat is KERNELS.get("flat")
