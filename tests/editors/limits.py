"""What each server can't do, and shows instead. A test fails when a server has learned it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from attrs import frozen

from tests.editors import questions
from tests.editors.editor import SERVERS
from tests.editors.questions import BREAD, BREAD_LINE, MEALS, MORE, SOUP_AT, Questions


@frozen
class Limit:
    """A reason why some servers don't show what is wanted."""

    reason: str
    servers: Collection[str]
    shown: Questions
    """What they show instead."""


NAMES = (
    Limit(
        "in a string that isn't closed, keywords are offered as well",
        ("pyright", "basedpyright"),
        {'MEALS.build("|': (*MEALS, MORE)},
    ),
    Limit(
        "a subscript that isn't closed is none",
        ("ty",),
        {'MEALS.components["|': (), 'MEALS.specs["|': ()},
    ),
    Limit(
        "what is offered doesn't depend on what is typed: the editor sorts it out",
        ("pyrefly",),
        {'MEALS.build("br|")': ("bread", MORE)},
    ),
    Limit(
        "no string is ever completed",
        ("zuban",),
        {text: () if text.endswith((")", "]")) else (MORE,) for text in questions.NAMES},
    ),
)

KEYWORDS = (
    Limit(
        "the keywords of other overloads are offered as well, whatever the name",
        SERVERS,
        {
            'MEALS.build("bread", COOK, |)': ("crust=", "flour=", MORE),
            'SPICES.build("ginger", |)': ("hot=", "slices=", MORE),
            'MEALS.spec("bread", |)': ("crust=", "flour=", MORE),
            'SPICES.spec("ginger", |)': ("hot=", "slices=", MORE),
        },
    ),
    Limit(
        "the names of parameters that only go by position are offered as well",
        ("pyrefly",),
        {'MEALS.specs["soup"](|)': ("salt=", MORE)},
    ),
)

HOVERS = (
    Limit(
        "every overload is shown, with the documentation of all",
        ("zuban",),
        {
            'loaf = MEALS.bui|ld("bread", COOK, flour=3)': (
                "-> Bread",
                "flour: int",
                BREAD,
                BREAD_LINE,
                MORE,
            ),
            'loaf = MEALS.sp|ec("bread", flour=3)': ("Spec[Bread", "flour: int", BREAD, BREAD_LINE, MORE),
            'MEALS.g|et("bread")': ("type[Bread]", BREAD, BREAD_LINE, MORE),
        },
    ),
    Limit(
        "the documentation is always that of the last overload that has any",
        ("pyrefly",),
        {
            'loaf = MEALS.bui|ld("bread", COOK, flour=3)': ("-> Bread", "flour: int"),
            'loaf = MEALS.sp|ec("bread", flour=3)': ("Spec[Bread", "flour: int"),
            'MEALS.g|et("bread")': ("type[Bread]", MORE),
        },
    ),
    Limit(
        "an attribute is shown with its type alone",
        ("ty", "zuban"),
        {'choice = MEALS.specs["bread"](flour=3)\nchoice.con|fig.flour': ("_BreadConfig",)},
    ),
    Limit(
        "a property is shown with its type alone",
        ("ty",),
        {'choice = MEALS.specs["bread"](flour=3)\nchoice.config.flo|ur': ("int",)},
    ),
    Limit(
        "a string is shown as no more than that, if at all",
        SERVERS,
        {'MEALS.build("br|ead", COOK, flour=3)': ()},
    ),
    Limit(
        "a key is shown as no more than a string, if at all",
        [server for server in SERVERS if server != "ty"],
        {'MEALS.components["br|ead"](COOK, flour=3)': ()},
    ),
    Limit(
        "the documentation of a class is shown at its own name alone",
        ("ty", "pyrefly"),
        {'make = MEALS.components["bread"]\nma|ke': ("Bread",)},
    ),
    Limit(
        "a key is shown with its type and without the documentation of that",
        ("ty",),
        {'MEALS.components["br|ead"](COOK, flour=3)': ("Bread",)},
    ),
)

SIGNATURES = (
    Limit(
        "before a keyword, the first overload is shown that takes an argument here, whatever the name",
        ("pyright", "basedpyright"),
        {
            'MEALS.build("bread", |)': ("name", "config", "cook", SOUP_AT),
            'MEALS.spec("bread", |)': ("name", "config", SOUP_AT),
            'SPICES.build("ginger", |)': (
                "component",
                "_P",
                "Call a component, given by its name, with the arguments that it takes.",
            ),
        },
    ),
    Limit(
        "before a keyword, the first overload is shown, whatever the name",
        ("ty",),
        {
            'MEALS.spec("bread", |)': ("name", "config", SOUP_AT),
            'MEALS.build("bread", |)': ("name", "config", "cook", SOUP_AT),
            'SPICES.build("ginger", |)': ("name", "stars", "hot", questions.ANISE_AT),
        },
    ),
    Limit(
        "the closest overload is shown, with the documentation of the last one that has any",
        ("pyrefly",),
        {
            'MEALS.build("bread", |)': (
                "name",
                "Call a component, given by its name, with the arguments that it takes.",
            ),
            'MEALS.spec("bread", |)': (
                "name",
                "Choose a component by its name, with a config or the config's values, to be built later.",
            ),
            'MEALS.spec("bread", flour=|)': (
                "name",
                "flour",
                "crust",
                "Choose a component by its name, with a config or the config's values, to be built later.",
            ),
            'SPICES.spec("ginger", slices=|)': (
                "name",
                "slices",
                "hot",
                "Choose a component by its name, with a config or the config's values, to be built later.",
            ),
            'MEALS.build("bread", COOK, flour=|)': (
                "name",
                "cook",
                "flour",
                "crust",
                "Call a component, given by its name, with the arguments that it takes.",
            ),
            'SPICES.build("ginger", |)': (
                "name",
                "Call a component, given by its name, with the arguments that it takes.",
            ),
            'SPICES.build("ginger", slices=|)': (
                "name",
                "slices",
                "hot",
                "Call a component, given by its name, with the arguments that it takes.",
            ),
        },
    ),
    Limit(
        "a call is shown without documentation, and before a keyword as the first overload",
        ("zuban",),
        {
            'MEALS.build("bread", |)': ("name", "config", "cook"),
            'MEALS.spec("bread", |)': ("name", "config"),
            'MEALS.spec("bread", flour=|)': ("name", "flour", "crust"),
            'SPICES.spec("ginger", slices=|)': ("name", "slices", "hot"),
            'SPICES.build("ginger", |)': ("name", "stars", "hot"),
            'MEALS.build("bread", COOK, flour=|)': ("name", "cook", "flour", "crust"),
            'SPICES.build("ginger", slices=|)': ("name", "slices", "hot"),
        },
    ),
    Limit(
        "the call of a class is shown without the documentation of the class",
        ("ty", "pyrefly", "zuban"),
        {
            text: wanted[:-1]
            for text, wanted in questions.SIGNATURES.items()
            if ".components[" in text and "toast" not in text
        },
    ),
    Limit(
        "the call of an object is shown without documentation",
        ("pyrefly", "zuban"),
        {
            text: wanted[:-1]
            for text, wanted in questions.SIGNATURES.items()
            if ".specs[" in text or "toast" in text
        },
    ),
)


def expected(limits: Sequence[Limit], server: str, text: str, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the server shows: what is wanted, unless a limit is known."""
    found = (limit.shown[text] for limit in limits if server in limit.servers and text in limit.shown)
    return next(found, wanted)
