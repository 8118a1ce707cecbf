"""Settings of the process in which the application's tests run."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import torch

os.environ["HF_HUB_OFFLINE"] = (
    "1"  # before transformers is imported; and so for every program that a test starts
)


@pytest.fixture(scope="session")
def real_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the cache of the model `smollm2`, which all processes of a run of the tests share."""
    from posttrain.models.config import SmolLM2Config
    from posttrain.registries import MODELS

    folder = tmp_path_factory.getbasetemp()
    cache = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "smollm2"
    MODELS.build("smollm2", SmolLM2Config(cache))
    return cache


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Threads on cores that others use too wait for each other."""
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def curves_undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave an empty file for the curves of a run, which take three times as long as the rest of a short one.

    They are drawn in the tests of the plots, in runs of fixtures that many tests share, and in every run that
    a program performs.
    """

    def leave_empty(_records: Sequence[object], _title: str, file: Path) -> None:
        file.touch()

    if "posttrain.train" in sys.modules:
        monkeypatch.setattr(sys.modules["posttrain.train"], "draw", leave_empty)
