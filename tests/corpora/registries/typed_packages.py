"""The public classes and functions of packages with types."""

from __future__ import annotations

from typed_registry import Registry

from .public import register_all

ATTRS = Registry[object]("attrs")
CLICK = Registry[object]("click")
RICH = Registry[object]("rich")
OTHERS = Registry[object]("others")

register_all(ATTRS, "attrs", "attrs.converters", "attrs.validators", "cattrs")
register_all(CLICK, "click")
register_all(RICH, "rich.console", "rich.panel", "rich.style", "rich.table", "rich.text", "rich.tree")
register_all(
    OTHERS, "jinja2", "packaging.requirements", "packaging.version", "pluggy", "tomlkit", "markdown_it"
)
