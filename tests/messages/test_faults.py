"""The text of each fault of a config: what is wrong, where, and what is valid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from tests.samples.bag import Bag, fault
from typed_registry import Distribution
from typed_registry._annotations.hidden_parameters import HiddenParameters
from typed_registry._place import Place
from typed_registry.config import load
from typed_registry.config._tools.edit import set_values
from typed_registry.errors import (
    COMMAND_LINE,
    Alternative,
    BrokenDefault,
    Claimant,
    DisabledPlugin,
    Fault,
    IdleOverride,
    LoneItem,
    Malformed,
    MisplacedSection,
    MissingKey,
    NoAlternative,
    Origin,
    Problem,
    Refused,
    Suggestion,
    TwoNames,
    UnclearSection,
    UnfitComponent,
    UnknownComponent,
    UnknownKey,
    UnsetVariable,
    WrittenTwice,
    WrongChoiceKey,
    WrongType,
    WrongValue,
    explain_fault,
)

Write = Callable[[str, str], Path]

LONG = "x" * 500
VARIABLE = "a variable is a value of its own, written ${env:NAME} or ${env:NAME,default}"
PLAIN_WORD = "a key must be a plain word; a text that begins with a bracket is written in quotes"
HERE = Origin("c.yaml", 3, 5, ("loss", "beta"))
KTO = DisabledPlugin(Distribution("zoo-kto", "1"), "deny_plugins")
PROBLEMS: list[tuple[Problem, str]] = [
    (UnknownKey(("lr", "betas")), "unknown key; did you mean 'betas'? valid: 'lr', 'betas'"),
    (
        UnknownKey(("lr",), "sgd", "optimizers", (HiddenParameters("SGD", "**kwargs", Place("a/b.py", 3)),)),
        (
            "unknown key of sgd (optimizers); valid: 'lr'; SGD hides its parameters behind **kwargs "
            "(a/b.py:3): register it with types={...}, which says what they are, or with config="
        ),
    ),
    (UnknownKey(()), "unknown key; valid: none"),
    (UnknownKey(("lr", "betas"), "Model"), "unknown key; did you mean 'betas'? valid: 'lr', 'betas'"),
    (
        UnknownKey(("lr", "betas"), "sgd", "optimizers"),
        "unknown key of sgd (optimizers); did you mean 'betas'? valid: 'lr', 'betas'",
    ),
    (UnknownKey((), "sgd", "optimizers"), "unknown key of sgd (optimizers), which has no settings"),
    (
        MisplacedSection("losses"),
        "unknown key; 'beta' is one of losses, whose settings belong inside the field that chooses it",
    ),
    (MissingKey("float"), "missing; expected float"),
    (WrongType("int", "x"), "expected int, got 'x' (str)"),
    (WrongType("int", None), "expected int, got nothing (null)"),
    (WrongType("int", [1, 2]), "expected int, got a list of 2"),
    (WrongType("int", {"a": 1}), "expected int, got a mapping"),
    (WrongType("int", "55_000", Suggestion(55000)), "expected int, got '55_000' (str); write 55000"),
    (WrongType("float", "inf", Suggestion(float("inf"))), "expected float, got 'inf' (str); write .inf"),
    (WrongType("str", 3, Suggestion("3")), "expected str, got 3 (int); write it in quotes"),
    (WrongType("A", ["a"], Suggestion("a")), "expected A, got a list of 1; write a"),
    (
        WrongType("A", {"a": {"b": 1}}, Suggestion([{"name": "a", "b": 1}])),
        "expected A, got a mapping; write [{name: a, b: 1}]",
    ),
    (
        WrongType("A", None, Suggestion({})),
        "expected A, got nothing (null); write {} if there is nothing in it",
    ),
    (WrongType("A", 3, Suggestion([object()])), "expected A, got 3 (int)"),
    (WrongType("A", 3, Suggestion(["a" * 300])), "expected A, got 3 (int)"),
    (
        WrongChoiceKey("hinge", "losses", "name"),
        "the component is chosen by 'name', not 'beta'; write name: hinge",
    ),
    (
        WrongChoiceKey("hinge", "losses", "name", "init_args"),
        (
            "the component is chosen by 'name', not 'beta'; write name: hinge, with its settings beside it, "
            "not under 'init_args'"
        ),
    ),
    (
        WrongValue("dppo", ("dpo", "ipo"), "int"),
        "got 'dppo'; did you mean 'dpo'? valid: 'dpo', 'ipo', or int",
    ),
    (WrongValue(3, (1, 2)), "got 3; valid: 1, 2"),
    (LoneItem("list[int]", "0"), "expected list[int], got item 0 alone; write the whole list here"),
    (
        NoAlternative(
            "A | list[int]",
            {"x": 1},
            (Alternative("A", ("y", 0), MissingKey("int")), Alternative("B", (), Refused({}, "too small"))),
        ),
        "expected A | list[int], got a mapping: as A, y.0: missing; expected int; as B, too small",
    ),
    (UnknownComponent("losses", "dppo", ("dpo",)), "losses has no 'dppo'; did you mean 'dpo'? valid: 'dpo'"),
    (
        UnknownComponent("losses", "kto", ("dpo",), disabled=(KTO,)),
        (
            "losses has no 'kto'; valid: 'dpo'; "
            "it may be registered by zoo-kto 1, which is switched off by deny_plugins"
        ),
    ),
    (
        UnfitComponent("dpo", "Tunable", ("tune: missing", "lr: missing"), ("ipo",)),
        "'dpo' is not a Tunable (tune: missing; lr: missing); valid: 'ipo'",
    ),
    (
        UnfitComponent("dpo", "Tunable", ("tune: missing",), ()),
        "'dpo' is not a Tunable (tune: missing); valid: none that is registered",
    ),
    (Refused(-1, "must be positive"), "got -1 (int): must be positive"),
    (Refused({"low": 2}, "low is above high"), "low is above high"),
    (WrittenTwice(Origin("c.yaml", 1, 2, ("beta",))), "written twice; first at c.yaml:1:2 (beta)"),
    (WrittenTwice(Origin("", None, None, ("beta",))), "written twice; first at beta"),
    (TwoNames("kl"), "another name of 'kl', which is given as well"),
    (UnclearSection(("a", "b")), "a section of both a and b; write it inside the one that is meant"),
    (
        IdleOverride("dpo", ("ipo", "sft")),
        "would change nothing: no field chooses 'dpo'; chosen: 'ipo', 'sft'",
    ),
    (IdleOverride("dpo", ()), "would change nothing: no field chooses 'dpo'; chosen: nothing"),
    (
        MisplacedSection("losses", ("stages.0.loss", "parts.1")),
        "'beta' is chosen by stages.0.loss and parts.1, which no section reaches; write its settings there",
    ),
    (
        BrokenDefault("shop.config.Job", "losses: no component is called 'hing'"),
        "the default of shop.config.Job can't be made: losses: no component is called 'hing'",
    ),
    (UnsetVariable("SEED"), "the environment variable SEED isn't set; a default is written ${env:SEED,...}"),
    (Malformed("not YAML"), "not YAML"),
]


@pytest.mark.parametrize(
    ("problem", "text"), PROBLEMS, ids=[type(problem).__name__ for problem, _ in PROBLEMS]
)
def test_problem(problem: Problem, text: str) -> None:
    """A fault is one line: the place, the path as it is written there, and what is wrong."""
    assert f"c.yaml:3:5: loss.beta: {text}" == explain_fault(Fault(("x", "beta"), problem, HERE))


def test_path_as_key() -> None:
    """A key that is the path of a field says where the field is."""
    fault = Fault(("loss.beta",), UnknownKey(("loss", "steps"), "Job"), HERE)

    assert "unknown key; write 'beta' inside 'loss'" == fault.message


def test_every_problem_is_covered() -> None:
    """There is a text for each kind of problem."""
    assert set(get_args(Problem)) == {type(problem) for problem, _ in PROBLEMS}


@pytest.mark.parametrize(
    ("source", "data", "text"),
    [
        ("c.toml", float("inf"), "; write inf"),
        ("c.toml", {"name": "a", "b": True}, '; write {name = "a", b = true}'),
        ("c.toml", None, ""),
        ("c.json", float("-inf"), ""),
        ("c.json", {"name": "a", "b": True}, '; write {"name": "a", "b": true}'),
        ("c.json", None, "; write null"),
        (COMMAND_LINE, float("-inf"), "; write -.inf"),
    ],
)
def test_suggestion(source: str, data: object, text: str) -> None:
    """A suggestion is written as the format of the file has it, if the format has such a value."""
    found = Fault(("a",), WrongType("A", 3, Suggestion(data)), Origin(source, None, None, ("a",)))

    assert f"{source}: a: expected A, got 3 (int){text}" == explain_fault(found)


@pytest.mark.parametrize(
    ("source", "given", "text"),
    [
        ("c.yaml", 3, "; write it in quotes"),
        ("c.yaml", None, '; write "" if there is nothing in it'),
        ("c.toml", None, '; write "" if there is nothing in it'),
        (COMMAND_LINE, 3, "; write it in quotes: 'a.0=\"...\"'"),
        (COMMAND_LINE, None, "; write 'a.0=\"\"' if there is nothing in it"),
    ],
)
def test_text_in_quotes(source: str, given: object, text: str) -> None:
    """Quotes of an override are shown as they are typed in a shell, which would remove them."""
    found = WrongType("str", given, Suggestion("3" if given else ""))
    fault = Fault(("a", 0), found, Origin(source, None, None, ("a", 0)))

    assert explain_fault(fault).endswith(text)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Fault(("a", 0), Malformed("bad")), "a.0: bad"),
        (Fault(("a", "b"), MissingKey("int"), alternative="S3"), "a.b: missing; expected int (as S3)"),
        (
            Fault(
                ("a",),
                MissingKey("int"),
                replacement=Claimant(Place("d.py", 3), KTO.distribution, is_plugin=True),
            ),
            "a: missing; expected int; the component is from zoo-kto 1 (d.py:3), in place of the original",
        ),
        (
            Fault(("a",), MissingKey("int"), replacement=Claimant(Place("t.py", 3), None, is_plugin=False)),
            "a: missing; expected int; the component is from this program (t.py:3), in place of the original",
        ),
        (Fault((), Malformed("bad"), Origin("c.yaml", None, None, ())), "c.yaml: bad"),
        (Fault(("a",), Malformed("bad"), Origin(COMMAND_LINE, None, None, ("a",))), "command line: a: bad"),
        (
            Fault(("a",), WrongType("int", "x"), Origin("c.yaml", 1, 2, ("a",), variable="SEED")),
            "c.yaml:1:2: a: expected int, got 'x' (str) (environment variable SEED)",
        ),
        (
            Fault((), Malformed("bad"), Origin("base.yaml", 1, 2, ()), Origin("c.yaml", 3, 4, ("extends",))),
            "base.yaml:1:2: bad (extended at c.yaml:3:4)",
        ),
    ],
)
def test_place(found: Fault, text: str) -> None:
    """A place is as exact as its source allows; a variable and the file that extends this one are added."""
    assert text == explain_fault(found)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("c.yaml", "v: 1e400", "v: 1e400 is more than a float can hold"),
        ("c.json", f'{{"v": {"9" * 5000}}}', "v: a number of 5000 digits is too long"),
        ("c.toml", f"v = 0x{'f' * 5000}", "v: a number of 5000 digits is too long"),
        ("c.json", '{"v": "a\\ud800"}', "v: 'a\\ud800' has half of a character, a surrogate"),
        (
            "c.yaml",
            "v: !env HOME",
            "v: the tag '!env' means nothing in a config; write the value without it",
        ),
        ("c.yaml", "v: !!int three", "v: 'three' has the tag '!!int' and is of another type"),
        ("c.yaml", "v: {[a]: 1}", f"v: {PLAIN_WORD}"),
        ("c.yaml", "v: {{ x }}", f"v: {PLAIN_WORD}"),
        ("c.yaml", "v:1", "expected a mapping, with lines such as key: value, got 'v:1' (str)"),
        (
            "c.yaml",
            "_base_: d.yaml",
            "_base_: unknown key; the files that a file extends are under the key 'extends'",
        ),
        ("c.toml", "v = 10:00:00.1234567", "v: 10:00:00.1234567 has more than six decimals"),
        ("c.yaml", f"{{v: {'[' * 51}", f"v.{'.'.join('0' * 49)}: nested too deeply, or too many values"),
        ("c.json", f'{{"v": {"[" * 51}{"]" * 51}}}', f"v.{'.'.join('0' * 49)}: nested too deeply"),
        ("c.toml", f"v = {'[' * 51}{']' * 51}", f"v.{'.'.join('0' * 50)}: nested too deeply"),
        ("c.yaml", "- 1", "expected a mapping, got a list of 1"),
        ("c.json", "3", "expected an object, got 3 (int)"),
        ("c.json", '{"v": NaN}', "v: not JSON: NaN isn't a number of JSON"),
        (
            "c.yaml",
            "v: a${env:A}",
            f"v: got 'a${{env:A}}'; {VARIABLE}",
        ),
        ("c.yaml", "v: ${env:A,${b}}", f"v: got '${{env:A,${{b}}}}'; {VARIABLE}"),
        ("c.yaml", "v: ${HOME}", "v: got '${HOME}'; a variable is written ${env:HOME}"),
        ("c.yaml", "v: ${oc.env:A,3}", "v: got '${oc.env:A,3}'; a variable is written ${env:A,3}"),
        ("c.yaml", "v: ${env:A:-3}", "v: got '${env:A:-3}'; a variable is written ${env:A,3}"),
        (
            "c.yaml",
            "v: ${out}/logs",
            (
                "v: got '${out}/logs'; a config doesn't refer to its other values; write the value itself, "
                "or $${...} if the text has these characters"
            ),
        ),
        ("c.yaml", "extends: 3", "extends: expected a file's path, got 3 (int)"),
        ("c.yaml", "extends: d.yaml", "extends: there is no file {folder}/d.yaml"),
        ("c.yaml", "extends: .", "extends: {folder} is a folder, not a file"),
        ("c.yaml", "extends: /dev/null", "extends: /dev/null isn't a regular file"),
        ("c.yaml", f"extends: {LONG}", f"extends: {{folder}}/{LONG} can't be read: File name too long"),
    ],
)
def test_unreadable(name: str, text: str, expected: str, write: Write) -> None:
    """What no format and no source can hold is refused in the same words, whatever the format."""
    file = write(name, text)
    message = fault(lambda: load(Bag, file)).replace(str(file.parent), "{folder}")

    assert message.partition(f"{name}:")[2].partition(": ")[2] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("v", "got 'v'; an override is written path=value, such as optimizer.lr=0.1"),
        ("v.2=1", "v.2: the list at {file}:1:4 has the item 0 alone, not 2"),
        ("v.0.x=1", "v.0.x: the list at {file}:1:5 has the items 0 to 1, not 'x'"),
        ("v.0.1.0=1", "v.0.1.0: the list at {file}:1:9 has no items, not 0"),
        (
            'v.0.0."x.y"=1',
            "v.0.0.\"x.y\": the value at {file}:1:6 is 1 and has no 'x.y'; write the whole value here",
        ),
        ("v.0.0.x=1", "v.0.0.x: the value at {file}:1:6 is 1 and has no 'x'; write the whole value here"),
        (
            f"{'.'.join('v' * 51)}=1",
            f"{'.'.join('v' * 50)}: a path has at most 50 parts, and this one has 51",
        ),
    ],
)
def test_override(given: str, expected: str, write: Write) -> None:
    """An override that can't be followed says why."""
    file = write("c.yaml", "v: [[1, []]]")

    assert f"command line: {expected.format(file=file)}" == fault(lambda: load(Bag, file, [given]))


