"""Defaults of config classes that choose a component which can't be chosen."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from operator import attrgetter, methodcaller
from pathlib import Path
from typing import cast

import pytest

from typed_registry._programs.help_text import config_help
from typed_registry._schema import rendered
from typed_registry.config import differences, digest, dump, from_mapping, plain_data
from typed_registry.errors import BrokenDefault, ConfigError, Fault, UnwritableError

PROGRAM = """\
from typing import Annotated

from attrs import field, frozen

from typed_registry import Registry, Spec

LOSSES = Registry[object, []]("losses")
Loss = Annotated[Spec[object, []], LOSSES]


@LOSSES.register("hinge")
class Hinge:
    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin


class Former: ...


@frozen
class Part:
    loss: Loss = LOSSES.from_mapping({"name": "hing"})
    size: int = 1


@frozen
class Job:
    loss: Loss = LOSSES.spec("hinge", marign=2.0)
    several: tuple[Loss, ...] = tuple(LOSSES.spec(each) for each in ("hinge", "hing"))
    by_name: Loss | None = LOSSES.specs["hing"](margin=2.0)
    part: Part = Part()
    former: Loss = field(default=LOSSES.spec(Former))


@frozen
class Later:
    size: int = 1
    loss: Loss = field(factory=lambda: LOSSES.spec("hing"))


@frozen
class Outer:
    job: Job
"""
GIVEN: Mapping[str, object] = {
    "loss": "hinge",
    "several": [],
    "by_name": None,
    "part": {"loss": "hinge"},
    "former": "hinge",
}


@pytest.fixture(name="job")
def _job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type]:
    """Import a program whose config class has such defaults, which doesn't fail."""
    (tmp_path / "broken_defaults.py").write_text(PROGRAM)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield cast("type", import_module("broken_defaults").Job)
    del sys.modules["broken_defaults"]


def faults(root: type, data: Mapping[str, object]) -> dict[str, Fault]:
    """Return the faults of a config by their paths."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(root, data)
    return {".".join(map(str, each.path)): each for each in caught.value.faults}


@pytest.mark.parametrize("above", [(), ("job",)])
def test_faults(job: type, above: tuple[str, ...]) -> None:
    """Each default that is needed is a fault with its class, and the line in the program."""
    root = cast("type", sys.modules["broken_defaults"].Outer) if above else job
    found = faults(root, {"job": {}} if above else {})
    prefix = "".join(f"{each}." for each in above)
    lines = PROGRAM.splitlines()

    assert {f"{prefix}{key}" for key in ("loss", "several.1", "by_name", "part.loss", "former")} == {*found}
    for path, each in found.items():
        assert isinstance(each.problem, BrokenDefault)
        owner = "Part" if "part" in path else "Job"
        assert f"broken_defaults.{owner}" == each.problem.config
        assert each.origin is not None
        assert each.origin.source.endswith("broken_defaults.py")
        field = path.removeprefix(prefix).removeprefix("part.").partition(".")[0]
        assert lines[(each.origin.line or 0) - 1].startswith(f"    {field}: ")
        assert 5 == each.origin.column
    assert "marign: " in found[f"{prefix}loss"].message
    assert "'hing'" in found[f"{prefix}by_name"].message


def test_given(job: type) -> None:
    """A config that gives the fields doesn't need their defaults."""
    assert "hinge" == attrgetter("loss.name")(from_mapping(job, GIVEN))


def test_settings_alone(job: type) -> None:
    """Settings without a name complete the default, which they need; other faults are found as well."""
    found = faults(job, {**GIVEN, "loss": {"margin": 3.0}, "part": {"loss": {}, "size": "x"}})

    assert {"loss", "part.loss", "part.size"} == {*found}


def test_later(job: type) -> None:
    """A default whose component is registered by the time that it is needed is chosen then."""
    registry = sys.modules["broken_defaults"].LOSSES
    registry.register("hing")(cast("type", sys.modules["broken_defaults"].Hinge))
    needed = {key: value for key, value in GIVEN.items() if key not in {"several", "by_name", "part"}}
    made = cast("object", from_mapping(job, needed))

    assert ["hinge", "hing"] == [each.name for each in attrgetter("several")(made)]
    assert {"name": "hing", "margin": 2.0} == plain_data(attrgetter("by_name")(made))
    assert {"loss": {"name": "hing", "margin": 1.0}, "size": 1} == plain_data(attrgetter("part")(made))


