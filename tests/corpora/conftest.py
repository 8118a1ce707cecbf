"""The project that all tests here share: to make it takes some seconds."""

from __future__ import annotations

import pytest

from tests.corpora.project import Project


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The registries of the corpora with their stubs and a program, in a folder of their own."""
    return Project.make(tmp_path_factory.mktemp("corpora").resolve())
