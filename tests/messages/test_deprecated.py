"""The texts for deprecated names, keys and values in a config."""

from __future__ import annotations

import pytest

from typed_registry.config._document.deprecated_fields import (
    DeprecatedPart,
    DeprecatedUse,
    explain_deprecated_use,
)
from typed_registry.errors import COMMAND_LINE, Origin

HERE = Origin("c.yaml", 3, 5, ("gaussian", "sigma"))


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (
            DeprecatedUse(("kernel", "sigma"), DeprecatedPart.KEY, "sigma", "width", "0.3", HERE),
            "c.yaml:3:5: gaussian.sigma: the key 'sigma' is deprecated since 0.3; write 'width'",
        ),
        (
            DeprecatedUse(("kernel", "cutoff"), DeprecatedPart.KEY, "cutoff", None, "0.6"),
            "kernel.cutoff: the key 'cutoff' is deprecated since 0.6; leave it out",
        ),
        (
            DeprecatedUse(("kernel", "norm"), DeprecatedPart.VALUE, "total", "sum", "0.4"),
            "kernel.norm: the value 'total' is deprecated since 0.4; write 'sum'",
        ),
        (
            DeprecatedUse(
                ("kernel",),
                DeprecatedPart.NAME,
                "rbf",
                "gaussian",
                "0.3",
                Origin(COMMAND_LINE, None, None, ("kernel",)),
            ),
            "command line: kernel: the name 'rbf' is deprecated since 0.3; write 'gaussian'",
        ),
    ],
)
def test_text(use: DeprecatedUse, expected: str) -> None:
    """Each text has the place, the version that deprecated the word, and what to write instead."""
    assert expected == explain_deprecated_use(use)
