"""`posttrain list` and help: what they print, and that they print it without torch."""

from __future__ import annotations

from pathlib import Path

import pytest

from posttrain import __version__, registries
from typed_registry._registration.entries import registries_among
from typed_registry.config._types.fields import fields

from .program import Result, posttrain, python
from .small import write

REGISTRIES = registries_among(vars(registries).values())
SLOW = ("torch", "transformers", "matplotlib", "numpy")
LOSSES = """\
losses (5)

  clipped  The clipped surrogate of PPO: what a step may gain is bounded by how far it moves the
  policy.
    clip = 0.2        float         The ratio of the policy to that of the rollouts counts down to 1
                                    - clip.
    clip_high = null  float | None  And up to 1 + clip_high, which is clip by default; DAPO takes
                                    more, 0.28.

  cross_entropy  The usual loss of next-token prediction.
    label_smoothing = 0.0  float  The share of probability that the target gives to all tokens
                                  alike.

  focal  Cross entropy that counts less where the model is already sure.
    gamma = 2.0  float  How fast sure tokens lose weight; 0 is cross entropy.

  gspo  The clipped surrogate of group sequence policy optimization, by the ratio of whole
  completions.
    clip = 0.0003       float  The ratio of a completion counts down to 1 - clip.
    clip_high = 0.0004  float  And up to 1 + clip_high.

  dpo  The loss of direct preference optimization.
    kind = sigmoid         sigmoid | hinge | ipo  sigmoid (DPO), hinge (SLiC) or ipo. As in its
                                                  paper, ipo compares sums over a completion's
                                                  tokens; with the algorithm's `length_normalized`
                                                  it compares means, as TRL does.
    label_smoothing = 0.0  float                  The chance that a preference is labelled the wrong
                                                  way round (conservative DPO).

"""
COMMAND = """\
import sys
from posttrain.cli import main
sys.argv = ["posttrain", *{arguments!r}]
try:
    main()
finally:
    print([name for name in {slow!r} if name in sys.modules], file=sys.stderr)
"""


def trimmed(text: str) -> str:
    """The text without the spaces that fill its lines."""
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def imported(folder: Path, *arguments: str) -> str:
    """What the command has imported of what is slow, and the errors before that."""
    return python(COMMAND.format(arguments=arguments, slow=SLOW), folder).err


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """What `posttrain list` prints."""
    return posttrain("list", folder=tmp_path_factory.mktemp("list"))


def test_list(listing: Result) -> None:
    """Every registry is listed with every component; their order is that in which this program met them."""
    headings = [
        line.split("  ")[1] for line in listing.out.splitlines() if line.startswith("  ") and line[2] != " "
    ]
    expected = [name for catalog in REGISTRIES for name in catalog]

    assert (0, "") == (listing.code, listing.err)
    assert [f"{catalog.name} ({len(catalog)})" for catalog in REGISTRIES] == [
        line.rstrip() for line in listing.out.splitlines() if line.strip() and line[0] != " "
    ]
    assert sorted(expected) == sorted(heading for heading in headings if heading in expected)


def test_list_fields(listing: Result) -> None:
    """Each component is followed by every field of its config, with its default or that it is required."""
    lines = [
        line.split()[:2] for line in listing.out.splitlines() if line.startswith("    ") and line[4] != " "
    ]
    expected = [
        [field.key, "required" if field.required else "="]
        for catalog in REGISTRIES
        for name in catalog
        for field in fields(catalog.config(name))
    ]

    assert sorted(expected) == sorted(lines)


def test_list_kind(tmp_path: Path) -> None:
    """One registry's components are listed with types, defaults and docs, in columns."""
    result = posttrain("list", "losses", folder=tmp_path)

    assert Result(0, LOSSES, "") == Result(result.code, trimmed(result.out), result.err)


def test_list_brackets(listing: Result) -> None:
    """A type is shown with what stands in its brackets."""
    assert "betas = [0.9, 0.999]  tuple[float, float]  The decay of the running means" in listing.out


def test_list_narrow(tmp_path: Path) -> None:
    """A narrow terminal loses no name and no default."""
    result = posttrain("list", "losses", folder=tmp_path, COLUMNS="40")

    assert "label_smoothing = 0.0" in result.out
    assert max(map(len, result.out.splitlines())) <= 40


