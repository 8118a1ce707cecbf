"""Models: new ones with random weights, and those that exist already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from attrs import evolve
from safetensors.torch import load_file, save_file  # pyright: ignore[reportUnknownVariableType]  # its types are half there
from torch import Tensor
from transformers import GPT2Config, GPT2LMHeadModel, MistralConfig, MistralForCausalLM, PreTrainedModel

from posttrain.config import ExperimentConfig
from posttrain.errors import ModelError
from posttrain.models.config import PretrainedConfig, TransformerConfig
from posttrain.protocols import Model
from posttrain.registries import MODELS
from typed_registry.config import from_mapping
from typed_registry.errors import ConfigError

from .tiny import SIZE, model


def weights(made: Model) -> Tensor:
    """Every weight in one row."""
    return torch.cat([weight.detach().flatten().float() for weight in made.network.parameters()])


def opened(path: Path | str, **values: str) -> Model:
    """The pretrained model of a folder."""
    return MODELS.from_mapping({"name": "pretrained", "path": str(path), **values}).build()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a tiny model, as transformers writes it."""
    made = model()
    made.network.save_pretrained(tmp_path / "it")
    made.tokenizer.save_pretrained(tmp_path / "it")
    return tmp_path / "it"


def test_seed() -> None:
    """The seed alone decides on the weights."""
    assert weights(model()).equal(weights(model()))
    assert not weights(model()).equal(weights(MODELS.build("transformer", evolve(SIZE, seed=4))))


def test_global_seed() -> None:
    """A new model neither uses nor moves torch's global generator."""
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    first = weights(model())

    assert expected.equal(torch.rand(3))
    assert first.equal(weights(model()))


def test_size() -> None:
    """A new model has the size that its config says, and a token for every byte."""
    made = MODELS.build("transformer", TransformerConfig(32, 1, 2, context_length=40))
    config = made.network.config

    assert (32, 1, 2, 40) == (
        config.hidden_size,
        config.num_hidden_layers,
        config.num_attention_heads,
        config.max_position_embeddings,
    )
    assert "é 漢" == made.tokenizer.decode(made.tokenizer("é 漢", add_special_tokens=False)["input_ids"])


@pytest.mark.parametrize(("hidden_size", "heads"), [(30, 4), (20, 4), (1, 1)])
def test_impossible_size(hidden_size: int, heads: int) -> None:
    """Heads that don't divide the width, or into odd parts, are refused while the config is read."""
    size = {"name": "transformer", "hidden_size": hidden_size, "heads": heads}
    with pytest.raises(ConfigError) as caught:
        from_mapping(ExperimentConfig, {"algorithm": "sft", "model": size})

    assert f"model: hidden_size must be an even multiple of heads: {hidden_size} and {heads}" == str(
        caught.value
    )


def test_pretrained(folder: Path) -> None:
    """A folder gives the model that was saved in it."""
    made = opened(folder)

    assert weights(model()).equal(weights(made))
    assert made.tokenizer("ab")["input_ids"] == model().tokenizer("ab")["input_ids"]


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_precision(folder: Path, precision: str) -> None:
    """The weights are held in the precision that is asked for."""
    made = opened(folder, precision=precision)

    assert {getattr(torch, precision)} == {weight.dtype for weight in made.network.parameters()}


@pytest.mark.parametrize("path", ["/no/such/folder", "./none", "a/b/c"])
def test_no_folder(path: str) -> None:
    """A folder that isn't there is told, and not looked for on the hub."""
    with pytest.raises(ModelError) as caught:
        opened(path)

    assert f"the model {path!r} can't be loaded: there is no such folder" == str(caught.value)
    assert (path, "there is no such folder") == (caught.value.path, caught.value.reason)


def test_file(folder: Path) -> None:
    """A file is no model, whatever it holds."""
    file = folder / "model.safetensors"
    with pytest.raises(ModelError) as caught:
        opened(file)

    assert f"the model '{file}' can't be loaded: it is a file, and a model is a folder" == str(caught.value)


def test_run_folder(folder: Path, tmp_path: Path) -> None:
    """The folder of a run is told from the model in it, which is named."""
    run = tmp_path / "run"
    run.mkdir()
    folder.rename(run / "model")
    with pytest.raises(ModelError) as caught:
        opened(run)

    assert (
        f"the model '{run}' can't be loaded: it is the folder of a run, whose model is {run / 'model'}"
        == str(caught.value)
    )


def test_not_on_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is neither a folder nor the hub's is told as both."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError) as caught:
        opened("models/mine")

    assert str(caught.value).startswith(
        "the model 'models/mine' can't be loaded: there is no such folder; and from the hub: "
    )


