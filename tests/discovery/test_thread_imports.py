"""A module starts threads while it is imported, which look up names of its registry."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.samples.distributions import HOST, metadata, plugin, registering
from tests.samples.zoo import plant

IN_THREAD = """
from concurrent.futures import ThreadPoolExecutor
from audiofx.registries import EFFECTS
def ask():
    try:
        return EFFECTS.get("{0}").__module__
    except LookupError as error:
        return "circular" in str(error)
with ThreadPoolExecutor(1) as pool:
    print(pool.submit(ask).result(), pool.submit(ask).result())
"""
PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typed_registry._registration import concurrent_imports
concurrent_imports.LIMIT = 0.1
from audiofx.registries import EFFECTS
barrier = Barrier({threads})
def ask():
    barrier.wait()
    return EFFECTS.get("gain").__module__
with ThreadPoolExecutor({threads}) as pool:
    print({{each.result() for each in [pool.submit(ask) for _ in range({threads})]}}, EFFECTS.list())
"""
COMPUTED = """
for name in ("left", "right"):
    EFFECTS.register(name)(type("Side", (), {"level": lambda self: 1.0}))
"""
REPLACING = registering("gain", keywords=", replace=True")


def finished(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the program of a folder, which is stopped if it hangs."""
    command = [sys.executable, *options, "program.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=600, check=False)


def output(folder: Path, sources: Mapping[str, str], threads: int = 1) -> list[str]:
    """The lines that the program prints, which is stopped if it hangs."""
    plant(folder, {**HOST, **sources, "program.py": PROGRAM.format(threads=threads)})
    done = finished(folder, "-W", "error")
    assert "" == done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("threads", [1, 4])
def test_computed_names(tmp_path: Path, threads: int) -> None:
    """Known names are found before the module has registered its own."""
    lines = output(tmp_path, plugin("audiofx-any", IN_THREAD.format("gain") + COMPUTED), threads)

    assert ["audiofx.effects audiofx.effects", "{'audiofx.effects'} ['gain', 'left', 'right']"] == lines


def test_replacement(tmp_path: Path) -> None:
    """A name stands for the original until it is replaced."""
    lines = output(tmp_path, plugin("audiofx-any", IN_THREAD.format("gain") + REPLACING))

    assert ["audiofx.effects audiofx.effects", "{'audiofx_any'} ['gain']"] == lines


def test_own_name(tmp_path: Path) -> None:
    """A name that the module registers later is an error that says so."""
    lines = output(tmp_path, plugin("audiofx-any", IN_THREAD.format("own") + registering("own") + COMPUTED))

    assert "True True" == lines[0]


def test_slow_import(tmp_path: Path) -> None:
    """Threads wait for an import that takes long, and all get one result."""
    lines = output(tmp_path, plugin("audiofx-any", f"import time\ntime.sleep(0.5)\n{REPLACING}{COMPUTED}"), 8)

    assert ["{'audiofx_any'} ['gain', 'left', 'right']"] == lines


WRAPPING = 'from audiofx.registries import EFFECTS\nOriginal = EFFECTS.get("gain")\n'
SLOW_LOADER = """
import time
from importlib.machinery import SourceFileLoader
load = SourceFileLoader.get_code
def load_slowly(self, name):
    if name == "audiofx_bad":
        time.sleep(0.5)
    return load(self, name)
SourceFileLoader.get_code = load_slowly
"""
SLOW_FINDER = """
import time
from importlib.machinery import PathFinder
find = PathFinder.find_spec
def find_slowly(name, *rest):
    if name == "audiofx_bad":
        time.sleep(0.5)
    return find(name, *rest)
PathFinder.find_spec = find_slowly
"""
SLOW_PART = """
import importlib, sys, threading, time
threading.Thread(target=importlib.import_module, args=["slow_part"]).start()
while "slow_part" not in sys.modules:
    time.sleep(0.01)
"""
FAILING = """
import time
print("failing runs")
{0}
time.sleep({1})
1 / 0
"""
ASKING = """
import sys, warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from audiofx.registries import EFFECTS
warnings.simplefilter("ignore")
sys.setswitchinterval(1e-5)
barrier = Barrier(8)
def ask(number):
    barrier.wait()
    found = []
    for name in ("own", "gain") if number % 2 else ("gain", "own"):
        try:
            found.append(EFFECTS.entries[name].module if number > 3 else EFFECTS.get(name).__module__)
        except ImportError as error:
            found.append(type(error).__name__)
    return found
with ThreadPoolExecutor(8) as pool:
    print(sorted({each for found in pool.map(ask, range(8)) for each in found}))
"""


@pytest.mark.parametrize("before", ["", SLOW_LOADER, SLOW_FINDER], ids=["quick", "loader", "finder"])
@pytest.mark.parametrize("source", [REPLACING, WRAPPING + REPLACING], ids=["plain", "wrapping"])
def test_module_that_fails_in_one_of_many_threads(tmp_path: Path, source: str, before: str) -> None:
    """It is run once, however long it takes, and no thread sees what it registers before it fails."""
    failing = FAILING.format(source + registering("own"), 0.2)
    plant(tmp_path, {**HOST, **plugin("audiofx-bad", failing), "program.py": before + ASKING})
    done = finished(tmp_path)

    found = "['BrokenModuleError', 'audiofx.effects', 'audiofx_bad']"  # the entry of its own name
    assert ("", f"failing runs\n{found}\n") == (done.stderr, done.stdout)


MANY = 200
ASKING_AT_ONCE = f"""
import sys, warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from audiofx.registries import EFFECTS
warnings.simplefilter("ignore")
sys.setswitchinterval(1e-5)
barrier = Barrier(8)
def ask(name):
    barrier.wait()
    with suppress(ImportError):
        EFFECTS.get(name)
for number in range({MANY}):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, [f"own{{number}}"] * 8))
"""


def test_many_failing_modules(tmp_path: Path) -> None:
    """Each is run once, although threads ask for it at the same moment."""
    numbers = range(MANY)
    failing = {f"bad{n}.py": f"print({n})\n{registering(f'own{n}')}1 / 0\n" for n in numbers}
    points = "[audiofx.effects]\n" + "".join(f"any{n} = bad{n}\n" for n in numbers)
    plant(tmp_path, {**HOST, **failing, **metadata("bad", "1.0", points), "program.py": ASKING_AT_ONCE})
    done = finished(tmp_path)

    assert ("", [*map(str, numbers)]) == (done.stderr, done.stdout.splitlines())


def test_failing_module_that_waits_for_another_thread(tmp_path: Path) -> None:
    """Threads wait for a module whose own thread waits until another one has imported a third module."""
    failing = FAILING.format(REPLACING + registering("own") + "import slow_part\n", 0)
    sources = {"slow_part.py": "import time\ntime.sleep(1)\n", "program.py": SLOW_PART + ASKING}
    plant(tmp_path, {**HOST, **plugin("audiofx-bad", failing), **sources})
    done = finished(tmp_path)

    found = "['BrokenModuleError', 'audiofx.effects', 'audiofx_bad']"  # as above
    assert ("", f"failing runs\n{found}\n") == (done.stderr, done.stdout)


def in_package(package: str, init: str, source: str) -> Mapping[str, str]:
    """A distribution whose entry point names a module in a package."""
    entry_points = f"[audiofx.effects]\nany = {package}.effects\n"
    files = {"pkg/__init__.py": init, f"{package.replace('.', '/')}/effects.py": source}
    return {"pkg/sub/__init__.py": "", **files, **metadata("audiofx-any", "1.2", entry_points)}


WAITING = "import threading\nthreading.Event().wait(1)\n"
IMPORTING_PACKAGE = """
import importlib, sys, threading, time
threading.Thread(target=importlib.import_module, args=["pkg.sub"]).start()
while "pkg" not in sys.modules:
    time.sleep(0.01)
