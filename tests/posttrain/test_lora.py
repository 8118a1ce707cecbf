"""Models of which only adapters are trained."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from transformers import GPT2Config, GPT2LMHeadModel

from posttrain.batch import collate
from posttrain.errors import ModelError
from posttrain.models.causal import CausalModel
from posttrain.models.config import LoRAConfig, PretrainedConfig
from posttrain.policy import predict
from posttrain.registries import MODELS

from .evaluated import evaluate
from .small import experiment, saved, trained
from .tiny import SIZE, model

if TYPE_CHECKING:
    from transformers import PreTrainedModel

TINY = MODELS.spec("transformer", SIZE)
PAIRS = (("ab", "cd"), ("e", "fgh"))


def test_nothing_at_first() -> None:
    """New adapters change nothing."""
    base, adapted = model(), MODELS.build("lora", LoRAConfig(TINY))
    batch = collate(base.tokenizer, PAIRS, 64)

    assert torch.equal(predict(base.network, batch).logits, predict(adapted.network, batch).logits)


def test_no_warning(tmp_path: Path) -> None:
    """Nothing is said about layers that peft treats rightly by itself, as those of GPT-2."""
    network = GPT2LMHeadModel(GPT2Config(vocab_size=384, n_embd=8, n_layer=1, n_head=1))
    CausalModel(network, model().tokenizer).save(tmp_path)
    base = MODELS.spec("pretrained", PretrainedConfig(str(tmp_path)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made = MODELS.build("lora", LoRAConfig(base))

    assert any(weight.requires_grad for weight in made.network.parameters())


def test_trained_weights() -> None:
    """The adapters alone have a gradient; they are in every linear layer, or in those that are named."""
    named = LoRAConfig(TINY, rank=4, targets=("q_proj", "v_proj"))
    counts = [
        sum(
            weight.numel()
            for weight in MODELS.build("lora", config).network.parameters()
            if weight.requires_grad
        )
        for config in (named, LoRAConfig(TINY, rank=4))
    ]
    size, inner, layers = SIZE.hidden_size, 8 * SIZE.hidden_size // 3, SIZE.layers
    attention, feed_forward = 4 * 2 * size, 3 * (size + inner)

    assert [layers * 4 * attention // 2, layers * 4 * (attention + feed_forward)] == counts


def test_run(tmp_path: Path) -> None:
    """A run trains the adapters, and saves a model that measures the same and needs no peft to be opened."""
    config = experiment(
        tmp_path, "model={name: lora, base: {name: transformer, hidden_size: 16, layers: 1, heads: 2}}"
    )
    outcome = trained(config)
    opened = saved(outcome.run.model)
    measured = evaluate(opened, config.dataset.build().held_out)
    before, after = config.model.build().network, opened.network

    assert outcome.metrics["before"] != outcome.metrics["after dpo"]
    told = outcome.metrics["after dpo"]
    assert measured == pytest.approx({name: told[name] for name in measured}, rel=1e-3)
    assert not list(outcome.run.model.glob("adapter*"))
    assert torch.equal(embedding(before), embedding(after))


def embedding(network: PreTrainedModel) -> torch.Tensor:
    """The weights of the input, which no adapter touches."""
    return torch.as_tensor(network.get_input_embeddings().weight)


@pytest.mark.parametrize(
    ("targets", "missing"), [(("nowhere",), "'nowhere'"), (("q_proj", "v_prj", "proj"), "'v_prj', 'proj'")]
)
def test_no_such_layer(targets: tuple[str, ...], missing: str) -> None:
    """Layers that the base doesn't have are an error, though others that are named are there."""
    with pytest.raises(ModelError) as caught:
        MODELS.build("lora", LoRAConfig(TINY, targets=targets))

    assert (
        f"the model 'lora' can't be loaded: it has no layer {missing}; its linear layers are q_proj, k_proj, "
        "v_proj, o_proj, gate_proj, up_proj, down_proj, lm_head" == str(caught.value)
    )


def test_path_of_layer() -> None:
    """A layer may be named by the end of its path."""
    adapted = MODELS.build("lora", LoRAConfig(TINY, targets=("self_attn.q_proj",)))

    assert {"q_proj"} == {
        name.split(".")[-4] for name, weight in adapted.network.named_parameters() if weight.requires_grad
    }
