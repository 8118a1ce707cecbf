"""The schema in Taplo, which offers the keys of every component, whichever is chosen."""

from __future__ import annotations

import pytest

from .editor import Editor

FIRST = "Additional properties are not allowed ('first' was unexpected)"
BOTH = "Additional properties are not allowed ('first', 'sede' were unexpected)"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('[algorithm]\nname = "|"\n', {"dpo", "sft"}),
        ('algorithm = { name = "|" }\n', {"dpo", "sft"}),
        ('algorithm = "|"\n', {"dpo", "sft"}),
        ('[algorithm]\nname = "dpo"\n|\n', {"beta", "loss", "steps"}),
        ('algorithm = "dpo"\n[dpo]\n|\n', {"beta", "loss", "steps"}),
        ('algorithm = "dpo"\n[dpo]\nloss = { kind = "|" }\n', {"hinge", "ipo", "sigmoid"}),
    ],
)
def test_completion(toml: Editor, marked: str, expected: set[str]) -> None:
    """The components and the keys of the chosen one are among the completions."""
    with toml.page(marked) as page:
        assert expected <= {*page.completions()}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ('algorithm = "dpo"\nse|ed = 1\n', "Of the order of examples; models and datasets have their own."),
        (
            '[algorithm]\nname = "dpo"\nbe|ta = 1\n',
            "How strongly the policy is held to the reference model: the weight of the KL penalty.",
        ),
        (
            'algorithm = "dpo"\n[d|po]\nbeta = 1\n',
            "Direct preference optimization: make chosen completions likelier than rejected ones.",
        ),
    ],
)
def test_hover(toml: Editor, marked: str, expected: str) -> None:
    """The hover of a key shows its doc."""
    with toml.page(marked) as page:
        assert expected in page.hover()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('algorithm = "dpo"\n', set[str]()),
        ('algorithm = "dpo"\n[dpo]\noptimizer = { name = "adamw", betas = [0.5, 0.5] }\n', set[str]()),
        ('algorithm = "dpo"\nseed = "${env:SEED}"\n', set[str]()),
        ('algorithm = "dpo"\nsede = 1\n', {BOTH}),
        ('algorithm = "dpo"\nseed = -1\n', {"-1 is less than the minimum of 0"}),
        ('algorithm = "dpo"\n[dpo]\nbeta = -1\n', {"-1 is less than or equal to the minimum of 0"}),
        ('[[stages]]\ntitle = "a"\n', {'"algorithm" is a required property'}),
    ],
)
def test_problems(toml: Editor, text: str, expected: set[str]) -> None:
    """A fault is reported, perhaps at several places, and apart from it only the key that is always wrong."""
    messages = expected if BOTH in expected else {*expected, FIRST}
    with toml.page(f"first = 1\n{text}") as page:
        assert messages == page.messages(messages)
