"""What holds for every test of the application."""

from __future__ import annotations

import os
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
