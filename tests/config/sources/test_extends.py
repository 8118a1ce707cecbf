"""Files that extend others: which value wins, where it is written, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import pytest
from attrs import frozen

from tests.samples.bag import facts, fault
from tests.samples.experiment import ALGORITHMS, DPO, LOSSES, DPOConfig, Experiment, Sigmoid, SigmoidConfig
from typed_registry import Registry, Spec
from typed_registry.config import from_mapping, load
from typed_registry.config._document.document import Document
from typed_registry.config._formats.read import read
from typed_registry.errors import ConfigError

Write = Callable[[str, str], Path]

BASE = "algorithm: {name: dpo, beta: 0.5}\nseed: 1\nloss: {name: sigmoid, label_smoothing: 0.1}\n"


def test_over_another(write: Write) -> None:
    """A file's own values win over those of the file that it extends; the others are kept."""
    write("base.yaml", BASE)
    made = load(Experiment, write("c.yaml", "extends: base.yaml\nseed: 2\nloss: {kind: hinge}\n"))

    assert made == Experiment(
        ALGORITHMS.spec(DPO, DPOConfig(0.5)), LOSSES.spec(Sigmoid, SigmoidConfig(0.1, "hinge")), seed=2
    )


@frozen
class User:
    """A class that has a name, and is no component."""

    name: str = ""
    age: int = 0


@frozen
class Team:
    """A root config without choices."""

    lead: User = User()
    members: Mapping[str, User] = {}
    notes: Mapping[str, object] = {}
    title: object = None


SHAPES = Registry[object, []]("shapes")
SHAPES.deprecate("box", use="square", since="2")


@SHAPES.register_factory("square")
def square(side: int = 1, turn: int = 0) -> object:
    """Return a shape."""
    return (side, turn)


@frozen
class Drawing:
    """A root config with a choice."""

    shape: Annotated[Spec[object, []], SHAPES]


def test_a_name_chooses_a_component_only_where_one_is_chosen(write: Write) -> None:
    """In other classes and mappings, `name` is a key like any other: the keys beside it are kept."""
    write(
        "base.yaml", "lead: {name: ada, age: 36}\nmembers: {a: {name: bo, age: 1}}\nnotes: {name: x, k: 1}\n"
    )
    file = write(
        "c.yaml", "extends: base.yaml\nlead: {name: eve}\nmembers: {a: {name: cy}}\nnotes: {name: y}\n"
    )

    assert Team(User("eve", 36), {"a": User("cy", 1)}, {"name": "y", "k": 1}) == load(Team, file)


def test_a_text_is_a_name_only_where_a_component_is_chosen(write: Write) -> None:
    """Elsewhere it takes the place of a mapping, and is no mapping itself."""
    write("base.yaml", "lead: {name: ada, age: 36}\nnotes: {k: 1}\ntitle: {a: 1}\n")
    file = write("c.yaml", "extends: base.yaml\nlead: eve\nnotes: z\ntitle: t\n")

    assert ["c.yaml:2:7 lead WrongType", "c.yaml:3:8 notes WrongType"] == facts(lambda: load(Team, file))
    assert "t" == load(Team, file, ["lead={}", "notes={}"]).title


def test_a_name_and_its_alias_choose_one_component(write: Write) -> None:
    """A deprecated name doesn't drop the settings under the current one."""
    write("base.yaml", "shape: {name: box, side: 3}\n")
    made = load(Drawing, write("c.yaml", "extends: base.yaml\nshape: {name: square, turn: 2}\n"))

    assert SHAPES.from_mapping({"name": "square", "side": 3, "turn": 2}) == made.shape


def test_a_long_chain(write: Write) -> None:
    """More files in a chain than the limit allows are refused at the file where that is so."""
    files = [write(f"f{index}.yaml", f"extends: f{index + 1}.yaml\n") for index in range(60)]
    write("f60.yaml", "")

    assert ["f50.yaml:1:10 extends Malformed"] == facts(lambda: load(Team, files[0]))
    assert Team() == load(Team, files[10])


def test_a_field_with_the_key(write: Write) -> None:
    """A field that no file could give is refused, in place of a file that its value would name."""

    @frozen
    class Patch:
        extends: str = ""

    with pytest.raises(TypeError, match=r"Patch\.extends: in a file, 'extends' names the files"):
        load(Patch, write("c.yaml", "extends: x\n"))
    assert Patch("x") == from_mapping(Patch, {"extends": "x"})


def test_formats_and_folders(write: Write) -> None:
    """Files of all formats extend each other, by paths from the folder of the extending file."""
    write("shared/base.toml", 'seed = 1\n[algorithm]\nname = "dpo"\nbeta = 0.5\n')
    write("shared/more.json", '{"extends": "base.toml", "rate": 2}')
    made = load(Experiment, write("mine/c.yaml", "extends: ../shared/more.json\nseed: 3\n"))

    assert made == Experiment(ALGORITHMS.spec(DPO, DPOConfig(0.5)), seed=3, rate=2.0)


def test_several(write: Write) -> None:
    """Of several files, the later win over the earlier, and the file itself over all of them."""
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
    """Nested settings are joined too, in a section or inside the choice."""
    write("base.yaml", "algorithm: dpo\ndpo: {beta: 0.5, loss: {name: sigmoid, kind: hinge}}\n")
    made = load(
        Experiment, write("c.yaml", "extends: base.yaml\nalgorithm: {loss: {label_smoothing: 0.2}}\n")
    )
    loss = LOSSES.spec(Sigmoid, SigmoidConfig(0.2, "hinge"))

    assert ALGORITHMS.spec(DPO, DPOConfig(0.5, loss)) == made.algorithm


