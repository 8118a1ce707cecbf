# pyright: basic
"""Components without annotations, which is why pyright isn't strict here."""

from __future__ import annotations

from tests.stubs.shapes import Inherited


def function(size, loud=False):  # type: ignore[no-untyped-def]  # as above  # noqa: ANN001, ANN201, FBT002
    return Inherited(size)


FUNCTIONS = [lambda size, /, *rest, loud=True, **more: Inherited(size)]
