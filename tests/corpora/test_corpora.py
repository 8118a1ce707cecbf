"""Registries of everything public in torch.optim, its schedulers, torch.nn, math, json and statistics."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.corpora.call import Call
from tests.corpora.limit import DEPRECATED, LIMITS, NARROWER, RIGHT, SILENCED, WRONG, Limit, limits_of
from tests.corpora.program import Verdicts
from tests.corpora.project import Project
from tests.typing.checker import CHECKERS


def mismatches(checker: str, verdicts: Verdicts) -> Iterator[str]:
    """Yield each call that is judged differently by name or by key than by itself, without known limits."""
    for (call, lane), verdict in verdicts.items():
        expected = verdicts[call, "itself"]
        for limit in limits_of(checker, call, lane):
            expected = limit.instead(expected)
        if verdict != expected:
            yield f"{call.line(lane)}: expected {expected or 'nothing'}, said {verdict or 'nothing'}"


def shown(checker: str, verdicts: Verdicts) -> set[Limit]:
    """Return the limits that some call shows."""
    differing = (place for place, verdict in verdicts.items() if verdict != verdicts[place[0], "itself"])
    return {limit for call, lane in differing for limit in limits_of(checker, call, lane)}


def components(calls: Iterator[Call]) -> set[str]:
    return {call.component for call in calls}


@pytest.mark.parametrize("checker", CHECKERS)
def test_by_name_as_by_itself(checker: str, project: Project) -> None:
    """The stubs are accepted, and calls by name and by key are judged like those of the component."""
    heard = project.hear(checker)
    itself = {call: verdict for (call, lane), verdict in heard.program.items() if lane == "itself"}
    of_stubs = [f for f in heard.stubs if not (f.rule == "override" and f.text.startswith(NARROWER))]
    silenced = [f for f in of_stubs if f.text.startswith(SILENCED.get(checker, ()))]

    assert [] == [f"{f.file.name}:{f.line}: {f}" for f in of_stubs if f not in silenced]
    assert len(silenced) == (project.offering + len(DEPRECATED) if checker in SILENCED else 0)
    assert [] == [*mismatches(checker, heard.program)]
    assert {limit for limit in LIMITS if checker in limit.checkers} == shown(checker, heard.program)
    for form, refused in WRONG.items():
        assert refused == components(c for c in itself if c.form == form and itself[c] == "refused")
    for form, accepted in RIGHT.items():
        assert accepted == components(c for c in itself if c.form == form and itself[c] != "refused")
