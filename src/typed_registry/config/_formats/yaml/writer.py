"""Plain data to YAML 1.2."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TextIO, cast

from typed_registry.config._formats.yaml.reader import scalar
from typed_registry.errors import MissingExtraError

if TYPE_CHECKING:
    from typing import TypeAlias

Represent: TypeAlias = "Callable[[Representer, str], object]"


def write(data: Mapping[str, object]) -> str:
    """The data as a YAML document, mappings in their own order."""
    try:
        from ruamel.yaml import YAML
    except ImportError:
        raise MissingExtraError("writing YAML", "ruamel.yaml", "typed-registry[config]") from None
    writer = cast("Writer", YAML(typ="safe", pure=True))
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False
    representer = writer.representer
    representer.yaml_representers = {**representer.yaml_representers, str: _word}
    stream = io.StringIO()
    writer.dump(dict(data), stream)
    return stream.getvalue()


def _word(representer: Representer, text: str) -> object:
    """Quotes what would be read as another type, and what a line of text can't show as it is."""
    quoted = scalar(text) is not text or not text.isprintable()
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style='"' if quoted else None)


class Representer(Protocol):
    """The part of ruamel that makes nodes of values, by their class."""

    yaml_representers: Mapping[type, Represent]

    def represent_scalar(self, tag: str, value: str, style: str | None = None) -> object:
        """A node for one word."""
        ...


class Writer(Protocol):
    """The part of ruamel's `YAML` that writes; its own annotations say None of what is a bool."""

    default_flow_style: bool
    sort_base_mapping_type_on_output: bool

    @property
    def representer(self) -> Representer:
        """What makes the nodes; made when it is first asked for, as the settings say by then."""
        ...

    def dump(self, data: object, stream: TextIO) -> None:
        """Writes one document."""
        ...
