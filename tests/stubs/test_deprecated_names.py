"""Stubs of registries with deprecated names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import pytest

from tests.stubs.command import SOURCES
from tests.stubs.warm_cache import warm_cache
from typed_registry._stubs.generate import Stub, generate
from typed_registry._stubs.request import StubRequest, WhenUnresolved
from typed_registry.errors import StubError

SOURCE = """
from tests.stubs.refused import made
from tests.stubs.shapes import Inherited
from typed_registry import Registry

R = Registry[object, []]("{0}")
R.deprecate("old", since="1", use="new")
R.register("new")(made())
"""


class GenerateStub(Protocol):
    def __call__(self, module: str, more: str = "", **exceptions: WhenUnresolved) -> Stub: ...


ANY, OMIT = WhenUnresolved.ANY, WhenUnresolved.OMIT


@pytest.fixture
def generated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GenerateStub:
    """Return a function that writes a module, and generates its stub with these exceptions."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    warm_cache(tmp_path, SOURCES)

    def stub(module: str, more: str = "", **exceptions: WhenUnresolved) -> Stub:
        (tmp_path / f"{module}.py").write_text(SOURCE.format(module) + more)
        given = tuple((f"{module}.R.{name}", each) for name, each in exceptions.items())
        return generate(StubRequest(module, unresolved=ANY, exceptions=given))

    return stub


def test_an_alias_is_treated_as_its_current_name(generated: GenerateStub) -> None:
    """Where a component is left out, its deprecated name is left out as well."""
    stub = generated("omitted_alias", new=OMIT)

    assert ["new", "old"] == [each.component for each in stub.left_out]
    assert "_RName" not in stub.files[-1][1]


def test_only_an_alias_is_left(generated: GenerateStub) -> None:
    """The union of the names is not empty, even if the settings leave only a deprecated name."""
    text = generated("kept_alias", new=OMIT, old=ANY).files[-1][1]

    assert '_RName: TypeAlias = Literal["old"]\n' in text


def test_an_alias_of_nothing(generated: GenerateStub) -> None:
    """A deprecated name with a replacement that isn't registered is a problem with its place."""
    with pytest.raises(StubError) as caught:
        generated("lost_alias", 'R.deprecate("nope", since="1", use="nwe")\n')
    [problem] = caught.value.problems

    assert "R" == problem.registry
    assert "deprecate('nope', use='nwe') names 'nwe', which isn't registered; did you mean 'new'?" in str(
        problem.reason
    )
    assert "lost_alias.py:9" == str(problem.place)


def test_settings_that_ruff_refuses(generated: GenerateStub, tmp_path: Path) -> None:
    """A fault in the settings of ruff is a problem of the stub, with the message of ruff."""
    (tmp_path / "ruff.toml").write_text("line-length = -1\n")
    with pytest.raises(StubError, match=r"ruff can't format it: .*line-length"):
        generated("unformatted")
