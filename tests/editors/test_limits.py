"""Every known limit belongs to a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.editors import limits, questions
from tests.editors.editor import SERVERS
from tests.editors.limits import Limit
from tests.editors.questions import Questions


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (limits.NAMES, questions.NAMES),
        (limits.KEYWORDS, questions.KEYWORDS),
        (limits.HOVERS, questions.HOVERS),
        (limits.SIGNATURES, questions.SIGNATURES),
    ],
)
def test_limits(known: Sequence[Limit], asked: Questions) -> None:
    """Each limit belongs to a tested server, differs from what is wanted, and is stated once."""
    told = Counter((server, text) for limit in known for server in limit.servers for text in limit.shown)

    assert {server for server, _ in told} <= {*SERVERS}
    assert {text for _, text in told} <= {*asked}
    assert {1} == {*told.values()}
    assert all(shown != asked[text] for limit in known for text, shown in limit.shown.items())
