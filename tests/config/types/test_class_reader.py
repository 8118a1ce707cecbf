"""The reader of a class does what the class would, notes every fault, and runs the user's code once."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, cast

import attrs
import pytest
from attrs import Factory, define, field, frozen, validators

from tests.schema.judge import Holder
from typed_registry import Registry, Spec
from typed_registry.config import dump, from_mapping, load
from typed_registry.config._document.deprecated_fields import renamed
from typed_registry.config._types.attrs_instances import is_made_by_attrs
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]
CALLS: list[str] = []
"""What the user's code below was called for, in order."""


def called(what: str) -> None:
    """Note a call."""
    CALLS.append(what)


def doubled(value: object) -> int:
    """A converter."""
    called("converter")
    return int(str(value)) * 2


def not_seven(_instance: object, _attribute: object, value: int) -> None:
    """A validator."""
    called("validator")
    if value == 7:  # the value that is refused
        raise ValueError("seven")


def fresh() -> list[int]:
    """A factory."""
    called("factory")
    return [1]


def with_instance(instance: Watched) -> str:
    """A factory that looks at the instance."""
    called("self factory")
    return f"n{instance.twice}"


@frozen
class Watched:
    """Every kind of code that attrs runs."""

    twice: int = field(converter=doubled)
    checked: int = field(validator=not_seven)
    made: list[int] = Factory(fresh)
    named: str = Factory(with_instance, takes_self=True)
    inner: int = field(init=False, default=5, validator=not_seven)

    def __attrs_post_init__(self) -> None:
        called("hook")
        if self.twice == 0:
            raise ValueError("nothing")


@pytest.mark.parametrize(
    ("data", "calls"),
    [
        (
            {"twice": 3, "checked": 1},
            ["converter", "factory", "self factory", "validator", "validator", "hook"],
        ),
        (
            {"twice": 3, "checked": 1, "made": [2], "named": "x"},
            ["converter", "validator", "validator", "hook"],
        ),
        ({"twice": 3, "checked": 7, "made": [], "named": ""}, ["converter", "validator", "validator"]),
        ({"twice": "x", "checked": "y", "made": [], "named": ""}, ["converter", "validator"]),
        (
            {"twice": 0, "checked": 1, "made": [], "named": ""},
            ["converter", "validator", "validator", "hook"],
        ),
    ],
)
def test_users_code_runs_once(data: dict[str, object], calls: list[str]) -> None:
    """Converters, validators, factories and hooks are called once, whether they refuse or not."""
    CALLS.clear()
    with suppress(ConfigError):
        from_mapping(Watched, data)

    assert calls == CALLS


def test_every_refusal_at_once() -> None:
    """A converter, a validator and a type are told of together, each at its field."""
    assert ["made", "twice", "checked"] == paths(Watched, {"twice": "x", "checked": 7, "made": 3})


def test_same_as_the_class() -> None:
    """What is read is what calling the class makes."""
    made = from_mapping(Watched, {"twice": 3, "checked": 1})

    assert Watched(3, 1) == made
    assert ("n6", 5, [1]) == (made.named, made.inner, made.made)


@frozen
class Renewed:
    """Has a field with a former key."""

    size: int = field(default=1, metadata=renamed("length", since="1"))

    def __attrs_post_init__(self) -> None:
        called("hook")


def test_no_instance_of_two_names() -> None:
    """A hook isn't run if two names are given for one field."""
    CALLS.clear()
    with pytest.raises(ConfigError):
        from_mapping(Renewed, {"size": 1, "length": 2})

    assert [] == CALLS


def init_of_its_own() -> type[Holder]:
    """A class whose `__init__` is not of attrs' making."""

    @define(init=False)
    class Own:
        size: int

        def __init__(self, size: int) -> None:
            self.__attrs_init__(size + 1)  # pyright: ignore[reportAttributeAccessIssue]  # attrs makes it

    return cast("type[Holder]", Own)


def new_of_its_own() -> type[Holder]:
    """A class whose instances are noted as they are made."""

    @define
    class Noted:
        size: int

        def __new__(cls, size: int) -> Noted:  # noqa: PYI034  # a sample
            made = super().__new__(cls)
            object.__setattr__(made, "size", -size)
            return made

    return cast("type[Holder]", Noted)


def prepared() -> type[Holder]:
    """A class with code that runs before its fields are set."""

    @define
    class Prepared:
        size: int
        seen: int = field(init=False, default=0)

        def __attrs_pre_init__(self) -> None:
            object.__setattr__(self, "seen", 1)

    return cast("type[Holder]", Prepared)


def hashed() -> type[Holder]:
    """A class that keeps its hash."""

    @attrs.frozen(cache_hash=True)
    class Hashed:
        size: int

    return cast("type[Holder]", Hashed)


def without_slots() -> type[Holder]:
    """A class without slots, a field of which has a private name."""

    @frozen(slots=False)
    class Loose:
        _size: int

    return cast("type[Holder]", Loose)


@pytest.mark.parametrize("make", [init_of_its_own, new_of_its_own, prepared, hashed, without_slots])
def test_unusual_classes(make: Callable[[], type[Holder]]) -> None:
    """A class with an `__init__` or the like of its own is called; the others are made to the same effect."""
    config = make()
    made, expected = from_mapping(config, {"size": 3}), cast("Callable[[int], object]", config)(3)

    assert expected == made
    assert repr(expected) == repr(made)
    if config.__hash__ is not None:
        assert hash(expected) == hash(made)