"""


@pytest.mark.parametrize(
    ("package", "init", "before"),
    [("pkg", WAITING, ""), ("pkg.sub", "import time\ntime.sleep(1)\n", IMPORTING_PACKAGE)],
    ids=["waits", "in another thread"],
)
def test_failing_module_in_slow_package(tmp_path: Path, package: str, init: str, before: str) -> None:
    """Threads wait until a package is imported, and then its module fails once."""
    failing = FAILING.format(REPLACING + registering("own"), 0)
    plant(tmp_path, {**HOST, **in_package(package, init, failing), "program.py": before + ASKING})
    done = finished(tmp_path)

    found = f"['BrokenModuleError', 'audiofx.effects', '{package}.effects']"  # as above
    assert ("", f"failing runs\n{found}\n") == (done.stderr, done.stdout)


@pytest.mark.parametrize("package", ["pkg", "pkg.sub"])
def test_package_that_waits_for_its_threads(tmp_path: Path, package: str) -> None:
    """Its module can't be imported in these threads, which find other names, and is imported afterwards."""
    asking = IN_THREAD.format("gain") + IN_THREAD.replace("LookupError", "ImportError").format("own")
    init = asking.replace('"circular" in str(error)', "str(error)")
    lines = output(tmp_path, in_package(package, init, registering("own") + COMPUTED))

    gain, own, end = lines
    assert "audiofx.effects audiofx.effects" == gain
    error = f"audiofx-any 1.2: {package}.effects can't be imported: the import of pkg waits for other threads"
    assert 2 == own.count(error)
    assert "{'audiofx.effects'} ['gain', 'own', 'left', 'right']" == end


