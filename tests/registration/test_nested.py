"""Components that take other components: a config chooses these, and they are built before their owner."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import get_args, get_origin

import attrs
import pytest

from tests.samples.nested import (
    LOSSES,
    TRAINERS,
    GPUContext,
    Hinge,
    Mean,
    MeasuredTrainer,
    Metric,
    Optimizer,
    PlainTrainer,
    Trainer,
    Weights,
)
from tests.samples.zoo import plant
from typed_registry import Registry, Spec
from typed_registry._annotations.unwrap import plain
from typed_registry.config import digest, dump, load
from typed_registry.errors import ConfigError, MissingKey, NestedComponentError, Refused, UnknownKey


@attrs.frozen
class Root:
    """A root config with an owner."""

    trainer: Spec[Trainer, [GPUContext]]


WHOLE = """\
trainer:
  name: trainer
  loss: {name: mean, parts: [hinge, {name: hinge, margin: 2}]}
  optimizer: {name: sgd, lr: 0.5}
  callbacks: [{name: log, every: 5}]
  heads: {main: hinge}
  metric: first
"""


def loaded(folder: Path, text: str, *overrides: str) -> Root:
    """Return the config in a file with this text."""
    file = folder / "c.yaml"
    file.write_text(text)
    return load(Root, file, overrides)


def built(root: Root, context: GPUContext | None = None) -> PlainTrainer:
    """Build the owner."""
    made = root.trainer.build(context or GPUContext())
    assert isinstance(made, PlainTrainer)
    return made


def test_fields_are_specs() -> None:
    """In the derived config, a parameter that takes components is a field of type `Spec`."""
    kinds = {a.name: a.type for a in attrs.fields(TRAINERS.entries["trainer"].config)}

    assert Spec is get_origin(plain(kinds["loss"]))
    assert Optimizer is get_args(plain(kinds["optimizer"]))[0]
    assert Spec is get_origin(plain(get_args(get_args(kinds["callbacks"])[0])[0]))


def test_values_are_specs(tmp_path: Path) -> None:
    """The loaded tree holds specs, which can be inspected."""
    spec = loaded(tmp_path, WHOLE).trainer
    hinges = [{"name": "hinge"}, {"name": "hinge", "margin": 2.0}]

    assert LOSSES.from_mapping({"name": "mean", "parts": hinges}) == vars_of(spec.config)["loss"]


def vars_of(config: object) -> dict[str, object]:
    """Return the values of a config by the names of its fields."""
    return attrs.asdict(config, recurse=False) if attrs.has(type(config)) else {}  # type: ignore[arg-type]  # its class was asked


def test_built_inside_out(tmp_path: Path) -> None:
    """Components in sequences, mappings, unions and other components are built before their owner."""
    made = built(loaded(tmp_path, WHOLE))

    assert isinstance(made.loss, Mean)
    assert [1.0, 2.0] == [part.margin for part in made.loss.parts if isinstance(part, Hinge)]
    assert isinstance(made.heads["main"], Hinge)
    assert isinstance(made.metric, Metric)


def test_callable_builds_later(tmp_path: Path) -> None:
    """A parameter that is a callable gets the `build` of the choice, and gives it what it needs."""
    weights = Weights()

    made = built(loaded(tmp_path, WHOLE)).optimizer(weights)

    assert weights is made.weights
    assert 0.5 == made.lr


def test_dependencies_by_type(tmp_path: Path) -> None:
    """A component gets the owner's dependency of its type, or of a type that derives from it."""
    context = GPUContext()

    made = built(loaded(tmp_path, WHOLE), context)

    assert made.callbacks is not None
    assert [context] == [callback.context for callback in made.callbacks]
    assert [5] == [callback.every for callback in made.callbacks]


def test_spec_parameter_stays(tmp_path: Path) -> None:
    """A parameter that says `Spec` itself gets the choice, not what it builds."""
    made = built(loaded(tmp_path, WHOLE, "trainer.later=hinge"))

    assert LOSSES.from_mapping({"name": "hinge"}) == made.later


