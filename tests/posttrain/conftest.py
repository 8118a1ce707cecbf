"""What holds for every test of the application."""

from __future__ import annotations

import os

import pytest
import torch

os.environ["HF_HUB_OFFLINE"] = (
    "1"  # before transformers is imported; and so for every program that a test starts
)


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> None:
    """Threads on cores that others use too wait for each other."""
    torch.set_num_threads(1)
