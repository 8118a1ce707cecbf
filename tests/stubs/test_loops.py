"""Registrations in loops, whose variables are left over in the module of the registries."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from typed_registry._registration.registry_modules import defined_registries
from typed_registry._stubs.generate import generate
from typed_registry._stubs.request import StubRequest, WhenUnresolved
from typed_registry.errors import StubError

HEAD = """
from tests.stubs.shapes import Base, Inherited, Voice
from typed_registry import Registry

CATS = Registry[object, []]("leftover cats of {0}")
"""
LEFTOVERS = """
DOGS = Registry[object, []]("leftover dogs")
SAME = DOGS
for registry in (CATS, DOGS):
    for name, component in {"first": Inherited, "second": Base}.items():
        registry.register(name)(component)
    for number, instance in enumerate((Inherited(1), Base(1))):
        registry.register_instance(f"instance {number}", instance)
while True:
    factory = lambda: Inherited(1)
    CATS.register_factory("lambda")(factory)
    break
"""
LOCALS = """
from tests.stubs.refused import made

for number in range(2):
    local = made()
    CATS.register(f"local {number}")(local)
"""
DEFINING = """
for number in range(2):
    def make() -> Base: ...
    CATS.register_factory(f"made {number}")(make)
if True:
    class _Hidden: ...
"""


@pytest.fixture
def written_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Return a function that writes a module below HEAD, and returns its name."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def written(name: str, source: str) -> str:
        (tmp_path / f"{name}.py").write_text(HEAD.format(name) + source)
        return name

    return written


def test_variables_of_loops(written_module: Callable[[str, str], str]) -> None:
    """What a loop leaves is not in the stub, and no component has the type of such a variable."""
    module = written_module("leftovers", LEFTOVERS)
    text = generate(StubRequest(module)).files[-1][1]

    assert {"CATS", "DOGS", "SAME"} == set(defined_registries(module)[1])
    assert text.endswith("\nCATS: Final[_Cats]\nDOGS: Final[_Dogs]\nSAME: Final[_Same]\n")
    joined = " ".join(text.split())
    assert 'def get(self, name: Literal["instance 0"], /) -> _Instance0Call:' in joined
    assert "class _Instance0Call(Protocol): def __call__(self) -> Inherited:" in joined
    assert "class _Instance1Call(Protocol): def __call__(self) -> Base:" in joined
    assert not [name for name in ("registry:", "name:", "component:", "instance:") if f"\n{name}" in text]


def test_local_classes(written_module: Callable[[str, str], str]) -> None:
    """The last of some local classes can't be imported either, though a variable still has it."""
    module = written_module("local_classes", LOCALS)
    with pytest.raises(StubError) as caught:
        generate(StubRequest(module))
    stub = generate(StubRequest(module, unresolved=WhenUnresolved.ANY))

    assert ["local 0", "local 1"] == [each.component for each in caught.value.problems]
    assert all("which other modules can't import" in each.reason for each in stub.became_any)


def test_definitions_in_loops(written_module: Callable[[str, str], str]) -> None:
    """A function or class that the stub would hide is found wherever the module defines it."""
    with pytest.raises(StubError) as caught:
        generate(StubRequest(written_module("defining", DEFINING)))

    assert (
        "it also defines _Hidden, make, which a stub beside it would hide" in caught.value.problems[0].reason
    )


def test_a_registry_that_only_a_loop_variable_holds(written_module: Callable[[str, str], str]) -> None:
    """Registries that a loop creates are known by the variable that holds the last."""
    source = "for number in range(2):\n    made = Registry[object, []](f'made in a loop {number}')\n"
    module = written_module("made_in_a_loop", source)

    assert {"CATS", "made"} == set(defined_registries(module)[1])
