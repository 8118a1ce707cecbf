"""Deprecated names, keys and values: read as the current ones, with one warning, and rewritten on demand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from attrs import AttrsInstance, field, frozen, validators

from tests.samples.bag import facts
from typed_registry import Registry, Spec
from typed_registry._programs.resolved_text import resolved_text
from typed_registry.config import dump, load
from typed_registry.config._document.deprecated_fields import OutdatedConfigWarning, renamed, respelt, retired
from typed_registry.config._structure.load import document, make
from typed_registry.config._tools.migrate import Migration, plan_migration

Write = Callable[[str, str], Path]


class Kernel:
    """The kind of `KERNELS`."""


KERNELS = Registry[Kernel, []]("kernels")
KERNELS.deprecate("rbf", since="0.3", use="gaussian")
KERNELS.deprecate("flat", since="0.5")


@frozen
class GaussianConfig:
    """A renamed field, one with a respelt value, and a retired one."""

    width: float = field(
        default=1.0, metadata=renamed("sigma", "scale", since="0.3"), validator=validators.gt(0)
    )
    norm: Literal["sum", "peak"] = field(default="sum", metadata=respelt({"total": "sum"}, since="0.4"))
    cutoff: float = field(default=0.0, metadata=retired(since="0.6"))


@KERNELS.register("gaussian", config=GaussianConfig)
class Gaussian(Kernel):
    """A kernel with a config."""

    def __init__(self, config: GaussianConfig) -> None: ...


@KERNELS.register("flat")
class Flat(Kernel):
    """A kernel without one."""


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
    ("text", "expected"),
    [
        ("kernel: {name: rbf, width: 2}\n", "1:16: kernel.name"),
        ("kernel: rbf\ngaussian: {width: 2}\n", "1:9: kernel.name"),
        ("kernel: gaussian\nrbf: {width: 2}\n", "2:1: rbf"),
        ("kernel: {name: gaussian, sigma: 2}\n", "1:26: kernel.sigma"),
        ("kernel: gaussian\ngaussian:\n  scale: 2\n", "3:3: gaussian.scale"),
        ("kernel: {name: gaussian, width: 2, norm: total}\n", "1:42: kernel.norm"),
        ("kernel: {name: gaussian, width: 2, cutoff: 0}\n", "1:36: kernel.cutoff"),
    ],
)
def test_one_warning(text: str, expected: str, write: Write) -> None:
    """A deprecated word is read as the current one, with a warning that has its place."""
    file = write("c.yaml", text)
    with pytest.warns(OutdatedConfigWarning) as caught:
        made = load(Job, file)

    assert made == GAUSSIAN
    assert [str(warning.message).partition(": the ")[0] for warning in caught] == [f"{file}:{expected}"]
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kernel: rbf\n", ("name", "rbf", "gaussian", "0.3")),
        ("kernel: {name: gaussian, sigma: 2}\n", ("key", "sigma", "width", "0.3")),
        ("kernel: {name: gaussian, norm: total}\n", ("value", "total", "sum", "0.4")),
        ("kernel: {name: gaussian, cutoff: 0}\n", ("key", "cutoff", None, "0.6")),
        ("kernel: gaussian\nrepeats: 1\n", ("key", "repeats", "runs", "1.0")),
    ],
)
def test_facts(text: str, expected: tuple[str, str, str | None, str], write: Write) -> None:
    """A use has the part, what is given, what to write instead, and the version that deprecated it."""
    [use] = make(Job, document(write("c.yaml", text))).outdated

    assert expected == (use.part.value, use.given, use.use, use.since)


def test_all_in_one(write: Write) -> None:
    """There is one warning for a file, with a line for each deprecated word."""
    file = write("c.yaml", OLD)
    with pytest.warns(OutdatedConfigWarning) as caught:
        load(Job, file)

    assert len(caught) == 1
    assert len(str(caught[0].message).splitlines()) == 7


def rewritten(root: type[AttrsInstance], file: Path) -> Migration:
    """Migrates a file."""
    made = plan_migration(root, file, make(root, document(file)))
    made.write()
    return made


def test_migrated(write: Write) -> None:
    """A migrated file loads as the same tree without a warning, and the rest of its text is unchanged."""
    file = write("c.yaml", OLD)
    made = make(Job, document(file))
    rewritten(Job, file)

    assert NEW == file.read_text()
    assert made.tree == load(Job, file)
    assert () == rewritten(Job, file).done


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
    rewritten(Job, file)

    assert new == file.read_bytes().decode()
    assert GAUSSIAN == load(Job, file)


@frozen
class Words:
    """Words that would be read as other types, or that need quotes."""

    kind: Literal["1", "null", "a b", "it's"] = field(
        default="1",
        metadata=respelt({"one": "1", "nil": "null", "ab": "a b", "its": "it's"}, since="0.4"),
    )
    size: int = field(default=1, metadata=renamed("sz", since="1"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("c.yaml", "kind: one  # 1\n", 'kind: "1"  # 1\n'),
        ("c.yaml", "kind: nil\n", 'kind: "null"\n'),
        ("c.yaml", "{kind: ab, sz: 1}\n", '{kind: "a b", size: 1}\n'),
        ("c.yaml", "kind: 'ab'\n", "kind: 'a b'\n"),
        ("c.yaml", "kind: 'its'\n", 'kind: "it\'s"\n'),
        ("c.toml", "kind = 'its'\n", 'kind = "it\'s"\n'),
        ("c.toml", "kind = 'one'\nsz = 2\n", "kind = '1'\nsize = 2\n"),
        ("c.json", '{"kind": "its", "sz": 1}', '{"kind": "it\'s", "size": 1}'),
    ],
)
def test_quoted_where_needed(name: str, old: str, new: str, write: Write) -> None:
    """A word that would be read as another type gets quotes; quotes are kept if they fit."""
    file = write(name, old)
    rewritten(Words, file)

    assert new == file.read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.yaml", "kind: &k one\n"),
        ("c.yaml", "kind: >-\n  one\n"),
        ("c.yaml", '"s\\u007a": 2\n'),
        ("c.yaml", "kind: ${env:NO_SUCH_KIND,one}\n"),
        ("c.toml", "kind = '''one'''\n"),
        ("c.toml", 'kind = """one"""\n'),
        ("c.json", '{"kind": "\\u006fne"}'),
    ],
)
def test_not_written_as_read(name: str, text: str, write: Write) -> None:
    """A word with an anchor, with escapes or from a variable is left, and reported as left."""
    file = write(name, text)
    made = rewritten(Words, file)

    assert ((), 1) == (made.done, len(made.left))
    assert text == file.read_text()


def test_some_are_left(write: Write) -> None:
    """A word that has to be left doesn't keep the others from being replaced."""
    file = write("c.yaml", "kind: &k one\nsz: 3\n")
    made = rewritten(Words, file)

    assert (["sz"], ["one"]) == ([use.given for use in made.done], [use.given for use in made.left])
    assert "kind: &k one\nsize: 3\n" == file.read_text()


