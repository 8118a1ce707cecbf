"""Adapters that are saved as such, and opened again: by peft, by transformers and by us."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import cast

import pytest
import torch
from peft import PeftModel
from torch import Tensor
from transformers import AutoModelForCausalLM, PreTrainedModel

from posttrain.batch import collate
from posttrain.config import ExperimentConfig
from posttrain.errors import ModelError
from posttrain.models.causal import CausalModel
from posttrain.policy import predict
from posttrain.protocols import Model
from posttrain.registries import MODELS
from posttrain.sample import open_model
from posttrain.train import Outcome

from .evaluated import evaluate
from .small import experiment, trained
from .tiny import model

PAIRS = (("ab", "cd"), ("e", "fgh"))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny model."""
    made, folder = model(), tmp_path_factory.mktemp("base") / "it"
    made.network.save_pretrained(folder)
    made.tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory, base: Path) -> ExperimentConfig:
    """An experiment that trains adapters of it."""
    lora = f"model={{name: lora, rank: 2, base: {{name: pretrained, path: {base}}}}}"
    fast = "{name: adamw, lr: 0.05}"
    return experiment(tmp_path_factory.mktemp("run"), lora, f"sft.optimizer={fast}", f"dpo.optimizer={fast}")


@pytest.fixture(scope="module")
def outcome(config: ExperimentConfig) -> Outcome:
    """What the experiment comes to."""
    return trained(config)


def opened(path: Path | str) -> Model:
    """The pretrained model of a folder."""
    return MODELS.from_mapping({"name": "pretrained", "path": str(path)}).build()


def logits(of: PreTrainedModel | PeftModel) -> Tensor:
    """The output of a network for two completions."""
    return predict(cast("PreTrainedModel", of), collate(model().tokenizer, PAIRS, 64)).logits


def test_files(outcome: Outcome, base: Path) -> None:
    """The folder has the adapters and the tokenizer, and says which model they belong to."""
    names = {path.name for path in outcome.run.model.iterdir()}
    settings = json.loads((outcome.run.model / "adapter_config.json").read_text())

    assert {"adapter_config.json", "adapter_model.safetensors", "tokenizer_config.json"} <= names
    assert not {"model.safetensors", "README.md"} & names
    assert str(base) == settings["base_model_name_or_path"]


def test_opened_by_peft(outcome: Outcome, base: Path) -> None:
    """peft opens the adapters on the base, and transformers both together."""
    network = AutoModelForCausalLM.from_pretrained(base)
    before = logits(network)
    by_peft = logits(PeftModel.from_pretrained(network, str(outcome.run.model)))
    together = logits(AutoModelForCausalLM.from_pretrained(outcome.run.model))
    ours = logits(opened(outcome.run.model).network)

    torch.testing.assert_close(by_peft, ours, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(together, ours, atol=1e-4, rtol=1e-4)
    assert (before - ours).abs().max() > 0.1


def test_without_tokenizer(outcome: Outcome, base: Path, tmp_path: Path) -> None:
    """Adapters as peft alone saves them have the tokenizer of the model that they belong to."""
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        shutil.copy(outcome.run.model / name, tmp_path)
    ids = [made.tokenizer("ab")["input_ids"] for made in (opened(base), opened(tmp_path))]

    assert ids[0] == ids[1]


def test_measured(config: ExperimentConfig, outcome: Outcome) -> None:
    """The model that is opened measures as the trained one did."""
    split, told = config.dataset.build().held_out, outcome.metrics["after dpo"]
    for found in (opened(outcome.run.model), open_model(outcome.run.folder), open_model(outcome.run.model)):
        metrics = evaluate(found, split)
        assert metrics == pytest.approx({name: told[name] for name in metrics}, rel=1e-3, abs=1e-5)


def test_merged(config: ExperimentConfig, outcome: Outcome) -> None:
    """On demand the adapters are added into the weights of a model like any other."""
    merged = trained(ExperimentConfig.load(outcome.run.config, ["model.merge=true"]), "merged").run.model

    assert (merged / "model.safetensors").is_file()
    assert not (merged / "adapter_config.json").exists()
    torch.testing.assert_close(
        logits(opened(merged).network), logits(opened(outcome.run.model).network), atol=1e-4, rtol=1e-4
    )
    assert config.output == merged.parents[1]


def test_on_adapters(outcome: Outcome, tmp_path: Path) -> None:
    """Adapters of a model with adapters belong to that folder, and are opened with it."""
    lora = {"name": "lora", "base": {"name": "pretrained", "path": str(outcome.run.model)}}
    second = MODELS.from_mapping(lora).build()
    with torch.no_grad():
        for weight in second.network.parameters():
            if weight.requires_grad:
                weight.add_(0.05)
    second.save(tmp_path / "second")
    expected, found = logits(second.network), logits(opened(tmp_path / "second").network)

    torch.testing.assert_close(expected, found, atol=1e-4, rtol=1e-4)
    assert not torch.equal(found, logits(opened(outcome.run.model).network))


def test_small_checkpoints(tmp_path: Path, base: Path) -> None:
    """Checkpoints and the best weights have the adapters alone."""
    lora = f"model={{name: lora, rank: 2, base: {{name: pretrained, path: {base}}}}}"
    keep = "sft.keep_best={metric: eval/loss, goal: min}"
    diverging = "dpo.optimizer={name: sgd, lr: 1e30}"
    with pytest.raises(Exception, match="the norm of its gradient"):
        trained(experiment(tmp_path, lora, keep, diverging, "dpo.checkpoint_every=1"))
    folder = tmp_path / "runs/small/checkpoints"
    network = MODELS.from_mapping(
        {"name": "lora", "rank": 2, "base": {"name": "pretrained", "path": str(base)}}
    )
    adapters = sum(weight.numel() for weight in network.build().network.parameters() if weight.requires_grad)
    for name in ("start.pt", "progress.pt"):
        held = torch.load(folder / name)
        assert adapters == sum(weight.numel() for weight in held["weights"].values())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "its adapter_config.json can't be read: Expecting property name"),
        ("{}", "its adapter_config.json names no base_model_name_or_path"),
        ('{"base_model_name_or_path": 3}', "its adapter_config.json names no base_model_name_or_path"),
    ],
)
def test_damaged(tmp_path: Path, text: str, reason: str) -> None:
    """Adapters whose base nobody knows are refused."""
    (tmp_path / "adapter_config.json").write_text(text)
    with pytest.raises(ModelError) as caught:
        opened(tmp_path)

    assert str(caught.value).startswith(f"the model '{tmp_path}' can't be loaded: {reason}")


def test_base_gone(tmp_path: Path) -> None:
    """So are adapters whose base isn't there any more."""
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "/no/such/model"}')
    with pytest.raises(ModelError) as caught:
        opened(tmp_path)

    assert "the model '/no/such/model' can't be loaded: there is no such folder" == str(caught.value)


def test_own_folder_as_base(tmp_path: Path) -> None:
    """So are adapters that name themselves as their base."""
    (tmp_path / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": str(tmp_path)}))
    with pytest.raises(ModelError):
        opened(tmp_path)


def test_model_of_run(outcome: Outcome) -> None:
    """The folder of a run whose model has adapters is told from the model in it."""
    with pytest.raises(ModelError) as caught:
        opened(outcome.run.folder)

    assert caught.value.reason.endswith(f"whose model is {outcome.run.model}")


def test_causal_model(outcome: Outcome) -> None:
    """What is opened is a model like any other."""
    found = opened(outcome.run.model)

    assert isinstance(found, CausalModel)
    assert all(weight.requires_grad for weight in found.network.parameters())
