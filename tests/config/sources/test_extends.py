"""Files that extend others: what holds, where it is written, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples.bag import fault
from tests.samples.experiment import ALGORITHMS, DPO, LOSSES, DPOConfig, Experiment, Sigmoid, SigmoidConfig
from typed_registry.config import load
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

BASE = "algorithm: {name: dpo, beta: 0.5}\nseed: 1\nloss: {name: sigmoid, label_smoothing: 0.1}\n"


def test_over_another(write: Write) -> None:
    """What a file says holds over what it extends; what it doesn't say is as there."""
    write("base.yaml", BASE)
    made = load(Experiment, write("c.yaml", "extends: base.yaml\nseed: 2\nloss: {kind: hinge}\n"))

    assert made == Experiment(
        ALGORITHMS.spec(DPO, DPOConfig(0.5)), LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")), seed=2
    )


def test_formats_and_folders(write: Write) -> None:
    """Files of each format extend each other, by paths from the folder of the one that says so."""
    write("shared/base.toml", 'seed = 1\n[algorithm]\nname = "dpo"\nbeta = 0.5\n')
    write("shared/more.json", '{"extends": "base.toml", "rate": 2}')
    made = load(Experiment, write("mine/c.yaml", "extends: ../shared/more.json\nseed: 3\n"))

    assert made == Experiment(ALGORITHMS.spec(DPO, DPOConfig(0.5)), seed=3, rate=2.0)


def test_several(write: Write) -> None:
    """Of several files, the later hold over the earlier, and the file itself over all."""
    write("a.yaml", "algorithm: sft\nseed: 1\nrate: 1\n")
    write("b.yaml", "seed: 2\nrate: 2\n")

    made = load(Experiment, write("c.yaml", "extends: [a.yaml, b.yaml]\nrate: 3\n"))
    assert made == Experiment(ALGORITHMS.from_mapping({"name": "sft"}), seed=2, rate=3.0)


@pytest.mark.parametrize(
    ("base", "text"),
    [
        ("algorithm: {name: dpo, beta: 0.5}\n", "dpo: {beta: 0.2}\n"),
        ("algorithm: dpo\ndpo: {beta: 0.5}\n", "algorithm: {beta: 0.2}\n"),
        ("algorithm: dpo\ndpo: {beta: 0.5}\n", "algorithm: {name: dpo, beta: 0.2}\n"),
        ("algorithm: sft\ndpo: {beta: 0.5}\n", "algorithm: dpo\ndpo: {beta: 0.2}\n"),
        ("algorithm: {name: sft, epochs: 3}\n", "algorithm: {name: dpo, beta: 0.2}\n"),
        ("algorithm: {name: dpo, beta: 0.2}\n", "algorithm: dpo\n"),
        ("algorithm: sft\nsft: {epochs: 3}\n", "algorithm: dpo\ndpo: {beta: 0.2}\n"),
    ],
)
def test_choices(base: str, text: str, write: Write) -> None:
    """A choice is joined in either form; another choice leaves the settings of the first behind."""
    write("base.yaml", base)
    made = load(Experiment, write("c.yaml", f"extends: base.yaml\n{text}"))

    assert ALGORITHMS.spec(DPO, DPOConfig(0.2)) == made.algorithm


def test_deep(write: Write) -> None:
    """Settings within settings are joined too, wherever either is written."""
    write("base.yaml", "algorithm: dpo\ndpo: {beta: 0.5, loss: {name: sigmoid, kind: hinge}}\n")
    made = load(
        Experiment, write("c.yaml", "extends: base.yaml\nalgorithm: {loss: {label_smoothing: 0.2}}\n")
    )
    loss = LOSSES.spec(Sigmoid, SigmoidConfig(0.2, "hinge"))

    assert ALGORITHMS.spec(DPO, DPOConfig(0.5, loss)) == made.algorithm


def test_command_line_wins(write: Write) -> None:
    """Overrides hold over every file."""
    write("base.yaml", BASE)

    assert 9 == load(Experiment, write("c.yaml", "extends: base.yaml\nseed: 2\n"), ["seed=9"]).seed


def test_faults_keep_their_files(write: Write) -> None:
    """A fault is told where it is written, in whichever file."""
    base = write("base.yaml", "algorithm: {name: dpo, beta: x}\nrate: fast\n")
    file = write("c.yaml", "extends: base.yaml\nrate: slow\nseeed: 1\n")

    assert (
        "3 faults:\n"
        f"{file}:2:7: rate: expected float | None, got 'slow' (str)\n"
        f"{file}:3:1: seeed: unknown key; did you mean 'seed'? "
        "valid: 'algorithm', 'loss', 'steps', 'seed', 'rate', 'precision', 'folder'\n"
        f"{base}:1:30: algorithm.beta: expected float, got 'x' (str)"
    ) == fault(lambda: load(Experiment, file))


