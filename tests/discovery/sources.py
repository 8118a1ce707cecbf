"""A project with two registries and the helpers that modules may register with."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path

from tests.samples.zoo import imported, plant
from typed_registry._discovery.discover import in_package

ZOO: Mapping[str, str] = {
    "zoo/__init__.py": "",
    "zoo/registries.py": """
import zoo.tools
from typed_registry import Registry

ANIMALS = Registry[object, []]("animals")
PLANTS = Registry[object, []]("plants")
BY_NAME = {"animals": ANIMALS}
SIZES = {"small": 1}

def get_registry():
    return ANIMALS

def like(registry):
    return Registry[object, []]("like")

LIKE = like(ANIMALS)

class Keeper:
    animals = ANIMALS

def register_own(name):
    return ANIMALS.register(name)

class OwnRegistrar:
    def __init__(self, name):
        ANIMALS.register(name)(object)

zoo.tools.DynamicClass = OwnRegistrar

def nameless(): ...

nameless.__module__ = None

globals()["dynamic_method"] = ANIMALS.register
globals()["method_of_another"] = PLANTS.register
globals()["other_name"] = register_own
zoo.tools.dynamic_helper = register_own
globals()["dynamic_function"] = zoo.tools.timed
""",
    "zoo/exported.py": "from zoo.registries import ANIMALS as BEASTS\nfrom zoo.helpers import *\n",
    "zoo/broken.py": "def (",
    "zoo/lazy.py": "def __getattr__(name):\n    raise AttributeError(name)\n",
    "zoo/helpers.py": """
import functools
import importlib
from zoo.registries import ANIMALS, PLANTS, get_registry
from zoo.tools import Bus, timed

def register_animal(name):
    return ANIMALS.register(name)

def register(name):
    return ANIMALS.register(name)

def register_animal_twice(name):
    return register_animal(name)

def register_known(cls):
    def inner():
        ANIMALS.register("known")(cls)
    inner()
    return cls

def register_found(name):
    return get_registry().register(name)

def register_plant(name):
    return PLANTS.register(name)

def register_loaded(name):
    return importlib.import_module("zoo.registries").ANIMALS.register(name)

def bind():
    def inner():
        global BOUND
        BOUND = ANIMALS
    inner()

SET_LATER = None

def set_later():
    global SET_LATER
    SET_LATER = ANIMALS

CHANGED = Bus()
CHANGED.registry = ANIMALS
TABLE = {}
TABLE["animals"] = ANIMALS
LISTS = {"animals": []}
LISTS["animals"].append(ANIMALS)
READ = {}
BOTH = [READ["animals"], ANIMALS]
LOCAL = []

def take(registry):
    pass

take(ANIMALS)

def use_local():
    LOCAL = []
    LOCAL.append(ANIMALS)

HELD = []

class Holder:
    HELD.append(ANIMALS)

def count(registry=None):
    return len(ANIMALS)

class Registrar:
    def __init__(self, registry):
        self.registry = registry
    def add(self, name):
        return self.registry.register(name)

REGISTRAR = Registrar(ANIMALS)
LATER = []
LATER.append(ANIMALS)
FILLED = []

def fill():
    FILLED.append(ANIMALS)

fill()

class Registered:
    def __init_subclass__(cls):
        ANIMALS.register(cls.__name__)(cls)

class StillRegistered(Registered):
    pass

def make_base(registry):
    class Base:
        def __init_subclass__(cls):
            registry.register(cls.__name__)(cls)
    return Base

Made = make_base(ANIMALS)

class Meta(type):
    def __init__(cls, *args):
        ANIMALS.register(cls.__name__)(cls)

@ANIMALS.register("bird")
class Bird:
    pass

class Ordinary:
    def install(self):
        ANIMALS.register("installed")(object)
    def make(self):
        return ANIMALS.build("x")
""",
    "zoo/tools.py": """
import functools

def timed(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)
    return inner

class Bus:
    def __init__(self):
        self.handlers = {}
    def register(self, name):
        return lambda handler: self.handlers.setdefault(name, handler)

BUS = Bus()
""",
    "zoo/folder/tools.py": "def timed(function):\n    return function\n",
    "zoo/animals/__init__.py": "",
}

IMPORT = "from zoo.registries import ANIMALS\n"


def found(folder: Path, source: str) -> tuple[list[str], list[str]]:
    """Return the names that the source of a module shows, and the modules that must be imported."""
    plant(folder, {**ZOO, "zoo/animals/one.py": source + "\n"})
    registry: object = importlib.import_module("zoo.registries").ANIMALS
    every = [*in_package("zoo.animals", registry, "zoo.registries")]
    assert [] == imported("zoo.animals")
    names = [each.name for each in every if each.name is not None]
    return names, [each.module for each in every if each.name is None]
