"""The experiments of the real model, for two steps of each stage on a few examples."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from posttrain.config import ExperimentConfig
from posttrain.models.causal import CausalModel
from posttrain.models.config import SmolLM2Config
from posttrain.registries import MODELS

from .small import rows, trained
from .test_configs import REAL

FEW = ("dataset.examples=4", "dataset.held_out=2", "threads=1")


@pytest.fixture(scope="module")
def loaded(real_model: Path) -> CausalModel:
    """The real model, loaded once."""
    return MODELS.build("smollm2", SmolLM2Config(real_model))


@pytest.mark.parametrize(
    ("name", "stages", "metric"),
    [
        ("commands", {"sft": "algorithm"}, "eval/exact_match"),
        ("short_answers", {"dpo": "algorithm"}, "eval/normalized_preference_accuracy"),
        ("sums", {"sft": "stages.0.algorithm", "grpo": "stages.1.algorithm"}, "eval/exact_match"),
    ],
)
def test_two_steps(
    name: str, stages: dict[str, str], metric: str, loaded: CausalModel, tmp_path: Path
) -> None:
    """Each stage trains two steps and is measured before and after; the adapters alone are saved."""
    short = [f"{path}.{setting}" for path in stages.values() for setting in ("steps=2", "batch_size=1")]
    short += ["stages.1.algorithm.samples=2"] if "grpo" in stages else []
    [file] = [file for file in REAL if file.stem == name]

    def copied(config: SmolLM2Config) -> CausalModel:
        del config
        return CausalModel(copy.deepcopy(loaded.network), loaded.tokenizer)

    with MODELS.override("smollm2", copied):
        outcome = trained(ExperimentConfig.load(file, [f"output={tmp_path}", *FEW, *short]))

    between = ["before grpo"] if "grpo" in stages else []  # the second stage is measured in another way
    measured = [key for title in stages for key in (*between[: title == "grpo"], f"after {title}")]
    assert ["before", *measured] == [*outcome.metrics]
    assert all(metric in metrics for metrics in outcome.metrics.values())
    assert [(title, step) for title in stages for step in (1, 2)] == [
        (row["stage"], row["step"]) for row in rows(outcome.run) if row["kind"] == "train"
    ]
    assert (outcome.run.model / "adapter_model.safetensors").is_file()
    assert not (outcome.run.model / "model.safetensors").exists()
