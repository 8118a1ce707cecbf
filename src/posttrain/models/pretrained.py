"""A causal language model that exists already."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import torch
from attrs import evolve
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase
from transformers.utils import logging

from posttrain.errors import ModelError
from posttrain.models.adapter import add_adapter, base_path, is_adapter
from posttrain.models.causal import CausalModel
from posttrain.models.config import PretrainedConfig
from posttrain.registries import MODELS

_SHOWN = 5
_NO_TOKENIZER = "it has no tokenizer; save the model's tokenizer into the same folder (save_pretrained)"


@MODELS.register_factory("pretrained", config=PretrainedConfig)
def pretrained(config: PretrainedConfig) -> CausalModel:
    """Return the model of a folder in the Hugging Face layout, or of the hub. It never runs code of theirs.

    The folder of adapters in peft's format gives the model that they belong to with the adapters added in.

    Raises ModelError when there is no such model, or it can't be loaded.
    """
    path = str(Path(config.path).expanduser()) if config.path.startswith("~") else config.path
    _require_model(config.path, path, config.revision)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # its bars would break ours
    try:
        network, missing = _opened(path, config)
        tokenizer = _tokenizer(path, config.revision)
    except ModelError:
        raise
    except Exception as error:  # each format's reader raises errors of its own
        raise ModelError(config.path, _reason(error, path)) from error
    _require_vocabulary(config.path, tokenizer)
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ModelError(config.path, f"its files lack the weights {missing[0]}{more}")
    if config.chat_template is not None:
        tokenizer.chat_template = _template(config.path, config.chat_template.expanduser())
    return CausalModel(network, tokenizer)


def _opened(path: str, config: PretrainedConfig) -> tuple[PreTrainedModel, list[str]]:
    """Return the network and the weights that its files lack, which transformers would fill with noise."""
    if is_adapter(Path(path)):
        base = base_path(Path(path))
        _require_model(base, base)
        network, missing = _opened(base, evolve(config, revision=None))
        return add_adapter(network, Path(path)), missing
    opened: object = AutoModelForCausalLM.from_pretrained(
        path,
        revision=config.revision,
        dtype=getattr(torch, config.precision),
        trust_remote_code=False,
        output_loading_info=True,
    )
    network, loaded = cast("tuple[PreTrainedModel, dict[str, set[str]]]", opened)
    return network, sorted(loaded["missing_keys"])


def _tokenizer(path: str, revision: str | None) -> PreTrainedTokenizerBase:
    """Return the tokenizer of a model; of adapters without one, that of the model that they belong to."""
    folder = Path(path)
    if is_adapter(folder) and not (folder / "tokenizer_config.json").exists():
        return _tokenizer(base_path(folder), None)
    return cast(
        "PreTrainedTokenizerBase",
        AutoTokenizer.from_pretrained(path, revision=revision, trust_remote_code=False),
    )


def _template(given: str, file: Path) -> str:
    """Return the chat template of a file. Raises ModelError if it can't be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ModelError(given, f"its chat_template {file} can't be read: {reason}") from error


def _require_vocabulary(given: str, tokenizer: PreTrainedTokenizerBase) -> None:
    """Refuse the tokenizer that transformers makes up without its files: it has special tokens alone."""
    special = {*tokenizer.added_tokens_decoder, *tokenizer.all_special_ids}
    if len(tokenizer) <= len(special):
        raise ModelError(given, _NO_TOKENIZER)


def _reason(error: Exception, path: str) -> str:
    text = str(error).strip() or type(error).__name__
    if "backend tokenizer" in text:
        return _NO_TOKENIZER
    if "trust_remote_code" in text:
        return "it needs code that comes with it (auto_map in its config), and such code is never run here"
    return text if Path(path).exists() else f"there is no such folder; and from the hub: {text}"


def _require_model(given: str, path: str, revision: str | None = None) -> None:
    """Refuse what can be seen at once to be no model, and isn't meant to be the hub's. Raises ModelError."""
    folder = Path(path)
    if folder.is_file():
        raise ModelError(given, "it is a file, and a model is a folder")
    if not folder.is_dir():
        if _is_path(path):
            raise ModelError(given, "there is no such folder")
        beside = _models_beside(folder)
        if beside and revision is None:
            more = ", ..." if len(beside) > _SHOWN else ""
            others = f"{folder.parent} has the models {', '.join(map(repr, beside[:_SHOWN]))}{more}"
            hub = "for the hub's of this name, write its revision, such as `revision: main`"
            raise ModelError(given, f"there is no such folder; {others}; {hub}")
    elif not _is_model(folder) and _is_model(folder / "model"):
        raise ModelError(given, f"it is the folder of a run, whose model is {folder / 'model'}")


def _models_beside(folder: Path) -> list[str]:
    """Return the names of the models in the folder that this one would be in, other than the current one."""
    parent = folder.parent
    found = parent.iterdir() if parent != Path() and parent.is_dir() else ()
    return sorted(each.name for each in found if _is_model(each))


def _is_model(folder: Path) -> bool:
    return (folder / "config.json").exists() or is_adapter(folder)


def _is_path(path: str) -> bool:
    """Return whether this can't be a name of the hub's, which is `model` or `owner/model`."""
    return path.startswith(("/", "./", "../")) or path.count("/") > 1
