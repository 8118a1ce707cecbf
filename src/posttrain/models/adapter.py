"""Low-rank adapters in peft's format: a folder that has them without the model that they belong to."""

from __future__ import annotations

import json
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from posttrain.errors import ModelError
from typed_registry._annotations.type_guards import is_table  # private: pyright has no such narrowing

if TYPE_CHECKING:
    from peft import PeftModel
    from torch import Tensor
    from transformers import PreTrainedModel

CONFIG = "adapter_config.json"
"""The file by which peft, and transformers, know such a folder."""
BASE = "base_model_name_or_path"


def is_adapter(folder: Path) -> bool:
    """Return whether a folder has adapters."""
    return (folder / CONFIG).is_file()


def base_path(folder: Path) -> str:
    """Return the folder or the name of the model that these adapters belong to. Raises ModelError."""
    try:
        config: object = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(str(folder), f"its {CONFIG} can't be read: {error}") from error
    path = config.get(BASE) if is_table(config) else None
    if not isinstance(path, str) or not path:
        raise ModelError(str(folder), f"its {CONFIG} names no {BASE}")
    return path


def add_adapter(network: PreTrainedModel, folder: Path) -> PreTrainedModel:
    """Return a network with the adapters of a folder added into its weights.

    It is named after the folder, so that adapters of its own are saved as belonging to that.

    Raises ModelError without peft, and whatever peft raises for adapters that don't fit.
    """
    try:
        from peft import PeftModel
    except ImportError:
        reason = "it has adapters, which need peft: pip install 'posttrain[lora]'"
        raise ModelError(str(folder), reason) from None
    with quiet_peft():
        adapted = PeftModel.from_pretrained(network, str(folder))
    merged = cast("PreTrainedModel", adapted.merge_and_unload())
    merged.name_or_path = str(folder)
    merged.requires_grad_()  # peft has frozen it
    return merged


def load_adapter(adapted: PeftModel, folder: Path) -> None:
    """Put the adapters of a folder in the place of those of a model. Raises ModelError if they don't fit."""
    import peft

    functions = cast("_Peft", peft)
    try:
        weights = functions.load_peft_weights(str(folder), device="cpu")
        loaded = functions.set_peft_model_state_dict(adapted, weights)
    except Exception as error:  # the readers raise errors of their own
        raise ModelError(str(folder), str(error).strip() or type(error).__name__) from error
    missing = [name for name in loaded.missing_keys if "lora_" in name]
    if missing or loaded.unexpected_keys:
        name = [*missing, *loaded.unexpected_keys][0]
        raise ModelError(str(folder), f"its adapters aren't those of the config's model: {name}")


class _Loaded(Protocol):
    """The keys that didn't match when peft loaded adapters into a model."""

    missing_keys: list[str]
    unexpected_keys: list[str]


class _Peft(Protocol):
    """Functions of peft, which leaves them partly unannotated."""

    def load_peft_weights(self, model_id: str, device: str) -> dict[str, Tensor]: ...

    def set_peft_model_state_dict(
        self, model: PeftModel, peft_model_state_dict: dict[str, Tensor]
    ) -> _Loaded: ...


@contextmanager
def quiet_peft() -> Generator[None]:
    """Leave out warnings that nobody can act on.

    One is for peft's authors: it reads an attribute that transformers has deprecated. The other says that
    peft sets what GPT-2's layers need.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        warnings.filterwarnings("ignore", "fan_in_fan_out is set to False", UserWarning)
        yield


def save_adapter(adapted: PeftModel, base: str, folder: Path) -> None:
    """Write the adapters in peft's format, with the path of the model that they belong to."""
    for config in adapted.peft_config.values():
        config.base_model_name_or_path = str(Path(base).absolute()) if Path(base).is_dir() else base
    adapted.save_pretrained(str(folder), save_embedding_layers=False)
    (folder / "README.md").unlink(missing_ok=True)  # a form that nobody has filled in
