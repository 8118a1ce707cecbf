"""A name that is registered twice: by the same source, which is a repetition, or by another."""

# ruff: noqa: S301  # what is unpickled was pickled here

from __future__ import annotations

import importlib
import pickle
from pathlib import Path

import pytest
from attrs import frozen

from tests.samples.cells import cell, run
from tests.samples.trainers import Configured, DPOConfig, Idle
from typed_registry import Place, Registry
from typed_registry.errors import DuplicateNameError

CELL = """
@REG.register("dpo")
class Trainer:
    pass
"""

FUNCTION = """
@REG.register_factory("dpo")
def make() -> object:
    return object()
"""

PARTIAL = """
import functools
REG.register_factory("dpo")(functools.partial(int, "3"))
"""

INSTANCE = """
import fractions
REG.register_instance("dpo", fractions.Fraction(1, 2))
"""

KEPT = "from typed_registry import Registry\nREG = Registry[object, []]('things')\n"

SOURCES = pytest.mark.parametrize("source", [CELL, FUNCTION, PARTIAL, INSTANCE])


def things() -> Registry[object, []]:
    """A registry that takes anything."""
    return Registry[object, []]("things")


def test_two_files(tmp_path: Path) -> None:
    """Another file's registration is refused, and both places are named."""
    registry = things()
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    run(CELL, first, registry, "first")
    with pytest.raises(DuplicateNameError) as caught:
        run("\n\n" + CELL, second, registry, "second")
    error = caught.value

    assert isinstance(error, ValueError)
    assert (Place(str(first), 2), Place(str(second), 4)) == (error.existing, error.proposed)
    assert (
        "things: 'dpo' is registered twice:\n"
        f"  first at {first}:{2}\n"
        f"  again at {second}:{4}\n"
        "Give one of them another name." == str(error)
    )


@SOURCES
def test_same_source_in_two_files(source: str, tmp_path: Path) -> None:
    """The same source in another file of another module is another registration."""
    registry = things()
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    first.touch()  # or it would be taken for a notebook's cell
    second.touch()
    run(source, first, registry, "first")
    with pytest.raises(DuplicateNameError):
        run(source, second, registry, "second")


def test_first_stays(tmp_path: Path) -> None:
    """A refused duplicate leaves the first registration as it was."""
    registry = things()
    run(CELL, tmp_path / "first.py", registry, "first")
    first = registry.get("dpo")
    with pytest.raises(DuplicateNameError):
        run(CELL, tmp_path / "second.py", registry, "second")

    assert first is registry.get("dpo")


def test_two_places_in_a_file(tmp_path: Path) -> None:
    """Two classes of one file can't share a name."""
    file = tmp_path / "both.py"
    with pytest.raises(DuplicateNameError) as caught:
        run(CELL + CELL.replace("Trainer", "Other"), file, things(), "both")

    assert (
        "things: 'dpo' is registered twice:\n"
        f"  first at {file}:{2}\n"
        f"  again at {file}:{6}\n"
        "Give one of them another name." == str(caught.value)
    )


@SOURCES
def test_same_kind_twice_in_a_file(source: str, tmp_path: Path) -> None:
    """Two registrations in one run of one file are two, though what they register has one name."""
    with pytest.raises(DuplicateNameError):
        run(source + source, tmp_path / "both.py", things(), "both")


def test_same_class() -> None:
    """Registering the same class under the same name again is no duplicate."""
    registry = things()
    registry.register("idle")(Idle)
    registry.register("idle")(Idle)

    assert ["idle"] == registry.list()


CONFIGURED = """
from attrs import frozen

@frozen
class {config}:
    pass

from tests.samples.trainers import Configured
REG.register("same", config={config})(Configured)
"""


def test_same_class_with_another_config() -> None:
    """The same class with another config is another component."""
    registry = things()
    registry.register("same", config=DPOConfig)(Configured)
    registry.register("same", config=DPOConfig)(Configured)
    with pytest.raises(DuplicateNameError):
        registry.register("same", config=Other)(Configured)
    with pytest.raises(DuplicateNameError):
        registry.register("same")(Configured)
    registry.register("typed", types={"config": int})(Configured)
    registry.register("typed", types={"config": int})(Configured)
    with pytest.raises(DuplicateNameError):
        registry.register("typed", types={"config": str})(Configured)

    assert DPOConfig is registry.entries["same"].declared