def test_no_such_file(write: Write) -> None:
    """A file that isn't there is told with its nearest neighbour."""
    write("base.yaml", BASE)
    file = write("c.yaml", "extends: [bsae.yaml]\n")

    assert (
        f"{file}:1:11: extends.0: there is no file {file.parent / 'bsae.yaml'}; did you mean 'base.yaml'?"
        == fault(lambda: load(Experiment, file))
    )


def test_circle(write: Write) -> None:
    """Files that extend each other in a circle are refused, and the circle is shown."""
    first = write("a.yaml", "extends: b.yaml\n")
    second = write("b.yaml", "extends: c.yaml\n")
    third = write("c.yaml", "extends: b.yaml\n")

    assert (
        f"{third}:1:10: extends: a file can't extend itself: {second} > {third} > {second} "
        f"(extended at {second}:1:10)"
    ) == fault(lambda: load(Experiment, first))


def test_all_that_is_extended(write: Write) -> None:
    """What is wrong with each of several files is told at once, and where those are extended."""
    write("good.yaml", BASE)
    broken = write("broken.yaml", "seed: *one\n")
    middle = write("middle.yaml", "extends: QQQQQQQQQ.zzz\n")
    file = write("c.yaml", "extends: [zzz.yaml, broken.yaml, good.yaml, middle.yaml]\nseed: 1\nseed: 2\n")
    folder = file.parent

    assert (
        "4 faults:\n"
        f"{file}:3:1: seed: written twice; first at {file}:2:1 (seed)\n"
        f"{file}:1:11: extends.0: there is no file {folder / 'zzz.yaml'}\n"
        f"{broken}:1:7: not YAML: there is no anchor &one before its alias (extended at {file}:1:21)\n"
        f"{middle}:1:10: extends: there is no file {folder / 'QQQQQQQQQ.zzz'} (extended at {file}:1:45)"
    ) == fault(lambda: load(Experiment, file))


def test_not_itself(write: Write) -> None:
    """A file isn't suggested to itself."""
    file = write("base.yaml", "extends: bases.yaml\n")

    assert f"{file}:1:10: extends: there is no file {file.parent / 'bases.yaml'}" == fault(
        lambda: load(Experiment, file)
    )


def test_read_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read once, however many files extend it, and its faults are reported once."""
    file = write("0.yaml", "seed: 1\nseed: 2\n")
    for number in range(1, 17):
        file = write(f"{number}.yaml", f"extends: [{number - 1}.yaml, {number - 1}.yaml]\n")
    read: list[Path] = []

    def read_bytes(path: Path) -> bytes:
        read.append(path)
        return path.read_text().encode()

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file)

    assert [f"{number}.yaml" for number in range(16, -1, -1)] == [path.name for path in read]
    assert [("algorithm",), ("seed",)] == [fault.path for fault in caught.value.faults]


def test_broken_once(write: Write) -> None:
    """A file that can't be read is reported once, where it is extended first."""
    write("broken.yaml", "[")
    write("b.yaml", "extends: broken.yaml\n")
    file = write("c.yaml", "extends: [b.yaml, broken.yaml, b.yaml]\n")
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file)

    assert ["b.yaml"] == [Path(fault.extended.source).name for fault in caught.value.faults if fault.extended]


def test_again_over_another(write: Write) -> None:
    """A file that is named again wins over the files between, with all that it extends, in its own order."""
    write("a.yaml", "seed: 1\nrate: 1\nalgorithm: sft\n")
    write("b.yaml", "extends: a.yaml\nseed: 2\n")
    write("other.yaml", "seed: 3\nrate: 3\n")
    file = write("c.yaml", "extends: [b.yaml, other.yaml, b.yaml]\n")

    assert Experiment(ALGORITHMS.from_mapping({"name": "sft"}), seed=2, rate=1.0) == load(Experiment, file)


def test_folder(write: Write) -> None:
    """A folder is no file, whatever it is called."""
    file = write("c.yaml", "extends: base.yaml\n")
    base = file.parent / "base.yaml"
    base.mkdir()

    assert f"{file}:1:10: extends: {base} is a folder, not a file" == fault(lambda: load(Experiment, file))


def test_name_too_long(write: Write) -> None:
    """A name that no file can have is a fault like another."""
    file = write("c.yaml", f"extends: {'x' * 5000}.yaml\n")

    assert fault(lambda: load(Experiment, file)).endswith("xxx.yaml can't be read: File name too long")


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("3", "3 (int)"),
        ("{a: b}", "a mapping"),
        ("", "nothing (null)"),
        ("''", "'' (str)"),
        ("[3]", "3 (int)"),
    ],
)
def test_no_path(text: str, got: str, write: Write) -> None:
    """What is extended is a file's path."""
    file = write("c.yaml", f"extends: {text}\n")

    assert fault(lambda: load(Experiment, file)).endswith(f": expected a file's path, got {got}")