def test_ring(write: Write) -> None:
    """The message for files that extend each other shows the ring and what to remove."""
    first = write("a.yaml", "extends: b.yaml\n")
    second = write("b.yaml", "v: 1\nextends: a.yaml\n")

    assert (
        f"{second}:2:10: extends: files can't extend each other in a ring: {first} > {second} > {first}; "
        f"remove 'a.yaml' from line 2 of {second} (extended at {first}:1:10)"
    ) == fault(lambda: load(Bag, first))


def test_itself(write: Write) -> None:
    """The message for a file that extends itself says what to remove."""
    file = write("a.yaml", "extends: a.yaml\n")

    assert (
        f"{file}:1:10: extends: a file can't extend itself; remove 'a.yaml' from line 1 of {file}"
    ) == fault(lambda: load(Bag, file))


def test_folder(write: Write) -> None:
    """The message for a folder says which files to give."""
    folder = write("some/c.toml", "v = 1").parent

    assert f"{folder}: is a folder; give the files in it, such as {folder}/*.toml" == fault(
        lambda: load(Bag, folder)
    )


def test_item_of_an_extended_list(write: Write) -> None:
    """The message for an item of a list in another file says where the list is and what to write."""
    base = write("base.yaml", "v: [1, 2]\n")
    file = write("c.yaml", "extends: base.yaml\n")

    assert (
        f"command line: v.0: the list is written at {base}:1:4; set the item in that file, "
        "or write the whole list in this one: v=[...]"
    ) == fault(lambda: set_values(file, ["v.0=3"]))
