"""Values from the environment, where a file says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import field, frozen

from tests.samples.bag import fault
from tests.samples.experiment import ALGORITHMS, DPO, DPOConfig, Experiment
from typed_registry.config import load

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
    """A converter that takes everything but a minus, and changes nothing."""
    if "-" in str(value):
        raise ValueError("no minus")
    return value


@frozen
class Open:
    """Fields that take what they are given."""

    anything: object = None
    kept: object = field(default=None, converter=kept)
    steps: dict[str, int] = field(factory=dict[str, int])


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
    """A variable's text is read as the field's type wants it, whatever the format of the file."""
    monkeypatch.setenv("VALUE", text)
    yaml = write("c.yaml", f"{key}: ${{env:VALUE}}")
    toml = write("c.toml", f'{key} = "${{env:VALUE}}"')
    json = write("c.json", f'{{"{key}": "${{env:VALUE}}"}}')

    assert [value] * 3 == [getattr(load(Job, file), key) for file in (yaml, toml, json)]


def test_default(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A default stands in for a variable that isn't set, and only for that."""
    monkeypatch.delenv("NUMBER", raising=False)
    file = write("c.yaml", "number: ${env:NUMBER,7}\nuser: '${env:NOBODY,}'\n")

    assert Job(number=7) == load(Job, file)
    monkeypatch.setenv("NUMBER", "8")
    assert Job(number=8) == load(Job, file)


def test_in_lists_and_choices(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference may stand wherever a value may: in a list, as a component's name, in its settings."""
    monkeypatch.setenv("ALGORITHM", "dpo")
    monkeypatch.setenv("BETA", "0.3")

    assert ("a", "dpo") == load(Job, write("j.yaml", "tags: [a, '${env:ALGORITHM}']\n")).tags
    made = load(Experiment, write("c.yaml", "algorithm: {name: '${env:ALGORITHM}', beta: '${env:BETA}'}\n"))
    assert ALGORITHMS.spec(DPO, DPOConfig(0.3)) == made.algorithm
    made = load(Experiment, write("c.yaml", "algorithm: ${env:ALGORITHM}\ndpo: {beta: '${env:BETA}'}\n"))
    assert ALGORITHMS.spec(DPO, DPOConfig(0.3)) == made.algorithm


def test_nothing_else_is_replaced(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dollar is a dollar, in a file and on the command line."""
    monkeypatch.setenv("HOME", "/home/ada")
    file = write("c.yaml", "user: $HOME ${HOME}\n")

    assert "$HOME ${HOME}" == load(Job, file).user
    assert "${env:HOME}" == load(Job, file, ["user=${env:HOME}"]).user


def test_faults(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with a variable is told where the file refers to it."""
    monkeypatch.delenv("NUMBER", raising=False)
    monkeypatch.setenv("VALUE", "many")
    unset = write("c.yaml", "number: ${env:NUMBER}\nuser: a${env:USER}\n")
    wrong = write("d.yaml", "number: ${env:VALUE}\nrate: ${env:VALUE}\n")

    assert (
        "2 faults:\n"
        f"{unset}:1:9: number: the environment variable NUMBER isn't set; a default is written "
        "${env:NUMBER,...}\n"
        f"{unset}:2:7: user: got 'a${{env:USER}}'; a variable is a value of its own, written "
        "${env:NAME} or ${env:NAME,default}"
    ) == fault(lambda: load(Job, unset))
    assert (
        "2 faults:\n"
        f"{wrong}:1:9: number: expected int, got 'many' (str) (environment variable VALUE)\n"
        f"{wrong}:2:7: rate: expected float | None, got 'many' (str) (environment variable VALUE)"
    ) == fault(lambda: load(Job, wrong))


def test_beside_other_faults(write: Write) -> None:
    """A variable that isn't set hides no other fault, and nor does a key that is written twice."""
    file = write(
        "c.yaml", "algorithm: '${env:SURELY_UNSET}'\nrate: fast\nseed: 1\nloss: {kind: x}\nseed: 2\n"
    )

    assert (
        "4 faults:\n"
        f"{file}:1:12: algorithm: the environment variable SURELY_UNSET isn't set; a default is written "
        "${env:SURELY_UNSET,...}\n"
        f"{file}:2:7: rate: expected float | None, got 'fast' (str)\n"
        f"{file}:4:14: loss.kind: got 'x'; valid: 'sigmoid', 'hinge', 'ipo'\n"
        f"{file}:5:1: seed: written twice; first at {file}:3:1 (seed)"
    ) == fault(lambda: load(Experiment, file))


def test_a_variable_that_is_overridden_need_not_be_set(write: Write) -> None:
    """Only what holds in the end is asked for."""
    file = write("c.yaml", "number: ${env:SURELY_UNSET}\n")

    assert 3 == load(Job, file, ["number=3"]).number
    write("base.yaml", "number: ${env:SURELY_UNSET}\nuser: ada\n")
    assert Job("ada", 4) == load(Job, write("e.yaml", "extends: base.yaml\nnumber: 4\n"))


def test_large_number(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that a float can't hold isn't made infinite."""
    monkeypatch.setenv("VALUE", "1e400")
    file = write("c.yaml", "rate: ${env:VALUE}\nuser: ${env:VALUE}\n")

    assert (
        f"{file}:1:7: rate: expected float | None, got '1e400' (str) (environment variable VALUE)"
        == fault(lambda: load(Job, file))
    )


def test_where_no_type_reads_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable in what may be anything is read as in a file; a converter is given its text."""
    monkeypatch.setenv("VALUE", "3")
    text = "[1, {a: '${env:VALUE}'}, [2]]"
    made = load(Open, write("c.yaml", f"anything: {text}\nkept: {text}\n"))

    assert Open(anything=[1, {"a": 3}, [2]], kept=[1, {"a": "3"}, [2]]) == made
    made = load(Open, write("c.yaml", "kept: ${env:VALUE}\n"))
    assert str is type(made.kept)


def test_shown_as_text(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable's text is told as the text that it is."""
    monkeypatch.setenv("VALUE", "-3")
    monkeypatch.setenv("TABLE", "{a: 4}")
    file = write("c.yaml", "kept: ${env:VALUE}\nsteps: ${env:TABLE}\n")
    told = write("d.yaml", "algorithm: dpo\ndpo: ${env:TABLE}\n")

    assert (
        "2 faults:\n"
        f"{file}:1:7: kept: got '-3' (str): no minus (environment variable VALUE)\n"
        f"{file}:2:8: steps: expected dict[str, int], got '{{a: 4}}' (str) (environment variable TABLE)"
    ) == fault(lambda: load(Open, file))
    assert f"{told}:2:6: dpo: expected a mapping, got '{{a: 4}}' (str) (environment variable TABLE)" == fault(
        lambda: load(Experiment, told)
    )


def test_unset_for_a_converter(write: Write) -> None:
    """A converter isn't asked about a variable that isn't set."""
    file = write("c.yaml", "kept: ['-', '${env:SURELY_UNSET}']\n")

    assert (
        f"{file}:1:13: kept.1: the environment variable SURELY_UNSET isn't set; a default is written "
        "${env:SURELY_UNSET,...}"
    ) == fault(lambda: load(Open, file))
