"""Parts of errors' texts, for tests of many."""

from __future__ import annotations

import pytest  # noqa: TC002  # pytest is loaded anyway

from typed_registry.errors import ConformanceError


def refusal(caught: pytest.ExceptionInfo[ConformanceError]) -> str:
    """Why a component is refused: the text after the first line, which holds its name and place."""
    return str(caught.value).partition("\n")[2]
