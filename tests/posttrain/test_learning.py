"""The experiment that ships, whole, over three seeds: preferences are learnt, and not before DPO."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig

from .small import trained

EXPERIMENT = Path(__file__).parents[2] / "configs/experiments/exp001.yaml"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_exp001(tmp_path: Path, seed: int) -> None:
    """Fine-tuning learns to sort and leaves the order to chance; DPO learns which order is preferred."""
    seeds = (f"seed={seed}", f"model.seed={seed}", f"dataset.seed={seed}")
    once = ("sft.evaluate_every=250", "dpo.evaluate_every=150")  # at the end, which is what counts here
    config = ExperimentConfig.load(EXPERIMENT, [f"output={tmp_path}", "threads=1", *seeds, *once])
    metrics = trained(config).metrics

    assert metrics["before"]["eval/token_accuracy"] < 0.1
    assert metrics["after sft"]["eval/token_accuracy"] > 0.85
    assert 0.35 <= metrics["after sft"]["eval/preference_accuracy"] <= 0.65
    assert metrics["after dpo"]["eval/preference_accuracy"] >= 0.95
    assert metrics["after dpo"]["eval/chosen_token_accuracy"] > 0.75
