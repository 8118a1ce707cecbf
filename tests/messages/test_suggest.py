"""The name that a misspelt one was probably meant to be."""

from __future__ import annotations

import pytest

from typed_registry._messages.suggest import nearest

NAMES = [
    *["adam", "adamw", "adafactor", "adagrad", "sgd", "rmsprop", "lion", "lamb", "join", "muon"],
    *["cross_entropy", "focal", "label_smoothing", "hinge", "huber", "smooth_l1", "mse", "mae", "kl_div"],
    *["cosine", "linear", "constant", "polynomial", "one_cycle", "reduce_on_plateau", "warmup_cosine"],
    *["exact_match", "partial_match", "length", "format", "json_lines", "sorting", "transformer", "lora"],
    *[f"component_{number:03d}" for number in range(100)],
]

MEANT = {
    "case": ("Adam", "adam"),
    "dashes": ("cross-entropy", "cross_entropy"),
    "no separator": ("crossentropy", "cross_entropy"),
    "missing letter": ("cosin", "cosine"),
    "missing first letter": ("inear", "linear"),
    "extra letter": ("constannt", "constant"),
    "doubled letter": ("foccal", "focal"),
    "wrong letter": ("hubar", "huber"),
    "transposed": ("loin", "lion"),
    "transposed at the start": ("dagrad", "adagrad"),
    "transposed at the end": ("hineg", "hinge"),
    "two letters": ("trasnfromer", "transformer"),
    "several letters": ("smooothing_lable", "label_smoothing"),
    "prefix": ("exact", "exact_match"),
    "suffix": ("entropy", "cross_entropy"),
    "longer": ("adam_w_optim", "adamw"),
    "swapped words": ("entropy_cross", "cross_entropy"),
    "swapped dashed words": ("lines-json", "json_lines"),
    "three swapped words": ("plateau_on_reduce", "reduce_on_plateau"),
    "swapped and misspelt": ("cosine_warmpu", "warmup_cosine"),
    "number": ("component_42", "component_042"),
    "number before": ("042_component", "component_042"),
    "short": ("sdg", "sgd"),
    "exact": ("mae", "mae"),
}


@pytest.mark.parametrize(("word", "meant"), MEANT.values(), ids=MEANT)
def test_meant(word: str, meant: str) -> None:
    """A usual slip is recognized."""
    assert meant == nearest(word, NAMES)


@pytest.mark.parametrize("word", ["", "q", "zebra", "xyzzy", "checkpoint_dir", "日本語", "___", "\n"])
def test_nothing_near(word: str) -> None:
    """A word that is like none of the names has no suggestion."""
    assert nearest(word, NAMES) is None


def test_no_names() -> None:
    """Without names there is no suggestion."""
    assert nearest("adam", []) is None


def test_first_of_equals() -> None:
    """Of equally similar names, the one that begins alike is suggested, and then the first."""
    assert "abx" == nearest("aby", ["zby", "abx", "abz"])
    assert "abx" == nearest("aby", ["abx", "abz"])
    assert "abz" == nearest("aby", ["abz", "abx"])


def test_original_spelling() -> None:
    """The suggestion is written as the name is."""
    assert "Label-Smoothing" == nearest("label_smothing", ["beta", "Label-Smoothing"])


@pytest.mark.parametrize("swapped", range(99))
def test_every_transposition(swapped: int) -> None:
    """Two adjacent letters that are swapped anywhere in a name hide it from nobody."""
    name = NAMES[2 + swapped % 32]
    at = swapped % (len(name) - 1)
    word = name[:at] + name[at + 1] + name[at] + name[at + 2 :]

    assert nearest(word, NAMES) == name