def test_failing_module_while_another_thread_imports(tmp_path: Path) -> None:
    """A module that fails is run once, although another thread imports a module of its own meanwhile."""
    program = (
        "import importlib, threading, time\nfrom audiofx.registries import EFFECTS\n"
        "thread = threading.Thread(target=importlib.import_module, args=['slow'])\nthread.start()\n"
        "while 'slow' not in __import__('sys').modules: time.sleep(0.01)\n"
        "for _ in range(3):\n    try: EFFECTS.get('own')\n"
        "    except ImportError as error: print(type(error).__name__)\n"
    )
    failing = f"print('failing runs')\n{registering('own', end='1 / 0')}"
    sources = {"slow.py": "import time\ntime.sleep(2)\n", "program.py": program}
    plant(tmp_path, {**HOST, **plugin("audiofx-bad", failing), **sources})
    done = finished(tmp_path)

    assert ("", "failing runs\n" + "BrokenModuleError\n" * 3) == (done.stderr, done.stdout)


UNTIL_FORKED = "import os, time\nwhile not os.path.exists('forked'): time.sleep(0.01)\n"
FORKING = """
import os, signal, threading, time
from audiofx.registries import EFFECTS
threading.Thread(target=EFFECTS.get, args=["late"]).start()
def has_begun():
    return any(each.name == "early" and type(each).__name__ == "Record" for each in EFFECTS.entries.records())
while not has_begun():
    time.sleep(0.01)
child = os.fork()
open("forked", "w").close()
if child == 0:
    signal.alarm(300)
    for name in ("gain", "early", "late"):
        try:
            print(EFFECTS.get(name).__module__, flush=True)
        except ImportError as error:
            print(error, flush=True)
    os._exit(0)
print(os.waitpid(child, 0)[1], EFFECTS.get("late").__module__)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_while_another_thread_imports(tmp_path: Path) -> None:
    """The child process says that it can't import the module, and doesn't wait forever."""
    source = f"{registering('early')}{UNTIL_FORKED}{registering('late')}"
    plant(tmp_path, {**HOST, **plugin("audiofx-slow", source), "program.py": FORKING})
    done = finished(tmp_path)

    gain, early, late, parent = done.stdout.splitlines()
    assert ("audiofx.effects", "audiofx_slow", "0 audiofx_slow") == (gain, early, parent)
    assert late.startswith(
        "audiofx-slow 1.2: audiofx_slow can't be imported: another thread was importing it"
    )


FORKING_PACKAGE = """
import os, signal, sys, threading, time
from audiofx.registries import EFFECTS
threading.Thread(target=__import__, args=["pkg"]).start()
while "pkg" not in sys.modules:
    time.sleep(0.01)
child = os.fork()
open("forked", "w").close()
if child == 0:
    signal.alarm(300)
    try:
        EFFECTS.get("own")
    except ImportError as error:
        print(error, flush=True)
    os._exit(0)
print(os.waitpid(child, 0)[1], EFFECTS.get("own").__module__)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_fork_while_another_thread_imports_the_package(tmp_path: Path) -> None:
    """The child process can't import a module of the package, and says why."""
    sources = in_package("pkg", UNTIL_FORKED, registering("own"))
    plant(tmp_path, {**HOST, **sources, "program.py": FORKING_PACKAGE})
    done = finished(tmp_path)

    own, parent = done.stdout.splitlines()
    assert own.startswith(
        "audiofx-any 1.2: pkg.effects can't be imported: another thread was importing pkg when"
    )
    assert "0 pkg.effects" == parent
