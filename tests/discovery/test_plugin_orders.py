"""What a name stands for depends on which plugins are installed, and not on what was asked for before."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Protocol

import pytest

from tests.samples.distributions import EFFECT, effects, metadata, registering
from typed_registry import Registry
from typed_registry._place import Place
from typed_registry.errors import ContestedNameError, RegistryError

Effects = Registry[object, []]
Sources = Mapping[str, str]
NAMES = ("gain", "room", "hall", "plate")
FAIL = "1 / 0\n"


class Source(Protocol):
    """Makes the source of a module that registers effects of these names."""

    def __call__(self, *names: str) -> str: ...


def computed(*names: str, keywords: str = "", end: str = "") -> str:
    """The source of a module that registers effects under names that it computes."""
    loop = f"for name in {names!r}:\n    EFFECTS.register(str(name){keywords})(Any)\n"
    return f"from audiofx.registries import EFFECTS\n{EFFECT.format('Any')}{loop}{end}"


def halves(*names: str) -> str:
    """The source of a module that shows only the first of the names that it registers."""
    return registering(*names[:1]) + computed(*names[1:]).partition("\n")[2]


REPLACE = ", replace=True"
MODULES: Mapping[str, Source] = {
    "clear": registering,
    "computed": computed,
    "partly clear": halves,
    "failing": lambda *names: registering(*names, end=FAIL),
    "computed and failing": lambda *names: computed(*names, end=FAIL),
    "replacing": lambda *names: registering(*names, keywords=REPLACE),
    "computed replacing": lambda *names: computed(*names, keywords=REPLACE),
    "replacing and failing": lambda *names: registering(*names, keywords=REPLACE, end=FAIL),
    "computed, replacing and failing": lambda *names: computed(*names, keywords=REPLACE, end=FAIL),
    "twice": lambda *names: registering(*names) + registering(names[0]),
    "nothing": lambda *_: "",
}
OBJECTS: Mapping[str, str] = {
    "object": EFFECT.format("Any"),
    "object that fails": FAIL,
    "object that isn't there": "",
    "object that doesn't conform": "class Any: ...\n",
}
IMPORTING = {"uses a name": "EFFECTS.get('gain')", "imports the next": "import audiofx_p{next}"}
"""What a module tries before it registers, which may fail."""
KINDS = (*MODULES, *OBJECTS, *IMPORTING, "sibling")


def distribution(number: int, kind: str, names: tuple[str, ...]) -> Sources:
    """A distribution of some kind that registers effects of these names."""
    module = f"audiofx_p{number}"
    if kind in OBJECTS:
        source, points = OBJECTS[kind], "".join(f"{name} = {module}:Any\n" for name in names)
    elif kind in IMPORTING:
        tried = f"try:\n    {IMPORTING[kind].format(next=number + 1)}\nexcept BaseException: pass\n"
        make = computed if number % 2 else registering
        source, points = f"from audiofx.registries import EFFECTS\n{tried}{make(*names)}", f"any = {module}\n"
    elif kind == "sibling":  # what the module imports registers as well
        source, points = f"import {module}_more\n" + registering(names[0]), f"any = {module}\n"
    else:
        source, points = MODULES[kind](*names), f"any = {module}\n"
    more = {f"{module}_more.py": registering(*names[1:])} if kind == "sibling" else {}
    record = {f"p{number}-1.dist-info/RECORD": f"{module}.py,,\n{module}_more.py,,\n"}
    return {
        f"{module}.py": source,
        **more,
        **record,
        **metadata(f"p{number}", "1", f"[audiofx.effects]\n{points}"),
    }


def installed(seed: int) -> tuple[list[Sources], list[str]]:
    """A random set of distributions, beside the host's, and the modules that programs may import."""
    random = Random(seed)  # noqa: S311  # a test
    plugins = [
        distribution(number, random.choice(KINDS), tuple(random.sample(NAMES, random.randint(1, 3))))
        for number in range(random.randint(1, 4))
    ]
    host = {"audiofx/effects.py": registering("gain")}
    if random.random() < 0.3:
        host |= {"audiofx/effects.py": computed("gain")}
    modules = [name.removesuffix(".py") for each in plugins for name in each if name.endswith(".py")]
    return [host, *plugins], ["audiofx.effects", *modules]


Question = tuple[str, str]


def outcome(ask: Callable[[], object]) -> object:
    """What a question is answered: the name of a component's module, or an error and whom it names."""
    try:
        return getattr(ask(), "__module__", None)
    except ContestedNameError as error:
        return "contested", tuple(str(each.distribution) for each in error.claimants)
    except RegistryError as error:
        return type(error).__name__, str(getattr(error, "distribution", None))


def answer(registry: Effects, question: Question) -> object:
    """The answer to a question. Importing a module has none."""
    verb, name = question
    if verb == "import":
        with suppress(Exception):
            importlib.import_module(name)
        return None
    if verb == "list":
        return sorted(registry.list())
    if verb == "in":
        return name in registry
    if verb == "entry":
        return facts(registry, name) if name in registry else None
    return outcome(lambda: registry.get(name))


def facts(registry: Effects, name: str) -> tuple[object, ...]:
    """What an entry says of a component, before the component itself is asked for."""
    entry = registry.entries[name]
    claimants = [(place(each.place), str(each.distribution)) for each in entry.claimants]
    return str(entry.distribution), entry.module, place(entry.place), claimants


def place(registration: Place) -> str:
    """The line of a registration, without the folder."""
    return f"{Path(registration.file).name}:{registration.line}"


@contextmanager
def process(folder: Path, sources: list[Sources]) -> Generator[Effects]:
    """The registry of the host as in a new process, where these distributions are installed."""
    folder.mkdir()
    sys.path.insert(0, str(folder))
    before = {*sys.modules}
    try:
        yield effects(folder, *sources)
    finally:
        sys.path.remove(str(folder))
        for name in {*sys.modules} - before:
            if name.startswith("audiofx"):
                del sys.modules[name]


QUESTIONS: list[Question] = [
    ("list", ""),
    *((verb, name) for verb in ("in", "get", "entry") for name in NAMES),
]


@pytest.mark.filterwarnings("ignore::typed_registry.errors.UnreadableSourceWarning")
@pytest.mark.parametrize("seed", range(24))
def test_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Each question has the same answer in each order, and also when all modules are imported first."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    sources, modules = installed(seed)
    with process(tmp_path / "first", sources) as registry:
        for name in modules:
            answer(registry, ("import", name))
        expected = {question: answer(registry, question) for question in QUESTIONS}

    random = Random(seed)  # noqa: S311  # a test
    for number in range(4):
        imports = [("import", name) for name in random.sample(modules, random.randint(0, len(modules)))]
        order = random.sample([*QUESTIONS, *QUESTIONS, *imports], 2 * len(QUESTIONS) + len(imports))
        with process(tmp_path / f"order{number}", sources) as registry:
            for question in order:
                found = answer(registry, question)
                assert expected.get(question) == found, (question, order, [*map(dict, sources)])