def test_not_the_same(write: Write) -> None:
    """A file that wouldn't be valid with the current words is left unchanged, and reported as left."""
    text = "kernel: rbf\ngaussian: {width: 2}\nrbf: {}\n"
    file = write("c.yaml", text)
    made = rewritten(Job, file)

    assert ((), ["rbf", "rbf"]) == (made.done, [use.given for use in made.left])
    assert text == file.read_text()


def test_only_its_own_file(write: Write) -> None:
    """Words in an extended file are left, and reported as left."""
    base = write("base.yaml", "kernel: {name: rbf, sigma: 2}\n")
    file = write("c.yaml", "extends: base.yaml\nrepeats: 1\n")
    left = rewritten(Job, file).left

    assert ["rbf", "sigma"] == [use.given for use in left]
    assert "extends: base.yaml\nruns: 1\n" == file.read_text()
    assert "kernel: {name: rbf, sigma: 2}\n" == base.read_text()


def test_faults_in_old_words(write: Write) -> None:
    """A fault has the path that is written; two keys of one field are a fault."""
    file = write("c.yaml", "kernel: {name: rbf, sigma: -1, scale: 2}\nrepeats: many\n")

    assert [
        "c.yaml:1:28 kernel.sigma Refused",
        "c.yaml:1:39 kernel.scale TwoNames",
        "c.yaml:2:10 repeats WrongType",
    ] == facts(lambda: load(Job, file))


def test_in_the_program() -> None:
    """A deprecated name isn't listed, gives the component to use instead, and warns."""
    assert ["gaussian", "flat"] == KERNELS.list()
    assert "rbf" in KERNELS
    with pytest.warns(DeprecationWarning, match="^kernels: 'rbf' is deprecated since 0.3; use 'gaussian'$"):
        assert Gaussian is KERNELS.get("rbf")
    with pytest.warns(DeprecationWarning, match="^kernels: 'flat' is deprecated since 0.5$"):
        assert Flat is KERNELS.get("flat")


def test_order_of_warnings(write: Write) -> None:
    """What is deprecated is in the order in which it is written, whatever it is."""
    file = write(
        "c.yaml", "other: {name: rbf, norm: total}\nkernel: {cutoff: 1, scale: 3, name: rbf}\nrepeats: 2\n"
    )
    uses = make(Job, document(file)).outdated

    assert ["rbf", "total", "cutoff", "scale", "rbf", "repeats"] == [use.given for use in uses]


@pytest.mark.parametrize("form", ["yaml", "toml", "json"])
@pytest.mark.filterwarnings("error::typed_registry.errors.OutdatedConfigWarning")
def test_retired_default_is_not_written(write: Write, form: str) -> None:
    """What a dump or a resolved config leaves out is a retired field with its default, so neither warns."""
    file = write(f"c.{form}", dump(GAUSSIAN, form))
    made = make(Job, document(file))

    assert GAUSSIAN == made.tree
    assert GAUSSIAN == load(Job, write("resolved.yaml", resolved_text(made)))


def test_retired_value_is_written(write: Write) -> None:
    """A retired field with another value than its default is part of the config, so it is written."""
    job = Job(KERNELS.spec(Gaussian, GaussianConfig(2.0, cutoff=0.5)))
    file = write("c.yaml", dump(job))
    made = make(Job, document(file))

    assert "cutoff: 0.5" in resolved_text(made)
    assert job == made.tree
