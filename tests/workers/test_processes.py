"""Workers get specs, registries and entries, and send back errors, whatever starts the workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workers.works import output, planted, run
from typed_registry._annotations.type_guards import is_sequence

WAYS = [
    ("program.py", "fork"),
    ("program.py", "spawn"),
    ("program.py", "forkserver"),
    ("program.py", "pool"),
    ("-m", "program", "spawn"),
]


@pytest.fixture(scope="module", params=WAYS, ids=" ".join)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the program prints that has its workers started in one way."""
    way: tuple[str, ...] = request.param
    return {"way": way[-1], **run(planted(tmp_path_factory.mktemp("works")), *way)}


def test_specs(found: dict[str, object]) -> None:
    """A worker builds components of every origin, and needs no import but that of the registry's module."""
    assert ["fit.called", "fit.imported"] == found["imported in the parent"]
    assert ["Hinge", "Plugged", "Focal", "Derived", "Top"] == found["built"]


def test_returned(found: dict[str, object]) -> None:
    """A spec that a worker returns is equal to the one that it was sent, even if it can't build that."""
    assert [True] * 5 == found["sent and returned"]


def test_registries(found: dict[str, object]) -> None:
    """A registry is itself after its return, also that of the program, and a worker knows its names."""
    listed = found["listed"]

    assert [True, True] == found["registries"]
    assert is_sequence(listed)
    assert {"hinge", "plugged", "derived"} <= {*listed}


def test_entries(found: dict[str, object]) -> None:
    """An entry is found again by its name, also if only the sender has imported the component's module."""
    assert ["hinge", "Hinge"] == found["entry"]
    assert ["focal", "Focal"] == found["entry of an imported module"]


def test_what_only_the_parent_registered(found: dict[str, object]) -> None:
    """A component that the worker doesn't know is an error of the build, with its notes; a copy knows all."""
    called, late, guarded = (json.dumps(found[each]) for each in ("called", "late", "guarded"))
    if found["way"] == "fork":
        assert ('"str"', "null", '"str"') == (called, late, guarded)
        return
    assert "own: no component is called 'guarded'. Registered: 'top'. The process that sent" in guarded
    assert "has registered it in its own program." in guarded
    assert called.startswith('["UnknownNameError", "losses: no component is called \'called\'.')
    assert "has registered it in fit.called, and importing that module doesn't" in called
    assert late.startswith('["UnknownNameError", "losses: no component is called \'late\'.')
    assert "has registered it in its own program." in late
    assert late.endswith('["seen in a worker"], []]')


def test_faults(found: dict[str, object]) -> None:
    """The faults of a config arrive with the error."""
    assert ["ConfigError", [], ["unknown-key", "wrong-type"]] == found["faults"]


def test_initializer(tmp_path: Path) -> None:
    """What the pool's initializer registers is known to its workers."""
    assert run(planted(tmp_path), "program.py", "spawn", "initializer")["called"] == "str"


def test_ray(tmp_path: Path) -> None:
    """Workers of Ray do the same, with the registry of a program that was started by `python -m`."""
    found = run(planted(tmp_path), "-m", "program", "ray")
    called = json.dumps(found["called"])

    assert ["Hinge", "Plugged", "Focal", "Derived", "Top"] == found["built"]
    assert ([True] * 5, [True, True]) == (found["sent and returned"], found["registries"])
    assert "has registered it in fit.called, and importing that module doesn't" in called
    assert ["RayTaskError(ConfigError)", [], ["unknown-key", "wrong-type"]] == found["faults"]


SCRIPT = """
import json, pickle
from typed_registry import Registry

OWN = Registry[object, []]("own")

if __name__ == "__main__":
    print(json.dumps(pickle.dumps(OWN).hex()))
"""
READER = """
import json, pickle, sys

try:
    pickle.loads(bytes.fromhex(sys.argv[1]))
except Exception as error:
    print(json.dumps([type(error).__name__, str(error)]))
"""


def test_registry_of_a_script(tmp_path: Path) -> None:
    """A process that doesn't run the script can't have its registry, and the error says what to do."""
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "reader.py").write_text(READER)
    text = (
        "OWN of __main__ can't be found in this process, which doesn't run the program; "
        "define it in a module that both processes import"
    )

    assert ["UnsharedRegistryError", text] == output(
        tmp_path, "reader.py", str(output(tmp_path, "script.py"))
    )


NOTEBOOK = """
import json, multiprocessing, pickle, sys
from typed_registry import Registry

multiprocessing.set_start_method(sys.argv[1])
OWN = Registry[object, []]("own")
try:
    print(json.dumps(pickle.loads(pickle.dumps(OWN)) is OWN))
except TypeError as error:
    print(json.dumps(str(error)))
"""


REFUSED = (
    "OWN of __main__ can't be pickled, since no worker runs a notebook or a prompt; "
    "define it in a module that both processes import"
)


@pytest.mark.parametrize(
    ("method", "expected"), [("fork", True), ("spawn", REFUSED), ("forkserver", REFUSED)]
)
def test_notebook(tmp_path: Path, method: str, expected: object) -> None:
    """The registry of a notebook is refused when it is pickled, unless workers are copies of its process."""
    assert expected == output(tmp_path, "-c", NOTEBOOK, method)
