"""What every server is asked at the `|` in a text, and what a perfect server shows there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Questions = Mapping[str, tuple[str, ...]]

MORE = "..."
"""Replaces anything else that is shown."""

MEALS = ("bread", "soup", "sunday roast", "toast")
SPICES = ("anise", "basil", "chili", "cumin", "ginger", "mint", "nutmeg", "paprika", "saffron", "thyme")

BREAD = "A loaf with a crust."
SOUP = "A soup of the season, thick or thin."
TOAST = "Slices of yesterday, from the pan."
ROAST = "What there is on Sundays."
ANISE = "Sweet, like liquorice."
GINGER = "Sharp, fresh or dried."
THYME = "Good with anything."

BREAD_LINE = "Defined at kitchen.meals:29"
BREAD_AT = f"{BREAD}\n\n{BREAD_LINE}"
SOUP_AT = f"{SOUP}\n\nDefined at kitchen.meals:17"
TOAST_AT = f"{TOAST}\n\nDefined at kitchen.meals:42"
ANISE_AT = f"{ANISE}\n\nDefined at kitchen.spices:9"
GINGER_AT = f"{GINGER}\n\nDefined at kitchen.spices:41"
"""The documentation in a stub: a component's own, its module and line."""

NAMES: Questions = {
    'MEALS.build("|")': MEALS,
    'MEALS.build("|': MEALS,
    'MEALS.build("br|")': ("bread",),
    'MEALS.spec("|")': MEALS,
    'SPICES.spec("|")': SPICES,
    'MEALS.get("|")': MEALS,
    'SPICES.get("|")': SPICES,
    'MEALS.specs["|"]': MEALS,
    'MEALS.specs["|': MEALS,
    'SPICES.specs["|"]': SPICES,
    'MEALS.components["|"]': MEALS,
    'MEALS.components["|': MEALS,
    'SPICES.build("|")': SPICES,
    "SPICES.build('|')": SPICES,
    'SPICES.components["|"]': SPICES,
}
"""The completions in a string, by the names that they insert."""

KEYWORDS: Questions = {
    'MEALS.build("bread", COOK, |)': ("crust=", "flour="),
    'SPICES.build("ginger", |)': ("hot=", "slices="),
    'MEALS.spec("bread", |)': ("crust=", "flour="),
    'SPICES.spec("ginger", |)': ("hot=", "slices="),
    'MEALS.specs["bread"](|)': ("crust=", "flour="),
    'MEALS.specs["soup"](|)': ("salt=",),
    'SPICES.specs["ginger"](|)': ("hot=", "slices="),
    'MEALS.components["bread"](|)': ("cook=", "crust=", "flour="),
    'MEALS.components["toast"](|)': ("cook=", "slices="),
    'SPICES.components["ginger"](|)': ("hot=", "slices="),
}
"""The keywords among the completions in a call."""

HOVERS: Questions = {
    'loaf = MEALS.bui|ld("bread", COOK, flour=3)': ("-> Bread", "flour: int", BREAD, BREAD_LINE),
    'lo|af = MEALS.build("bread", COOK, flour=3)': ("Bread",),
    'MEALS.build("br|ead", COOK, flour=3)': ("Bread", BREAD),
    'lo|af = MEALS.components["bread"](COOK, flour=3)': ("Bread",),
    'MEALS.components["br|ead"](COOK, flour=3)': ("Bread", BREAD),
    'make = MEALS.components["bread"]\nma|ke': ("Bread", BREAD),
    'loaf = MEALS.sp|ec("bread", flour=3)': ("Spec[Bread", "flour: int", BREAD, BREAD_LINE),
    'choice = MEALS.spec("soup", salt=2.0)\nchoi|ce': ("Spec[", "Soup", "Cook", "SoupConfig"),
    'choice = MEALS.specs["bread"](flour=3)\nchoi|ce': ("Spec[", "Bread", "Cook"),
    'choice = MEALS.specs["bread"](flour=3)\nchoice.con|fig.flour': ("config", "_BreadConfig"),
    'choice = MEALS.specs["bread"](flour=3)\nchoice.config.flo|ur': ("flour", "int"),
    'MEALS.g|et("bread")': ("type[Bread]", BREAD, BREAD_LINE),
}
"""Phrases that are shown for the word. The documentation of another component must not be shown."""

SIGNATURES: Questions = {
    'MEALS.build("bread", |)': ("name", "cook", "flour", "crust", BREAD_AT),
    'MEALS.build("bread", COOK, flour=|)': ("name", "cook", "flour", "crust", BREAD_AT),
    'SPICES.build("ginger", |)': ("name", "slices", "hot", GINGER_AT),
    'SPICES.build("ginger", slices=|)': ("name", "slices", "hot", GINGER_AT),
    'MEALS.spec("bread", |)': ("name", "flour", "crust", BREAD_AT),
    'MEALS.spec("bread", flour=|)': ("name", "flour", "crust", BREAD_AT),
    'SPICES.spec("ginger", slices=|)': ("name", "slices", "hot", GINGER_AT),
    'MEALS.specs["bread"](|)': ("flour", "crust", BREAD_AT),
    'MEALS.specs["bread"](flour=|)': ("flour", "crust", BREAD_AT),
    'SPICES.specs["ginger"](|)': ("slices", "hot", GINGER_AT),
    'MEALS.components["soup"](|)': ("config", "cook", SOUP),
    'MEALS.components["bread"](|)': ("cook", "flour", "crust", BREAD),
    'MEALS.components["bread"](|': ("cook", "flour", "crust", BREAD),
    'MEALS.components["toast"](|)': ("cook", "slices", TOAST_AT),
    'SPICES.components["ginger"](|)': ("slices", "hot", GINGER),
}
"""The signature that is shown first inside a call: its parameters, then its documentation."""


def against(wanted: tuple[str, ...], shown: Sequence[str]) -> tuple[str, ...]:
    """Return what is shown of what is wanted, and a mark if more is shown."""
    found = [item for item in shown if item in wanted]
    return (*found, *([MORE] if len(found) < len(shown) else []))
