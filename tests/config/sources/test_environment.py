"""Values from the environment, which a file refers to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import field, frozen

from tests.samples.bag import facts
from tests.samples.experiment import ALGORITHMS, DPO, DPOConfig, Experiment
from typed_registry.config import load
from typed_registry.errors import ConfigError, Problem, Refused, WrongType

Write = Callable[[str, str], Path]


@frozen
class Job:
    """A field of each kind."""

    user: str = ""
    number: int = 0
    rate: float | None = None
    folder: Path = Path()
    tags: tuple[str, ...] = ()


def kept(value: object) -> object:
    """A converter that refuses a minus, and returns everything else as it is."""
    if "-" in str(value):
        raise ValueError("no minus")
    return value


@frozen
class Open:
    """Fields that accept values of any type."""

    anything: object = None
    kept: object = field(default=None, converter=kept)
    steps: dict[str, int] = field(factory=dict[str, int])


def problems(root: type[Open | Experiment], file: Path) -> list[Problem]:
    """Return the problems of a config."""
    with pytest.raises(ConfigError) as caught:
        load(root, file)
    return [fault.problem for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("user", "ada", "ada"),
        ("user", "12", "12"),
        ("user", "true", "true"),
        ("number", "12", 12),
        ("rate", "1e-4", 1e-4),
        ("rate", "3", 3.0),
        ("rate", "null", None),
        ("folder", "/data/12", Path("/data/12")),
        ("folder", "12", Path("12")),
    ],
)
def test_typed_by_its_field(
    key: str, text: str, value: object, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable's text is read by the type of the field, whatever the format of the file."""
    monkeypatch.setenv("VALUE", text)
    yaml = write("c.yaml", f"{key}: ${{env:VALUE}}")
    toml = write("c.toml", f'{key} = "${{env:VALUE}}"')
    json = write("c.json", f'{{"{key}": "${{env:VALUE}}"}}')

    assert [value] * 3 == [getattr(load(Job, file), key) for file in (yaml, toml, json)]


def test_default(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default takes the place of a variable that isn't set."""
    monkeypatch.delenv("NUMBER", raising=False)
    file = write("c.yaml", "number: ${env:NUMBER,7}\nuser: '${env:NOBODY,}'\n")

    assert Job(number=7) == load(Job, file)
    monkeypatch.setenv("NUMBER", "8")
    assert Job(number=8) == load(Job, file)


def test_in_lists_and_choices(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference can be any value: an item of a list, the name of a component or one of its settings."""
    monkeypatch.setenv("ALGORITHM", "dpo")
    monkeypatch.setenv("BETA", "0.3")

    assert ("a", "dpo") == load(Job, write("j.yaml", "tags: [a, '${env:ALGORITHM}']\n")).tags
    made = load(Experiment, write("c.yaml", "algorithm: {name: '${env:ALGORITHM}', beta: '${env:BETA}'}\n"))
    assert ALGORITHMS.spec(DPO, DPOConfig(0.3)) == made.algorithm
    made = load(Experiment, write("c.yaml", "algorithm: ${env:ALGORITHM}\ndpo: {beta: '${env:BETA}'}\n"))
    assert ALGORITHMS.spec(DPO, DPOConfig(0.3)) == made.algorithm


def test_nothing_else_is_replaced(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other texts with a dollar stay as they are, and so does a reference on the command line."""
    monkeypatch.setenv("HOME", "/home/ada")
    file = write("c.yaml", "user: $HOME $(HOME) $$ {HOME}\n")

    assert "$HOME $(HOME) $$ {HOME}" == load(Job, file).user
    assert "${env:HOME} ${out}" == load(Job, file, ["user=${env:HOME} ${out}"]).user


@pytest.mark.parametrize(
    "text",
    [
        "${out}/logs",
        "${HOME}",
        "${oc.env:HOME}",
        "a ${.beside.it}",
        "$${escaped} ${out}",
        "${env:SURELY_UNSET,${out}}",
        "${env:HOME}/logs",
        "${ env:HOME }",
        "${",
    ],
)
@pytest.mark.parametrize("key", ["user", "folder"])
def test_other_references_are_refused(key: str, text: str, write: Write) -> None:
    """A text that another tool would replace isn't taken for the text that it stands in for."""
    file = write("c.yaml", f"number: x\n{key}: '{text}'\n")

    assert ["c.yaml:1:9 number WrongType", f"c.yaml:2:{len(key) + 3} {key} Malformed"] == facts(
        lambda: load(Job, file)
    )


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("$${out}", "${out}"),
        ("a $${env:HOME}/$${b}", "a ${env:HOME}/${b}"),
        ("$$${out}", "$${out}"),
        ("${env:SURELY_UNSET,a $${out}}", "a ${out}"),
    ],
)
def test_escaped(written: str, text: str, write: Write) -> None:
    """The text that a reference is written as is written with one more dollar."""
    assert text == load(Job, write("c.yaml", f"user: '{written}'\n")).user


