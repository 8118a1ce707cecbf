"""The project that all tests here share, since it takes some seconds to create."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.corpora.project import Project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Create the registries of the corpora with their stubs and a program, in a folder of their own."""
    return Project.make(tmp_path_factory.mktemp("corpora").resolve())


@pytest.fixture(scope="module", autouse=True)
def forget_registries() -> Iterator[None]:
    """Forget the modules with the registries, so that no type is the kind of one of them in other tests."""
    yield
    for name in [each for each in sys.modules if each.startswith("tests.corpora.registries.")]:
        del sys.modules[name]
