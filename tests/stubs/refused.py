"""Modules for which no stub can be written, as source."""

HEAD = "from typed_registry import Registry\nTHINGS = Registry[object]('things')\n"

LOCAL = f"""{HEAD}
def made():
    class Local: ...
    return Local
THINGS.register("local")(made())
del made
"""

LAMBDA = f"""{HEAD}
THINGS.register_factory("lambda")(lambda size=3: size)
"""

BESIDE = f"""{HEAD}
class Thing: ...
"""

EMPTY = "x = 1\n"
