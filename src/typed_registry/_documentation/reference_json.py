"""Descriptions of components as JSON, for programs and generators of documentation."""

from __future__ import annotations

import json
from collections.abc import Iterable

from attrs import asdict

from typed_registry._distribution import Distribution
from typed_registry._documentation.describe import Description
from typed_registry._place import Place


def as_json(descriptions: Iterable[Description]) -> str:
    """Return a list with an object for each component.

    A component that is described as a whole has the keys `doc`, `signature`, `source` and `example` as well.
    """
    return json.dumps([*map(_component, descriptions)], indent=2) + "\n"


def _component(description: Description) -> dict[str, object]:
    deprecation, call = description.deprecation, description.call
    found: dict[str, object] = {
        "registry": description.registry,
        "name": description.name,
        "summary": description.summary,
        "settings": [
            {**asdict(setting), "required": setting.default is None} for setting in description.settings
        ],
        "module": description.module,
        "place": _place(description.place),
        "distribution": _distribution(description.distribution),
        "claimants": [
            {"place": _place(each.place), "distribution": _distribution(each.distribution)}
            for each in description.claimants
        ],
        "deprecated": deprecation and {"since": deprecation.since, "use": deprecation.use},
        "problem": description.problem,
        "notices": list(description.notices),
    }
    if not description.is_whole:
        return found
    return {
        **found,
        "doc": description.doc,
        "signature": call and call.signature,
        "source": call and call.source and _place(call.source),
        "example": call and (call.example or None),
    }


def _distribution(distribution: Distribution | None) -> dict[str, str] | None:
    return distribution and {"name": distribution.name, "version": distribution.version}


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line or None}