def test_which_are_called() -> None:
    """Only classes that attrs makes alone are made without calling them."""
    classes = [make() for make in (init_of_its_own, new_of_its_own, prepared, hashed, without_slots)]

    assert [False, False, False, True, True] == [*map(is_made_by_attrs, classes)]


def test_disabled_validators() -> None:
    """Validators that are switched off are not called."""
    validators.set_disabled(True)
    try:
        assert 7 == from_mapping(Watched, {"twice": 3, "checked": 7}).checked
    finally:
        validators.set_disabled(False)


@frozen
class Loose:
    """Defaults that are not of their field's type."""

    size: int = cast("int", None)
    steps: int = cast("int", "auto")
    rate: float = 1
    names: tuple[str, ...] = cast("tuple[str, ...]", ())


@pytest.mark.parametrize(
    "data", [{}, {"size": None}, {"steps": "auto"}, {"size": None, "steps": "auto", "rate": 1.0, "names": []}]
)
def test_the_default_is_valid(data: dict[str, object], write: Write) -> None:
    """A default is taken where it is written out as well, whichever way and whatever else is given."""
    made = from_mapping(Loose, data)

    assert "(None, 'auto')" == repr((made.size, made.steps))
    assert made == load(Loose, write("c.yaml", dump(made)))
    assert made == from_mapping(Loose, data, ["rate=1.0"])


@pytest.mark.parametrize("data", [{"size": "auto"}, {"steps": None}, {"steps": "Auto"}, {"size": True}])
def test_other_values_are_not(data: dict[str, object]) -> None:
    """Another field's default is none."""
    with pytest.raises(ConfigError):
        from_mapping(Loose, data)


def test_an_integer_for_a_float(write: Write) -> None:
    """It becomes a float whichever way it comes, also where it is the default."""
    made = [from_mapping(Loose, {"rate": 1}), load(Loose, write("c.yaml", "rate: 1\n"))]

    assert [float, float] == [type(each.rate) for each in made]


TOOLS = Registry[object, []]("reader_tools")


@TOOLS.register("saw")
class Saw:
    """Cuts."""

    def __init__(self, teeth: int = 3, kind: Literal["rip", "cross"] = "rip") -> None: ...


@frozen
class Bench:
    """A choice, itself within, and a class without a default."""

    tool: Annotated[Spec[object, []], TOOLS]
    leaf: Loose
    below: Bench | None = None
    path: Path = Path("p")


def test_every_level_in_one_pass() -> None:
    """Faults at all depths are told together, and unknown keys before the fields beside them."""
    data: dict[str, object] = {
        "tool": {"name": "saw", "teeth": "x", "tooth": 1},
        "leaf": {"rate": "y"},
        "below": {"tool": "axe", "leaf": {"more": 1}},
    }

    assert ["tool.tooth", "tool.teeth", "leaf.rate", "below.tool", "below.leaf.more"] == paths(Bench, data)


def paths(config: type[Watched | Bench], data: dict[str, object]) -> list[str]:
    """Where the faults are."""
    with pytest.raises(ConfigError) as caught:
        from_mapping(config, data)
    return [".".join(map(str, found.path)) for found in caught.value.faults]


def test_registered_again(folder: Path) -> None:
    """A component that takes another's place is read as its own config says."""
    file = folder / "again.py"
    text = "from typed_registry import Registry\nR = globals().get('R') or Registry[object, []]('again')\n"

    def written(parameter: str) -> str:
        file.write_text(f"{text}@R.register('one')\nclass One:\n    def __init__(self, {parameter}): ...\n")
        module = sys.modules.get("again")
        module = importlib.reload(module) if module else importlib.import_module("again")
        return repr(module.R.from_mapping({"name": "one"}))

    assert "Spec('one', mass=1.0)" == written("mass: float = 1.0")
    assert "Spec('one', size=2)" == written("size: int = 2")


def test_registry_made_anew(folder: Path) -> None:
    """A field that doesn't state its registry chooses from the one that the module has now."""
    (folder / "kinds.py").write_text("class Kind: ...\n")
    text = "from typed_registry import Registry\nfrom kinds import Kind\nR = Registry[Kind, []]('kinds')\n"
    file = folder / "made.py"
    file.write_text(
        text + "@R.register('one')\nclass One(Kind):\n    def __init__(self, size: int = 1): ...\n"
    )
    importlib.import_module("made")
    field = "from kinds import Kind\nimport attrs\nfrom typed_registry import Spec\n"
    (folder / "fields.py").write_text(f"{field}@attrs.frozen\nclass C:\n    it: Spec[Kind, []]\n")
    config = importlib.import_module("fields").C

    assert "Spec('one', size=2)" == repr(from_mapping(config, {"it": {"name": "one", "size": 2}}).it)
    file.write_text(
        text + "@R.register('two')\nclass Two(Kind):\n    def __init__(self, size: int = 1): ...\n"
    )
    importlib.reload(sys.modules["made"])
    assert "Spec('two', size=3)" == repr(from_mapping(config, {"it": {"name": "two", "size": 3}}).it)
    with pytest.raises(ConfigError):
        from_mapping(config, {"it": "one"})