@pytest.mark.parametrize("name", ["train.py", cell(1)])
def test_same_class_with_the_config_made_anew(tmp_path: Path, name: str) -> None:
    """A file or a cell that runs again may give an imported class another config."""
    registry = things()
    for config in ("First", "Second"):
        run(CONFIGURED.format(config=config), tmp_path / name, registry)
        declared = registry.entries["same"].declared

        assert declared is not None
        assert config == declared.__name__


@frozen
class Other:
    """A config."""


@SOURCES
def test_same_file_again(source: str, tmp_path: Path) -> None:
    """A file that is run again, perhaps as another module, replaces what it registered."""
    registry = things()
    (tmp_path / "train.py").touch()  # or it would be taken for a notebook's cell
    run(source, tmp_path / "train.py", registry, "__main__")
    first = registry.get("dpo")
    run(source, tmp_path / "train.py", registry, "package.train")

    assert first is not registry.get("dpo")
    assert ["dpo"] == registry.list()


@SOURCES
def test_cell_again(source: str) -> None:
    """A notebook's cell that is run again replaces what it registered."""
    registry = things()
    run(source, cell(1), registry)
    first = registry.get("dpo")
    run(source, cell(1), registry)

    assert first is not registry.get("dpo")


def test_cell_again_in_one_namespace() -> None:
    """A cell that runs again among the same globals, of no module that is imported, replaces its class."""
    registry = things()
    here: dict[str, object] = {"__name__": "notebook", "REG": registry}
    exec(compile(CELL, cell(1), "exec"), here)  # noqa: S102  # our own sources
    first = registry.get("dpo")
    exec(compile(CELL, cell(1), "exec"), here)  # noqa: S102  # as above

    assert first is not registry.get("dpo")


def test_file_and_cell(tmp_path: Path) -> None:
    """A cell doesn't replace the class of a file that runs among the same globals, as by `%run`."""
    registry = things()
    file = tmp_path / "train.py"
    file.touch()
    here: dict[str, object] = {"__name__": "notebook", "REG": registry}
    exec(compile(CELL, str(file), "exec"), here)  # noqa: S102  # our own sources
    with pytest.raises(DuplicateNameError):
        exec(compile(CELL, cell(1), "exec"), here)  # noqa: S102  # as above


@SOURCES
def test_cell_edited(source: str) -> None:
    """An edited cell is another file to Python, and still the same to the registry."""
    registry = things()
    run(source, cell(1), registry)
    first = registry.get("dpo")
    run("\n\n" + source, cell(2), registry)

    assert first is not registry.get("dpo")


def test_cells_of_two_classes() -> None:
    """Two cells that give one name to two classes are two sources."""
    registry = things()
    run(CELL, cell(1), registry)
    with pytest.raises(DuplicateNameError) as caught:
        run(CELL.replace("Trainer", "Other"), cell(2), registry)

    assert (
        "things: 'dpo' is registered twice:\n"
        f"  first at {cell(1)}:{2}\n"
        f"  again at {cell(2)}:{2}\n"
        "Give one of them another name." == str(caught.value)
    )


@SOURCES
def test_reload_after_edit(source: str, folder: Path) -> None:
    """A module that is edited and reloaded replaces what it registered."""
    (folder / "kept.py").write_text(KEPT)
    file = folder / "edited.py"
    file.write_text(f"from kept import REG\n{source}")
    module = importlib.import_module("edited")
    registry: Registry[object, []] = importlib.import_module("kept").REG
    first, line = registry.get("dpo"), registry.entries["dpo"].place.line
    file.write_text(f"from kept import REG\n# one line more\n\n{source}")
    importlib.reload(module)

    assert first is not registry.get("dpo")
    assert line + 2 == registry.entries["dpo"].place.line


def test_replaced_config_is_derived_anew() -> None:
    """A cell that is run again with other parameters has the config of its new parameters."""
    registry = things()
    run("@REG.register('x')\nclass X:\n    def __init__(self, a: int = 1): ...\n", "<cell>", registry)
    assert ["a"] == [*registry.entries["x"].config.__annotations__]
    run("@REG.register('x')\nclass X:\n    def __init__(self, b: int = 1): ...\n", "<cell>", registry)

    assert ["b"] == [*registry.entries["x"].config.__annotations__]


def test_equal_after_pickling(tmp_path: Path) -> None:
    """The error says the same after a journey between processes."""
    registry = things()
    run(CELL, tmp_path / "first.py", registry, "first")
    with pytest.raises(DuplicateNameError) as caught:
        run(CELL, tmp_path / "second.py", registry, "second")

    assert str(caught.value) == str(pickle.loads(pickle.dumps(caught.value)))