def test_beside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name in a folder of models isn't looked for on the hub, unless it has a revision."""
    monkeypatch.chdir(folder.parents[1])
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    path = f"{folder.parent.name}/mine"
    with pytest.raises(ModelError) as caught:
        opened(path)
    with pytest.raises(ModelError, match="and from the hub: "):
        opened(path, revision="main")

    assert (
        f"the model {path!r} can't be loaded: there is no such folder; {folder.parent.name} has the models "
        "'it'; for the hub's of this name, write its revision, such as `revision: main`" == str(caught.value)
    )


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without a model is told by the reason that transformers gives."""
    with pytest.raises(ModelError) as caught:
        opened(tmp_path)

    assert (
        f"the model '{tmp_path}' can't be loaded: Unrecognized model in {tmp_path}. "
        "Should have a `model_type` key in its config.json." == str(caught.value)
    )


@pytest.mark.parametrize(
    "network",
    [
        GPT2LMHeadModel(
            GPT2Config(n_embd=8, n_layer=1, n_head=1, vocab_size=8, bos_token_id=0, eos_token_id=0)
        ),
        MistralForCausalLM(MistralConfig(hidden_size=32, num_hidden_layers=1, vocab_size=8)),
    ],
)
def test_without_tokenizer(tmp_path: Path, network: PreTrainedModel) -> None:
    """A folder without a tokenizer is refused; transformers would make up an empty one for some models."""
    network.save_pretrained(tmp_path)
    with pytest.raises(ModelError) as caught:
        opened(tmp_path)

    assert (
        f"the model '{tmp_path}' can't be loaded: it has no tokenizer; save the model's tokenizer into the "
        "same folder (save_pretrained)" == str(caught.value)
    )


def test_without_weights(folder: Path) -> None:
    """A folder without weights is told."""
    (folder / "model.safetensors").unlink()
    with pytest.raises(ModelError) as caught:
        opened(folder)

    assert (
        f"the model '{folder}' can't be loaded: Error no file named model.safetensors, or pytorch_model.bin, "
        f"found in directory {folder}." == str(caught.value)
    )


def test_broken_weights(folder: Path) -> None:
    """Weights that were cut off are told, and not in a traceback."""
    (folder / "model.safetensors").write_bytes(b"cut off")
    with pytest.raises(ModelError) as caught:
        opened(folder)

    assert f"the model '{folder}' can't be loaded: Error while deserializing header: header too small" == str(
        caught.value
    )


def with_code(folder: Path, file: str, **values: object) -> None:
    """Give one of the folder's JSON files an `auto_map`, and the folder the module that it names."""
    names = {
        "AutoConfig": "evil.Config",
        "AutoModelForCausalLM": "evil.Model",
        "AutoTokenizer": ["evil.Tokenizer", None],
    }
    held = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps({**held, **values, "auto_map": names}))
    (folder / "evil.py").write_text(f"open({str(folder / 'ran')!r}, 'w').close()\n")


@pytest.fixture
def answering_yes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Someone who answers every question with yes; the questions."""
    asked: list[str] = []

    def answer(question: str = "") -> str:
        asked.append(question)
        return "y"

    monkeypatch.setattr("builtins.input", answer)
    return asked


def test_code_in_folder(folder: Path, answering_yes: list[str]) -> None:
    """A model that needs code of its own is refused, without a question."""
    with_code(folder, "config.json", model_type="evil")
    with pytest.raises(ModelError) as caught:
        opened(folder)

    assert (
        f"the model '{folder}' can't be loaded: it needs code that comes with it (auto_map in its config), "
        "and such code is never run here" == str(caught.value)
    )
    assert not (folder / "ran").exists()
    assert [] == answering_yes


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_needless_code(folder: Path, answering_yes: list[str], file: str) -> None:
    """A model that transformers knows is opened without the code that comes with it."""
    with_code(folder, file)

    assert weights(model()).equal(weights(opened(folder)))
    assert not (folder / "ran").exists()
    assert [] == answering_yes


def test_missing_weights(folder: Path) -> None:
    """Weights that the files lack are told: transformers would fill them with noise."""
    file = folder / "model.safetensors"
    held = load_file(file)
    for name in ("model.norm.weight", "model.layers.0.mlp.up_proj.weight"):
        del held[name]
    save_file(held, file, metadata={"format": "pt"})
    with pytest.raises(ModelError) as caught:
        opened(folder)

    assert (
        f"the model '{folder}' can't be loaded: its files lack the weights "
        "model.layers.0.mlp.up_proj.weight and 1 more" == str(caught.value)
    )


def test_empty_path() -> None:
    """A pretrained model needs a path, which the config says."""
    with pytest.raises(ConfigError) as caught:
        MODELS.from_mapping({"name": "pretrained", "path": ""})

    assert "path: got '' (str): Length of 'path' must be >= 1: 0" == str(caught.value)


def test_chat_template(folder: Path, tmp_path: Path) -> None:
    """A file has another chat template, which is saved with the model."""
    file = tmp_path / "chat.jinja"
    file.write_text("{{ messages[0].content }}é")
    opened(folder, chat_template=str(file)).save(tmp_path / "saved")

    assert "{{ messages[0].content }}é" == opened(tmp_path / "saved").tokenizer.chat_template
    with pytest.raises(ModelError) as caught:
        opened(folder, chat_template=str(tmp_path / "none"))
    assert f"its chat_template {tmp_path / 'none'} can't be read: No such file or directory" == (
        caught.value.reason
    )


def test_config_by_class(folder: Path) -> None:
    """The component takes its config's instance from code as well."""
    assert weights(model()).equal(weights(MODELS.build("pretrained", PretrainedConfig(str(folder)))))
