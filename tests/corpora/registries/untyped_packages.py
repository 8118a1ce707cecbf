"""The public classes and functions of packages without types."""

from __future__ import annotations

from typed_registry import Registry

from .public import register_all

CONTAINERS = Registry[object]("untyped containers")
DATES = Registry[object]("dates")
SCHEMAS = Registry[object]("schemas")
YAML = Registry[object]("yaml")
FILES = Registry[object]("file systems")

register_all(CONTAINERS, "sortedcontainers", "zipp")
register_all(DATES, "dateutil.parser", "dateutil.relativedelta", "dateutil.rrule", "dateutil.tz")
register_all(SCHEMAS, "jsonschema", "jsonschema.exceptions", "jsonschema.validators", "jsonschema.protocols")
register_all(YAML, "yaml")
register_all(FILES, "fsspec", "fsspec.callbacks", "fsspec.mapping", "fsspec.utils")