def test_registry_of_the_parts() -> None:
    """A registry that is stated for a union or a collection is that of the components in it."""
    values = {"loss": "hinge", "metric": "second", "others": ["first"]}
    spec = TRAINERS.from_mapping({"name": "measured", **values})
    made = spec.build(GPUContext())

    assert isinstance(made, MeasuredTrainer)
    assert isinstance(made.metric, Metric)
    assert [Metric] == [*map(type, made.others)]
    with pytest.raises(ConfigError):
        TRAINERS.from_mapping({"name": "measured", **values, "metric": "first"})


def test_type_variable() -> None:
    """A parameter whose type is a variable takes the components of the variable's bound."""
    made = TRAINERS.from_mapping({"name": "measured", "loss": "hinge"}).build(GPUContext())

    assert isinstance(made, MeasuredTrainer)
    assert isinstance(made.loss, Hinge)


def test_union_with_text(tmp_path: Path) -> None:
    """In a union with text, a mapping chooses a component."""
    made = built(loaded(tmp_path, WHOLE, "trainer.backup={name: hinge, margin: 3}"))

    assert isinstance(made.backup, Hinge)
    assert "none" == built(loaded(tmp_path, WHOLE)).backup


def test_default_object(tmp_path: Path) -> None:
    """A default that is a live object stays, and can be replaced by a choice."""
    made, other = (built(loaded(tmp_path, WHOLE, *more)) for more in ((), ("trainer.standing=hinge",)))

    assert isinstance(made.standing, Hinge)
    assert 0.5 == made.standing.margin
    assert isinstance(other.standing, Hinge)
    assert 1.0 == other.standing.margin


def test_build_takes_objects() -> None:
    """In code, `build` takes live objects as Python does."""
    loss = Hinge()

    made = TRAINERS.build(PlainTrainer, GPUContext(), loss, optimizer=Optimizer)

    assert loss is made.loss


def test_overrides(tmp_path: Path) -> None:
    """A setting of a nested component can be overridden."""
    made = built(loaded(tmp_path, WHOLE, "trainer.loss.parts.1.margin=4", "trainer.optimizer.lr=1.0"))

    assert isinstance(made.loss, Mean)
    assert isinstance(made.loss.parts[1], Hinge)
    assert 4.0 == made.loss.parts[1].margin


def test_dump_and_digest(tmp_path: Path) -> None:
    """The tree is written and loads back as an equal one, with the same digest."""
    root = loaded(tmp_path, WHOLE)

    again = loaded(tmp_path, dump(root))

    assert root == again
    assert digest(root) == digest(again)


def test_whole_tree_is_checked_first(tmp_path: Path) -> None:
    """Every fault of the nested components is reported at its place, and nothing is built."""
    text = "trainer: {name: trainer, loss: {name: hinge, margn: 2}, callbacks: [log, {name: log, evry: 3}]}"
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)

    found = [(fault.path, type(fault.problem)) for fault in caught.value.faults]
    assert [
        (("trainer", "optimizer"), MissingKey),
        (("trainer", "loss", "margn"), UnknownKey),
        (("trainer", "callbacks", 1, "evry"), UnknownKey),
    ] == found


def test_unmet_dependencies() -> None:
    """What can't be built for its owner is reported at the first use, all of it at once."""
    with pytest.raises(NestedComponentError) as caught:
        TRAINERS.from_mapping({"name": "unmet"})

    unmet, ambiguous = caught.value.mismatches
    assert ("optimizer", ("nested optimizers",), ("Weights",), ("GPUContext",)) == (
        unmet.parameter,
        unmet.registries,
        unmet.needed,
        unmet.given,
    )
    assert "metric" == ambiguous.parameter
    assert {"tests.samples.nested.METRICS", "tests.samples.nested.MORE_METRICS"} == {*ambiguous.registries}


