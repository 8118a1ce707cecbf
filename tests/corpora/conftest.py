"""The project that all tests here share, since it takes some seconds to create."""

from __future__ import annotations

import pytest

from tests.corpora.project import Project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Create the registries of the corpora with their stubs and a program, in a folder of their own."""
    return Project.make(tmp_path_factory.mktemp("corpora").resolve())
