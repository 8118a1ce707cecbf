"""Files that were found by the search, and other files that nobody should write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.target import SEEDS, SUFFIXES, check

CASES = Path(__file__).parent / "cases"
DEEP = 100_000
BILLION = "a: &a [x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
    for old, new in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_found(case: Path) -> None:
    """Each file that gave another error doesn't any more. Its first byte says the format."""
    data = case.read_bytes()

    check(data[1:], SUFFIXES[data[0] % len(SUFFIXES)])


@pytest.mark.parametrize(("suffix", "text"), SEEDS)
def test_seeds(suffix: str, text: str) -> None:
    """The files with which the search starts are read."""
    check(text.encode(), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xfe",
        b"algorithm: \xe9",
        b"\xef\xbb\xbf",
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b"- " * DEEP,
        b"a = " + b"[" * DEEP,
        b"x" * (1 << 21),
        b"seed: " + b"9" * 10_000,
        b'{"seed": ' + b"9" * 10_000 + b"}",
        b"seed = " + b"9" * 10_000,
        BILLION.encode(),
        b"a: &a [*a]\n",
        b"<<: {seed: 1}\n",
        b"__class__: x\n__init__: {__globals__: 1}\n",
        b"algorithm: {name: __class__}\n",
        b"algorithm: {name: os.system, path: 'a:b'}\n",
        b"algorithm: !!python/object/apply:os.system [ls]\n",
        b"? {a: b}\n: c\n",
        b"? [a]\n",
        b"seed: 1\nseed: 2\n",
        b'{"seed": 1, "seed": 2}',
        b"seed = 1\nseed = 2\n",
        b"extends: [/dev/zero, ., .., /]\n",
        b"rate: ${env:PATH}\nseed: ${env:\n",
        b"%YAML 9.9\n---\nseed: 1\n",
        b"---\nseed: 1\n---\nseed: 2\n",
    ],
    ids=lambda data: repr(data[:24]),
)
def test_no_harm(data: bytes, suffix: str) -> None:
    """Any file gives a tree or faults, each with a place."""
    check(data, suffix)
