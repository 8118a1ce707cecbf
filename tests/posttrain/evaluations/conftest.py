"""A model for the tests of evaluations."""

from __future__ import annotations

import pytest

from posttrain.models.causal import CausalModel
from tests.posttrain.given import TASKS
from tests.posttrain.tiny import often_ending


@pytest.fixture
def made() -> CausalModel:
    """A model whose completions differ in length."""
    return often_ending([str(task.prompt) for task in TASKS])