def test_faults(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of a variable has the place of the reference, and the variable's name if it is set."""
    monkeypatch.delenv("NUMBER", raising=False)
    monkeypatch.setenv("VALUE", "many")
    unset = write("c.yaml", "number: ${env:NUMBER}\nuser: a${env:USER}\n")
    wrong = write("d.yaml", "number: ${env:VALUE}\nrate: ${env:VALUE}\n")

    assert ["c.yaml:1:9 number UnsetVariable", "c.yaml:2:7 user Malformed"] == facts(lambda: load(Job, unset))
    assert ["d.yaml:1:9 number WrongType", "d.yaml:2:7 rate WrongType"] == facts(lambda: load(Job, wrong))
    with pytest.raises(ConfigError) as caught:
        load(Job, wrong)
    assert ["VALUE", "VALUE"] == [each.origin and each.origin.variable for each in caught.value.faults]


def test_beside_other_faults(write: Write) -> None:
    """Other faults are reported together with unset variables and repeated keys."""
    file = write(
        "c.yaml", "algorithm: '${env:SURELY_UNSET}'\nrate: fast\nseed: 1\nloss: {kind: x}\nseed: 2\n"
    )

    assert [
        "c.yaml:1:12 algorithm UnsetVariable",
        "c.yaml:2:7 rate WrongType",
        "c.yaml:4:14 loss.kind WrongValue",
        "c.yaml:5:1 seed WrittenTwice 3:1",
    ] == facts(lambda: load(Experiment, file))


def test_a_variable_that_is_overridden_need_not_be_set(write: Write) -> None:
    """Only the variables of values that are used in the end are read."""
    file = write("c.yaml", "number: ${env:SURELY_UNSET}\n")

    assert 3 == load(Job, file, ["number=3"]).number
    write("base.yaml", "number: ${env:SURELY_UNSET}\nuser: ada\n")
    assert Job("ada", 4) == load(Job, write("e.yaml", "extends: base.yaml\nnumber: 4\n"))


def test_large_number(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that a float can't hold is refused for a number, and is a text otherwise."""
    monkeypatch.setenv("VALUE", "1e400")
    file = write("c.yaml", "rate: ${env:VALUE}\nuser: ${env:VALUE}\n")

    assert ["c.yaml:1:7 rate WrongType"] == facts(lambda: load(Job, file))


def test_where_no_type_reads_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable in a value of any type is read as YAML reads it; a converter is given its text."""
    monkeypatch.setenv("VALUE", "3")
    text = "[1, {a: '${env:VALUE}'}, [2]]"
    made = load(Open, write("c.yaml", f"anything: {text}\nkept: {text}\n"))

    assert Open(anything=[1, {"a": 3}, [2]], kept=[1, {"a": "3"}, [2]]) == made
    made = load(Open, write("c.yaml", "kept: ${env:VALUE}\n"))
    assert str is type(made.kept)


def test_given_as_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults have the text of a variable as it is."""
    monkeypatch.setenv("VALUE", "-3")
    monkeypatch.setenv("TABLE", "{a: 4}")
    file = write("c.yaml", "kept: ${env:VALUE}\nsteps: ${env:TABLE}\n")
    section = write("d.yaml", "algorithm: dpo\ndpo: ${env:TABLE}\n")

    assert [Refused("-3", "no minus"), WrongType("dict[str, int]", "{a: 4}")] == problems(Open, file)
    assert [WrongType("a mapping", "{a: 4}")] == problems(Experiment, section)


def test_unset_for_a_converter(write: Write) -> None:
    """A converter isn't called with a variable that isn't set."""
    file = write("c.yaml", "kept: ['-', '${env:SURELY_UNSET}']\n")

    assert ["c.yaml:1:13 kept.1 UnsetVariable"] == facts(lambda: load(Open, file))
