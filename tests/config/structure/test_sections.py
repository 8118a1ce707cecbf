"""Top-level sections: the settings of a choice, written beside it under the name that it has chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, cast

import pytest
from attrs import field, frozen, make_class

from tests.samples.bag import fault
from tests.samples.experiment import (
    ALGORITHMS,
    DPO,
    LOSSES,
    DPOConfig,
    Experiment,
    Loss,
    Sigmoid,
    SigmoidConfig,
)
from tests.samples.work import growth
from typed_registry import Registry, Spec
from typed_registry._registration.all_registries import all_entries
from typed_registry._registration.entries import Entries
from typed_registry.config import from_mapping, load
from typed_registry.config._structure import load as structure
from typed_registry.errors import COMMAND_LINE, ConfigError, MisplacedSection

Write = Callable[[str, str], Path]

BETA = Experiment(ALGORITHMS.spec(DPO, DPOConfig(0.3)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("c.yaml", "algorithm:\n  name: dpo\n\ndpo:\n  beta: 0.3\n"),
        ("c.yaml", "dpo:\n  beta: 0.3\nalgorithm: dpo\n"),
        ("c.yaml", "algorithm:\n  name: dpo\n  beta: 0.3\n"),
        ("c.toml", '[algorithm]\nname = "dpo"\n\n[dpo]\nbeta = 0.3\n'),
        ("c.toml", 'dpo.beta = 0.3\nalgorithm = "dpo"\n'),
        ("c.toml", '[algorithm]\nname = "dpo"\nbeta = 0.3\n'),
        ("c.json", '{"algorithm": {"name": "dpo"}, "dpo": {"beta": 0.3}}'),
        ("c.json", '{"algorithm": {"name": "dpo", "beta": 0.3}}'),
    ],
)
def test_both_forms(name: str, text: str, write: Write) -> None:
    """Settings stand in the choice or in a section of its name, before it or after."""
    assert BETA == load(Experiment, write(name, text))


def test_split(write: Write) -> None:
    """Some settings may stand in the choice and others in its section."""
    file = write("c.yaml", "algorithm: {name: dpo, beta: 0.3}\ndpo: {loss: {name: sigmoid, kind: ipo}}\n")
    expected = DPOConfig(0.3, LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "ipo")))

    assert ALGORITHMS.spec(DPO, expected) == load(Experiment, file).algorithm


def test_empty_section(write: Write) -> None:
    """A section without settings means the defaults."""
    assert Experiment(ALGORITHMS.from_mapping({"name": "dpo"})) == load(
        Experiment, write("c.yaml", "algorithm: dpo\ndpo:\n")
    )


def test_section_of_a_default(write: Write) -> None:
    """A section of the choice that a field has by default changes that choice."""
    file = write("c.yaml", "algorithm: sft\nsigmoid: {label_smoothing: 0.3}\n")

    assert LOSSES.spec(Sigmoid, SigmoidConfig(0.3, "ipo")) == load(Experiment, file).loss


def test_faults_keep_their_places(write: Write) -> None:
    """Faults in a section are told where they are written, with the section's path."""
    file = write(
        "c.yaml", "algorithm: {name: dpo}\ndpo:\n  betta: 1\n  beta: x\n  loss: {name: sigmoid, kind: y}\n"
    )

    assert (
        "3 faults:\n"
        f"{file}:3:3: dpo.betta: unknown key of dpo (algorithms); did you mean 'beta'? "
        "valid: 'beta', 'loss'\n"
        f"{file}:4:9: dpo.beta: expected float, got 'x' (str)\n"
        f"{file}:5:31: dpo.loss.kind: got 'y'; valid: 'sigmoid', 'hinge', 'ipo'"
        == fault(lambda: load(Experiment, file))
    )


def test_written_twice(write: Write) -> None:
    """A setting in both places is a fault that names both."""
    file = write("c.yaml", "algorithm: {name: dpo, beta: 0.1}\ndpo:\n  beta: 0.3\n")

    assert f"{file}:3:3: dpo.beta: written twice; first at {file}:1:24 (algorithm.beta)" == fault(
        lambda: load(Experiment, file)
    )


def test_name_in_section(write: Write) -> None:
    """A section can't choose anew."""
    file = write("c.yaml", "algorithm: {name: dpo}\ndpo: {name: sft}\n")

    assert f"{file}:2:7: dpo.name: written twice; first at {file}:1:13 (algorithm.name)" == fault(
        lambda: load(Experiment, file)
    )