def test_command_line_wins(write: Write) -> None:
    """Overrides win over every file."""
    write("base.yaml", BASE)

    assert 9 == load(Experiment, write("c.yaml", "extends: base.yaml\nseed: 2\n"), ["seed=9"]).seed


def test_faults_keep_their_files(write: Write) -> None:
    """A fault has the place in the file where its value is written."""
    write("base.yaml", "algorithm: {name: dpo, beta: x}\nrate: fast\n")
    file = write("c.yaml", "extends: base.yaml\nrate: slow\nseeed: 1\n")

    assert [
        "c.yaml:2:7 rate WrongType",
        "c.yaml:3:1 seeed UnknownKey",
        "base.yaml:1:30 algorithm.beta WrongType",
    ] == facts(lambda: load(Experiment, file))


def test_no_such_file(write: Write) -> None:
    """A missing file is reported with the name of the nearest file in its folder."""
    write("base.yaml", BASE)
    file = write("c.yaml", "extends: [bsae.yaml]\n")

    assert ["c.yaml:1:11 extends.0 Malformed"] == facts(lambda: load(Experiment, file))
    assert fault(lambda: load(Experiment, file)).endswith("did you mean 'base.yaml'?")


def test_ring(write: Write) -> None:
    """Files that extend each other in a ring are refused where the ring closes."""
    first = write("a.yaml", "extends: b.yaml\n")
    write("b.yaml", "extends: c.yaml\n")
    write("c.yaml", "extends: [b.yaml]\n")

    assert ["c.yaml:1:11 extends.0 Malformed"] == facts(lambda: load(Experiment, first))


def test_itself(write: Write) -> None:
    """A file can't extend itself."""
    file = write("a.yaml", "seed: 1\nextends: ../{}/a.yaml\n")
    file.write_text(file.read_text().format(file.parent.name))

    assert ["a.yaml:2:10 extends Malformed"] == facts(lambda: load(Experiment, file))


def test_all_that_is_extended(write: Write) -> None:
    """The faults of several files are reported at once, with the places where those are extended."""
    write("good.yaml", BASE)
    write("broken.yaml", "seed: *one\n")
    write("middle.yaml", "extends: QQQQQQQQQ.zzz\n")
    file = write("c.yaml", "extends: [zzz.yaml, broken.yaml, good.yaml, middle.yaml]\nseed: 1\nseed: 2\n")
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file)

    assert [None, None, 21, 45] == [each.extended and each.extended.column for each in caught.value.faults]
    assert [
        "c.yaml:3:1 seed WrittenTwice 2:1",
        "c.yaml:1:11 extends.0 Malformed",
        "broken.yaml:1:7 Malformed",
        "middle.yaml:1:10 extends Malformed",
    ] == facts(lambda: load(Experiment, file))


def test_not_itself(write: Write) -> None:
    """A file isn't suggested to itself, be it in the folder of the missing one or in one below."""
    file = write("base.yaml", "extends: bases.yaml\n")
    assert "did you mean" not in fault(lambda: load(Experiment, file))

    inner = file.parent / "inner" / "other.yaml"
    inner.parent.mkdir()
    inner.write_text("extends: ../other.yaml\n")
    file.unlink()
    assert "did you mean" not in fault(lambda: load(Experiment, inner))


def test_in_another_folder(write: Write) -> None:
    """The path of a suggested file is the one to write."""
    write("base.yaml", BASE)
    file = write("c.yaml", "extends: bases/base.yaml\n")
    (file.parent / "base").mkdir()
    (file.parent / "base" / "base.yaml").write_text(BASE)

    assert fault(lambda: load(Experiment, file)).endswith("did you mean 'base/base.yaml'?")


def test_read_once(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is read once, however many files extend it, and its faults are reported once."""
    file = write("0.yaml", "seed: 1\nseed: 2\n")
    for number in range(1, 17):
        file = write(f"{number}.yaml", f"extends: [{number - 1}.yaml, {number - 1}.yaml]\n")
    files: list[str] = []

    def read_once(path: Path | str) -> Document:
        files.append(Path(path).name)
        return read(path)

    monkeypatch.setattr("typed_registry.config._sources.extends.read", read_once)
    with pytest.raises(ConfigError) as caught:
        load(Experiment, file)

    assert [f"{number}.yaml" for number in range(15, -1, -1)] == files[1:]
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
    """A folder can't be extended, whatever its name."""
    file = write("c.yaml", "extends: base.yaml\n")
    base = file.parent / "base.yaml"
    base.mkdir()

    assert ["c.yaml:1:10 extends Malformed"] == facts(lambda: load(Experiment, file))


def test_name_too_long(write: Write) -> None:
    """A name that no file can have is a fault like any other."""
    file = write("c.yaml", f"extends: {'x' * 5000}.yaml\n")

    assert ["c.yaml:1:10 extends Malformed"] == facts(lambda: load(Experiment, file))


@pytest.mark.parametrize("text", ["3", "{a: b}", "", "''", "[3]"])
def test_no_path(text: str, write: Write) -> None:
    """Only the path of a file can be extended."""
    file = write("c.yaml", f"extends: {text}\n")

    assert ["WrongType"] == [fact.rpartition(" ")[2] for fact in facts(lambda: load(Experiment, file))]
