"""A program whose components are registered in every place from which a worker may need them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.samples.zoo import plant

PROGRAM: Mapping[str, str] = {
    "fit/__init__.py": "",
    "fit/registries.py": """
from typed_registry import Registry

LOSSES = Registry[object, []]("losses")
LOSSES.discover("fit.found")
""",
    "fit/found/__init__.py": "",
    "fit/configs.py": """
from attrs import frozen

@frozen
class HingeConfig:
    margin: float = 1.0
""",
    "fit/found/hinge.py": """
from fit.configs import HingeConfig
from fit.registries import LOSSES

@LOSSES.register("hinge", config=HingeConfig)
class Hinge:
    def __init__(self, config: HingeConfig) -> None:
        self.config = config
""",
    "fit/found/derived.py": """
from fit.registries import LOSSES

@LOSSES.register("derived")
class Derived:
    def __init__(self, margin: float = 1.0) -> None:
        self.margin = margin
""",
    "fit/imported.py": """
from attrs import frozen
from fit.registries import LOSSES

@frozen
class FocalConfig:
    gamma: float = 2.0

@LOSSES.register("focal", config=FocalConfig)
class Focal:
    def __init__(self, config: FocalConfig) -> None:
        self.config = config
""",
    "fit/called.py": """
from fit.registries import LOSSES

def register() -> None:
    LOSSES.register_factory("called")(lambda: "called")
""",
    "plug/__init__.py": "",
    "plug/config.py": """
from attrs import frozen

@frozen
class PluggedConfig:
    size: int = 1
""",
    "plug/parts.py": """
from fit.registries import LOSSES
from plug.config import PluggedConfig

@LOSSES.register("plugged", config=PluggedConfig)
class Plugged:
    def __init__(self, config: PluggedConfig) -> None:
        self.config = config
""",
    "plug-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: plug\nVersion: 1.2\n",
    "plug-1.2.dist-info/top_level.txt": "plug\n",
    "plug-1.2.dist-info/entry_points.txt": "[fit.losses]\nany = plug.parts\n",
    "tasks.py": """
import sys
from fit.registries import LOSSES

def loaded():
    return sorted({"fit.found.hinge", "fit.imported", "fit.called", "plug.parts"} & sys.modules.keys())

def built(spec):
    return type(spec.build()).__name__

def listed(registry):
    return registry.list()

def entry_of(entry):
    return entry.name, entry.component.__name__

def same(value):
    return value

def failed(spec):
    try:
        spec.build()
    except Exception as error:
        error.add_note("seen in a worker")
        raise

def refused(data):
    LOSSES.from_mapping(data)
""",
    "program.py": """
import json
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import tasks
from fit.registries import LOSSES
from typed_registry import Registry

OWN = Registry[object, []]("own")

@OWN.register("top")
class Top: ...


def notes(call, *arguments):
    try:
        return call(*arguments)
    except Exception as error:
        kinds = [fault.kind for fault in getattr(error, "faults", ())]
        text = [] if kinds else [str(error)]
        return [type(error).__name__, *text, [*getattr(error, "__notes__", ())], kinds]


def results(submit):
    def done(task, *arguments):
        return notes(submit, task, *arguments)

    hinge, plugged, focal, derived, called, late = (
        LOSSES.from_mapping({"name": name})
        for name in ("hinge", "plugged", "focal", "derived", "called", "late")
    )
    top = OWN.from_mapping({"name": "top"})
    yield "imported in the parent", tasks.loaded()
    yield "built", [done(tasks.built, spec) for spec in (hinge, plugged, focal, derived, top)]
    yield "listed", done(tasks.listed, LOSSES)
    yield "entry", done(tasks.entry_of, LOSSES.entries["hinge"])
    yield "entry of an imported module", done(tasks.entry_of, LOSSES.entries["focal"])
    specs = (hinge, plugged, focal, derived, late)
    yield "sent and returned", [done(tasks.same, spec) == spec for spec in specs]
    yield "registries", [done(tasks.same, each) is each for each in (OWN, LOSSES)]
    yield "called", done(tasks.built, called)
    yield "guarded", done(tasks.built, OWN.from_mapping({"name": "guarded"}))
    yield "late", done(tasks.failed, late)
    yield "faults", done(tasks.refused, {"name": "hinge", "margn": 1, "margin": "x"})


if __name__ == "__main__":
    method = sys.argv[1]
    import fit.called
    import fit.imported

    fit.called.register()
    LOSSES.register_factory("late")(lambda: "late")
    OWN.register_factory("guarded")(lambda: "guarded")
    if method == "pool":
        with get_context("spawn").Pool(1) as pool:
            print(json.dumps(dict(results(lambda task, *given: pool.apply(task, given)))))
    elif method == "ray":
        import ray

        ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        remote = lambda task, *given: ray.get(ray.remote(task).remote(*given))
        print(json.dumps(dict(results(remote))))
    else:
        start = fit.called.register if "initializer" in sys.argv else None
        with ProcessPoolExecutor(1, mp_context=get_context(method), initializer=start) as pool:
            print(json.dumps(dict(results(lambda task, *given: pool.submit(task, *given).result()))))
""",
}


def planted(folder: Path) -> Path:
    """Write the program into a folder."""
    plant(folder, PROGRAM)
    return folder


def run(folder: Path, *arguments: str) -> dict[str, object]:
    """What the program prints when Python is run with these arguments."""
    found = output(folder, *arguments)
    assert isinstance(found, dict)
    return {str(key): value for key, value in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # of JSON


def output(folder: Path, *arguments: str) -> object:
    """What is printed on the last line, as JSON."""
    paths = os.pathsep.join((str(folder), *sys.path))
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found: object = json.loads(done.stdout.splitlines()[-1])
    return found