def test_idle_section(write: Write) -> None:
    """A section of a component that isn't chosen is left alone, if it is valid."""
    file = write("c.yaml", "algorithm: dpo\ndpo: {beta: 0.3}\nsft: {epochs: 3}\n")

    assert BETA == load(Experiment, file)


@pytest.mark.parametrize(
    ("text", "overrides", "chosen"),
    [
        (
            "algorithm: {name: dpo, loss: sigmoid}\nsigmoid: {kind: ipo}\nloss: cross_entropy\n",
            (),
            "algorithm.loss",
        ),
        ("losses: [sigmoid]\nsigmoid: {kind: ipo}\n", (), "losses.0"),
        ("losses: [sigmoid]\n", ("sigmoid.kind=ipo",), "losses.0"),
        ("named: {a: sigmoid}\nlosses: [sigmoid]\nsigmoid:\n", (), "losses.0 named.a"),
    ],
)
def test_section_of_a_part(text: str, overrides: tuple[str, ...], chosen: str, write: Write) -> None:
    """A section of a component that is chosen in a list or inside another component is a fault."""
    root = Experiment if "algorithm" in text else Several
    with pytest.raises(ConfigError) as caught:
        load(root, write("c.yaml", text), overrides)
    (found,) = caught.value.faults

    assert ("sigmoid",) == found.path
    assert MisplacedSection("losses", tuple(chosen.split())) == found.problem
    assert found.origin is not None
    assert (COMMAND_LINE if overrides else "c.yaml") == Path(found.origin.source).name


@pytest.mark.parametrize(
    ("section", "kinds"),
    [
        ("{kid: ipo}", {"unknown-key"}),
        ("{kind: ip, label_smoothing: x}", {"wrong-value", "wrong-type"}),
        ("{kind: ipo}", set[str]()),
    ],
)
def test_faults_in_section_of_a_part(section: str, kinds: set[str], write: Write) -> None:
    """What is wrong inside such a section is reported with it."""
    with pytest.raises(ConfigError) as caught:
        load(Several, write("c.yaml", f"losses: [sigmoid]\nsigmoid: {section}\n"))

    assert {"misplaced-section", *kinds} == {each.kind for each in caught.value.faults}


class Bound:
    """The kind of the registry."""


LIMITS = Registry[Bound, []]("limits")


@frozen
class Limit:
    low: int
    high: int = 1

    def __attrs_post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("low is over high")


@LIMITS.register("limit", config=Limit)
class Limited(Bound):
    def __init__(self, config: Limit) -> None: ...


@frozen
class Limiting:
    """Choices of a component with a required setting."""

    several: tuple[Spec[Bound, []], ...] = ()
    one: Spec[Bound, []] | None = None


@pytest.mark.parametrize("section", ["{high: 3}", "{low: 5}"])
def test_completed_section_of_a_part(section: str, write: Write) -> None:
    """Settings that such a section lacks may be those of the choice, so that they aren't reported."""
    text = f"several: [{{name: limit, low: 0, high: 9}}]\nlimit: {section}\n"
    with pytest.raises(ConfigError) as caught:
        load(Limiting, write("c.yaml", text))

    assert ["misplaced-section"] == [each.kind for each in caught.value.faults]


@frozen
class Several:
    """Choices in lists and mappings, beside one of a field."""

    losses: tuple[Spec[Loss, []], ...] = ()
    named: Mapping[str, Spec[Loss, []]] = {}
    loss: Spec[Loss, []] | None = None


def test_name_in_section_of_a_default(write: Write) -> None:
    """A section of a component that is chosen by default can't choose another one."""
    file = write("c.yaml", "algorithm: sft\nsigmoid: {name: cross_entropy}\n")

    assert f"{file}:2:17: sigmoid.name: " in fault(lambda: load(Experiment, file))
    assert "write loss: cross_entropy" in fault(lambda: load(Experiment, file))


def test_faults_in_idle_section(write: Write) -> None:
    """A section of a component that isn't chosen is checked all the same."""
    file = write("c.yaml", "algorithm: dpo\nsft:\n  epochs: many\n")

    assert f"{file}:3:11: sft.epochs: expected int, got 'many' (str)" == fault(lambda: load(Experiment, file))


