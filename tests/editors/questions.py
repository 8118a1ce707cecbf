"""What is asked of every server at the `|` in a text, and what one that can do everything shows there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Questions = Mapping[str, tuple[str, ...]]

MORE = "..."
"""Stands for whatever else is shown."""

MEALS = ("bread", "soup", "sunday roast", "toast")
SPICES = ("anise", "basil", "chili", "cumin", "ginger", "mint", "nutmeg", "paprika", "saffron", "thyme")

BREAD = "A loaf with a crust."
SOUP = "A soup of the season, thick or thin."
TOAST = "Slices of yesterday, from the pan."
ROAST = "What there is on Sundays."
ANISE = "Sweet, like liquorice."
GINGER = "Sharp, fresh or dried."
THYME = "Good with anything."

NAMES: Questions = {
    'MEALS.build("|")': MEALS,
    'MEALS.build("|': MEALS,
    'MEALS.build("br|")': ("bread",),
    'MEALS.spec("|")': MEALS,
    'SPICES.spec("|")': SPICES,
    'MEALS.components["|"]': MEALS,
    'MEALS.components["|': MEALS,
    'SPICES.build("|")': SPICES,
    "SPICES.build('|')": SPICES,
    'SPICES.components["|"]': SPICES,
}
"""The completions in a string, each as the name that it inserts."""

KEYWORDS: Questions = {
    'MEALS.build("bread", COOK, |)': ("crust=", "flour="),
    'SPICES.build("ginger", |)': ("hot=", "slices="),
    'MEALS.spec("bread", |)': ("crust=", "flour="),
    'SPICES.spec("ginger", |)': ("hot=", "slices="),
    'MEALS.components["bread"](|)': ("cook=", "crust=", "flour="),
    'MEALS.components["toast"](|)': ("cook=", "slices="),
    'SPICES.components["ginger"](|)': ("hot=", "slices="),
}
"""The completions in a call that are keywords."""

HOVERS: Questions = {
    'loaf = MEALS.bui|ld("bread", COOK, flour=3)': ("-> Bread", "flour: int", BREAD),
    'lo|af = MEALS.build("bread", COOK, flour=3)': ("Bread",),
    'MEALS.build("br|ead", COOK, flour=3)': ("Bread", BREAD),
    'lo|af = MEALS.components["bread"](COOK, flour=3)': ("Bread",),
    'MEALS.components["br|ead"](COOK, flour=3)': ("Bread", BREAD),
    'make = MEALS.components["bread"]\nma|ke': ("Bread", BREAD),
    'loaf = MEALS.sp|ec("bread", flour=3)': ("Spec[Bread", "flour: int", BREAD),
    'choice = MEALS.spec("soup", salt=2.0)\nchoi|ce': ("Spec[", "Soup", "Cook"),
}
"""Phrases of what is shown of the word; the documentation of another component is more than is wanted."""

SIGNATURES: Questions = {
    'MEALS.build("bread", |)': ("name", "cook", "flour", "crust", BREAD),
    'MEALS.build("bread", COOK, flour=|)': ("name", "cook", "flour", "crust", BREAD),
    'SPICES.build("ginger", |)': ("name", "slices", "hot", GINGER),
    'SPICES.build("ginger", slices=|)': ("name", "slices", "hot", GINGER),
    'MEALS.spec("bread", |)': ("name", "flour", "crust", BREAD),
    'MEALS.spec("bread", flour=|)': ("name", "flour", "crust", BREAD),
    'SPICES.spec("ginger", slices=|)': ("name", "slices", "hot", GINGER),
    'MEALS.components["soup"](|)': ("config", "cook", SOUP),
    'MEALS.components["bread"](|)': ("cook", "flour", "crust", BREAD),
    'MEALS.components["bread"](|': ("cook", "flour", "crust", BREAD),
    'MEALS.components["toast"](|)': ("cook", "slices", TOAST),
    'SPICES.components["ginger"](|)': ("slices", "hot", GINGER),
}
"""The signature that is shown first inside a call: its parameters, then its documentation."""


def against(wanted: tuple[str, ...], shown: Sequence[str]) -> tuple[str, ...]:
    """What is shown of what is wanted, and a mark if there is more."""
    found = [item for item in shown if item in wanted]
    return (*found, *([MORE] if len(found) < len(shown) else []))
