"""Everything public of math, json and statistics that can be called, as factories."""

from __future__ import annotations

import json
import math
import statistics

from typed_registry import Registry

from .public import functions

MATH = Registry[object]("math")
JSON = Registry[object]("json")
STATISTICS = Registry[object]("statistics")

for _registry, _module in ((MATH, math), (JSON, json), (STATISTICS, statistics)):
    for _name, _function in functions(_module):
        _registry.register_factory(_name)(_function)