def test_unknown_section(write: Write) -> None:
    """A section of nothing that is known is an unknown key."""
    file = write("c.yaml", "algorithm: dpo\nreward: {clip: 0.2}\n")

    assert (
        f"{file}:2:1: reward: unknown key; "
        "valid: 'algorithm', 'loss', 'steps', 'seed', 'rate', 'precision', 'folder'"
        == fault(lambda: load(Experiment, file))
    )


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("algorithm: dpo\ndpoo: {beta: 0.2}\n", "2:1", "dpoo: unknown key; did you mean 'dpo'?"),
        ("algorithm: {name: sft}\nSFTT: {}\n", "2:1", "SFTT: unknown key; did you mean 'sft'?"),
        ("algorithm: dpo\nsigmiod: {kind: ipo}\n", "2:1", "sigmiod: unknown key; did you mean 'sigmoid'?"),
    ],
)
def test_misspelt_section(text: str, place: str, told: str, write: Write) -> None:
    """A section is told the nearest name that a field has chosen, by itself or by default."""
    chosen = "'sft', 'sigmoid'" if "sft" in text else "'dpo', 'sigmoid'"
    file = write("c.yaml", text)

    assert f"{file}:{place}: {told} valid: {chosen}" == fault(lambda: load(Experiment, file))


@frozen
class Near:
    """A field that is called much like a component."""

    loss: Spec[Loss, []]
    sigmoids: int = 0


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("sigmoi", "'sigmoid'? valid: 'sigmoid'"),
        ("sigmoidss", "'sigmoids'? valid: 'loss', 'sigmoids'"),
        ("cross_entropyy", None),
    ],
)
def test_nearest_of_both(key: str, told: str | None, write: Write) -> None:
    """Of sections and fields, the nearest is meant; a component that nothing has chosen isn't."""
    file = write("c.yaml", f"loss: sigmoid\n{key}: {{}}\n")
    meant = f"did you mean {told}" if told else "valid: 'loss', 'sigmoids'"

    assert f"{file}:2:1: {key}: unknown key; {meant}" == fault(lambda: load(Near, file))


@pytest.mark.parametrize(("text", "got"), [("0.3", "0.3 (float)"), ("[a]", "a list of 1")])
def test_no_mapping(text: str, got: str, write: Write) -> None:
    """A section is a mapping."""
    file = write("c.yaml", f"algorithm: dpo\ndpo: {text}\n")

    assert f"{file}:2:6: dpo: expected a mapping, got {got}" == fault(lambda: load(Experiment, file))


MADE: list[Spec[Loss, []]] = []


def make_loss() -> Spec[Loss, []]:
    """Make a default, and note it."""
    MADE.append(LOSSES.from_mapping({"name": "sigmoid", "label_smoothing": 0.2}))
    return MADE[-1]


@frozen
class Defaulting:
    """A choice whose default a factory makes."""

    loss: Spec[Loss, []] = field(factory=make_loss)
    seed: int = 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("seed: 1\n", "sigmoid"),
        ("sigmoid: {kind: ipo}\n", "ipo"),
        ("loss: {kind: ipo}\n", "ipo"),
        ("loss: sigmoid\nsigmoid: {kind: ipo}\n", "ipo"),
    ],
)
def test_factory_runs_once(text: str, kind: str, write: Write) -> None:
    """The factory of a default runs once, and what isn't given is as it made it."""
    MADE.clear()
    loss = load(Defaulting, write("c.yaml", text)).loss

    assert LOSSES.from_mapping({"name": "sigmoid", "label_smoothing": 0.2, "kind": kind}) == loss
    assert 1 == len(MADE)


def test_many_sections_without_effect(write: Write) -> None:
    """Each section is looked at by itself, however many names the registry has."""

    def loading(count: int) -> Callable[[], object]:
        registry = Registry[Loss, []](f"{count} losses")
        for number in range(count):
            registry.register(f"loss{number}", config=SigmoidConfig)(Sigmoid)

        kind = cast("type", Annotated[Spec[Loss, []], registry])
        chosen = cast("type[Experiment]", make_class("Chosen", {"loss": field(type=kind)}, frozen=True))
        sections = (f"loss{number}: {{}}\n" for number in range(count))
        file = write("c.yaml", f"loss: loss0\n{''.join(sections)}")
        load(chosen, file)
        return lambda: load(chosen, file)

    assert growth(100, loading) < 2.2


def test_many_unknown_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The registries in which sections could be misplaced are looked for once, not for each key."""
    asked: list[None] = []

    def counted() -> list[Entries]:
        asked.append(None)
        return all_entries()

    monkeypatch.setattr(structure, "all_entries", counted)
    with pytest.raises(ConfigError) as caught:
        from_mapping(Experiment, {"algorithm": "dpo", "one": 1, "two": 2, "three": 3})
    assert len(caught.value.faults) == 3
    assert len(asked) == 1
