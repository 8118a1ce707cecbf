"""mypy and pyright print for the faulty example what `python -m tests.typing --golden` recorded."""

from __future__ import annotations

import pytest

from tests.typing.golden import output


@pytest.mark.parametrize("checker", output.CHECKERS)
def test_whole_output(checker: str) -> None:
    """The whole output is compared, including notes."""
    assert output.written(checker).read_text(encoding="utf-8") == output.printed(checker)