def test_use(job: type) -> None:
    """An instance that code makes has such a choice, whose use raises the fault."""
    loss: object = attrgetter("loss")(job())
    again: object = pickle.loads(pickle.dumps(loss))  # noqa: S301  # of this test

    assert (loss, hash(loss)) == (again, hash(again))
    assert "Spec('hinge', ...)" == repr(loss)
    for use in (methodcaller("build"), attrgetter("config")):
        with pytest.raises(ConfigError, match=r"broken_defaults\.Job can't be made: marign: "):
            use(loss)
    part = _part(size=1)
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301  # of this test
    assert [("size",)] == [path for path, *_ in differences(_part(size=1), _part(size=2))]


@pytest.mark.parametrize("write", [plain_data, digest, dump])
def test_written(job: type, write: Callable[[object], object]) -> None:
    """A config with such a default is written only when the default can be chosen."""
    part, registry = _part(size=1), sys.modules["broken_defaults"].LOSSES
    with pytest.raises(UnwritableError, match=r"^loss: .*broken_defaults\.Part can't be made: .*'hing'"):
        write(part)

    registry.register("hing")(cast("type", sys.modules["broken_defaults"].Hinge))
    assert write(part)
    del job


def _part(size: int) -> object:
    return cast("type", sys.modules["broken_defaults"].Part)(size=size)


def test_help_and_schema(job: type) -> None:
    """Help shows such a default as it was given, with the reason, and the schema leaves it out."""
    text = config_help(job)
    broken = "The default of broken_defaults.Job can't be made: "
    assert f"= {{name: hinge, marign: 2.0}}\n{' ' * 35}{broken}marign: unknown key of hinge" in text
    assert 4 == text.count(broken)
    part = config_help(cast("type", sys.modules["broken_defaults"].Part))
    assert "= hing  The default of broken_defaults.Part can't be made: name: losses has no 'hing'" in part
    later = config_help(cast("type", sys.modules["broken_defaults"].Later))
    assert "= computed  The default of broken_defaults.Later can't be made: losses: no component" in later
    assert "marign" not in rendered(job)


@pytest.mark.parametrize(
    ("data", "paths"), [({}, ["loss"]), ({"loss": {"margin": 2.0}}, ["loss"]), ({"loss": "hinge"}, [])]
)
def test_factory(job: type, data: Mapping[str, object], paths: list[str]) -> None:
    """A factory that fails is reported with its class and line, unless the config needs no default."""
    del job
    root = cast("type", sys.modules["broken_defaults"].Later)
    if not paths:
        assert "hinge" == attrgetter("loss.name")(from_mapping(root, data))
        return
    found = faults(root, data)

    assert {*paths} == {*found}
    problem, origin = found["loss"].problem, found["loss"].origin
    assert isinstance(problem, BrokenDefault)
    assert "broken_defaults.Later" == problem.config
    assert origin is not None
    assert "lambda" in PROGRAM.splitlines()[(origin.line or 0) - 1]


def test_outside_of_a_class() -> None:
    """Elsewhere a choice that can't be made is an error at once, as are arguments that don't fit."""
    scope: dict[str, object] = {}
    exec(PROGRAM.partition("@frozen")[0], scope)  # noqa: S102  # the program above

    with pytest.raises(ConfigError):
        exec("def f():\n    return LOSSES.spec('hinge', marign=2.0)\nf()", scope)  # noqa: S102  # as above
    with pytest.raises(TypeError, match="registered as 'hinge' and 'zero'"):
        exec("LOSSES.register('zero')(Hinge)\nclass Job:\n    loss = LOSSES.spec(Hinge)", scope)  # noqa: S102  # as above
    with pytest.raises(TypeError, match="not both"):
        exec("class Job:\n    loss = LOSSES.spec('hinge', Hinge(), margin=2.0)", scope)  # noqa: S102  # as above
