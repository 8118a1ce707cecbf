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
    figures = trained(config).figures

    assert figures["before"]["token accuracy"] < 0.1
    assert figures["after sft"]["token accuracy"] > 0.85
    assert 0.35 <= figures["after sft"]["preference accuracy"] <= 0.65
    assert figures["after dpo"]["preference accuracy"] >= 0.95
    assert figures["after dpo"]["chosen token accuracy"] > 0.75