def test_callable_of_other_arguments() -> None:
    """A callable whose parameters aren't the dependencies of the registry can't be given."""
    with pytest.raises(NestedComponentError) as caught:
        attrs.fields(TRAINERS.entries["wrong call"].config)

    assert ["optimizer"] == [mismatch.parameter for mismatch in caught.value.mismatches]


def test_check_says_so(tmp_path: Path) -> None:
    """A config that chooses such a component is refused with the reason."""
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, "trainer: {name: unmet, optimizer: sgd, metric: first}")

    assert [(("trainer", "name"), Refused)] == [
        (fault.path, type(fault.problem)) for fault in caught.value.faults
    ]


def test_registry_that_is_imported_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parameter becomes a choice when the registry of its type is imported, even after a first use."""
    (tmp_path / "later_kinds.py").write_text(
        "class Sampler: ...\n"
        "class Owner:\n"
        "    def __init__(self, sampler: Sampler) -> None:\n"
        "        self.sampler = sampler\n"
    )
    (tmp_path / "later_registry.py").write_text(
        "from typed_registry import Registry\n"
        "from later_kinds import Sampler\n"
        "SAMPLERS = Registry[Sampler, []]('later samplers')\n"
        "SAMPLERS.register('greedy')(Sampler)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    kinds = importlib.import_module("later_kinds")
    owners = Registry[object, []]("owners of samplers")
    owners.register("owner")(kinds.Owner)
    with pytest.raises(ConfigError):
        owners.from_mapping({"name": "owner", "sampler": "greedy"})
    importlib.import_module("later_registry")

    made = owners.from_mapping({"name": "owner", "sampler": "greedy"}).build()

    assert kinds.Sampler is type(getattr(made, "sampler", None))
    for name in ("later_kinds", "later_registry"):
        monkeypatch.delitem(sys.modules, name)


def test_built_anew_when_a_registry_is_imported(folder: Path) -> None:
    """A component that was built before its parameter became a choice is built from what is chosen then."""
    kinds_source = (
        "class Sampler: ...\n"
        "class Owner:\n"
        "    def __init__(self, sampler: Sampler | None = None) -> None:\n"
        "        self.sampler = sampler\n"
    )
    registry = (
        "from typed_registry import Registry\n"
        "from later_parts import Sampler\n"
        "SAMPLERS = Registry[Sampler, []]('samplers of later parts')\n"
        "SAMPLERS.register('greedy')(Sampler)\n"
    )
    plant(folder, {"later_parts.py": kinds_source, "later_samplers.py": registry})
    kinds = importlib.import_module("later_parts")
    owners = Registry[object, []]("owners of later parts")
    owners.register("owner")(kinds.Owner)
    assert {"sampler": None} == vars(owners.from_mapping({"name": "owner"}).build())
    importlib.import_module("later_samplers")
    made = owners.from_mapping({"name": "owner", "sampler": "greedy"}).build()

    assert [kinds.Sampler] == [*map(type, vars(made).values())]


class Unregistered:
    """A type that no registry has."""


def test_open_types_are_searched_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries are searched for the type of a parameter when there is a new one, not for each spec."""

    def component(part: Unregistered | None = None) -> object:
        return part

    searches = list[object]()

    def search(kind: object) -> list[object]:
        searches.append(kind)
        return []

    def are_lasting(_kinds: object) -> bool:
        return True

    owners = Registry[object, []]("owners of parts")
    owners.register_factory("owner")(component)
    spec = owners.from_mapping({"name": "owner"})
    monkeypatch.setattr("typed_registry._registration.derived_config.registries_for", search)
    monkeypatch.setattr("typed_registry._registration.derived_config.are_lasting", are_lasting)
    Registry[object, []]("another registry")

    assert spec == attrs.evolve(spec)
    assert spec == attrs.evolve(spec)
    assert [Unregistered] == searches


def test_types_of_python_are_no_choices() -> None:
    """A registry of `object` or of text makes no parameter a choice."""
    found = attrs.fields(LOSSES.entries["hinge"].config)

    assert [float] == [attribute.type for attribute in found]