def test_list_unknown(tmp_path: Path) -> None:
    """A registry that there isn't is told, with the nearest or where all are."""
    near, far = (posttrain("list", word, folder=tmp_path) for word in ("loses", "nonsense"))

    assert (2, 2) == (near.code, far.code)
    assert "Invalid value for KIND: no registry is called 'loses'; did you mean 'losses'?" in near.err
    assert "no registry is called 'nonsense'; valid: 'algorithms', " in far.err


SHOWN = """\
losses.focal
{place}{distribution}

LOSSES.build("focal", config: FocalConfig) -> FocalLoss

Cross entropy that counts less where the model is already sure.

  gamma = 2.0  float  How fast sure tokens lose weight; 0 is cross entropy.

In a config file:

  name: focal
  # gamma: 2.0

"""


def test_show(tmp_path: Path) -> None:
    """A component is shown with its place, its whole doc and its fields."""
    result = posttrain("show", "focal", folder=tmp_path, COLUMNS="400")
    where, comma, distribution = result.out.splitlines()[1].partition(",")
    place, line = where.rsplit(":", 1)
    source = Path(place).read_text().splitlines()
    expected = SHOWN.format(place=where, distribution=f"{comma}{distribution}")

    assert Result(0, expected, "") == Result(result.code, trimmed(result.out), result.err)
    assert distribution in ("", f" posttrain {__version__}")
    assert source[int(line) - 1].startswith('@LOSSES.register("focal"')


def test_show_same_name(tmp_path: Path) -> None:
    """Components of several registries that have the name are all shown, or one by its registry's name."""
    both, one = (posttrain("show", name, folder=tmp_path).out.splitlines() for name in ("dpo", "losses.dpo"))
    text = " ".join(" ".join(both).split())

    assert ["algorithms.dpo", "losses.dpo"] == [
        line for line in both if line in ("algorithms.dpo", "losses.dpo")
    ]
    assert both[both.index("losses.dpo") :] == one
    assert "the context's model as it is when the training begins. Raises MissingExamplesError when" in text


def test_show_unknown(tmp_path: Path) -> None:
    """A component that there isn't is told, with the nearest."""
    bare, path = (posttrain("show", word, folder=tmp_path) for word in ("gropo", "losses.dop"))

    assert (2, "", 2, "") == (bare.code, bare.out, path.code, path.out)
    assert "Invalid value for NAME: there is no component 'gropo'; did you mean 'grpo'?" in bare.err
    assert "there is no component 'losses.dop'; did you mean 'losses.dpo'?" in path.err


def test_show_registry(tmp_path: Path) -> None:
    """Of a registry, all components are shown."""
    whole, pattern = (posttrain("show", name, folder=tmp_path) for name in ("losses", "losses.*"))

    assert 0 == whole.code
    assert whole == pattern
    assert {"losses.clipped", "losses.dpo"} <= {*whole.out.splitlines()}


def test_help(tmp_path: Path) -> None:
    """Help lists the commands and what they take; without a command it is printed as an error."""
    whole, train, bare = (
        posttrain(*given, folder=tmp_path, COLUMNS="140") for given in (["--help"], ["train", "--help"], [])
    )

    assert (0, 0) == (whole.code, train.code)
    assert "Usage: posttrain [OPTIONS] COMMAND [ARGS]..." in whole.out
    assert "Train the experiment of a config file." in whole.out
    assert "List the components, with their settings and defaults." in whole.out
    assert "Values in place of the file's, as path=value." in train.out
    assert "  seed: int = 0 " in train.out
    assert "  algorithms   dpo, grpo, ppo, sft\n" in train.out
    assert (2, "", whole.out.strip()) == (bare.code, bare.out, bare.err.strip())


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["--help"],
        ["train", "--help"],
        ["train", "no.yaml"],
        ["sweep", "no.yaml", "seed=0,1"],
        ["compare", "--help"],
        ["evaluate", "--help"],
        ["evaluate", "no"],
        ["sample", "--help"],
    ],
)
def test_quick(tmp_path: Path, arguments: list[str]) -> None:
    """Listing, helping and refusing import nothing that is slow."""
    assert imported(tmp_path, *arguments).endswith("[]\n")


@pytest.mark.parametrize("line", ["", "train small.yaml dpo.", "train small.yaml dpo.loss=", "show d"])
def test_quick_completion(tmp_path: Path, line: str) -> None:
    """Completion imports nothing that is slow."""
    write(tmp_path)
    asked = {
        "_POSTTRAIN_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"posttrain {line}",
    }
    code = f"import os\nos.environ.update({asked!r})\n{COMMAND.format(arguments=[], slow=SLOW)}"

    assert "[]\n" == python(code, tmp_path).err
