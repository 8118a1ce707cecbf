"""The registries of the kitchen."""

from __future__ import annotations

from kitchen import meals, spices
from kitchen.cook import Cook
from kitchen.protocols import Meal, Spice
from typed_registry import Registry

MEALS = Registry[Meal, [Cook]]("meals")
SPICES = Registry[Spice, []]("spices")

MEALS.register("soup", config=meals.SoupConfig)(meals.Soup)
MEALS.register("bread")(meals.Bread)
MEALS.register_factory("toast")(meals.toast)
MEALS.register_instance("sunday roast", meals.Roast())

SPICES.register("anise")(spices.Anise)
SPICES.register("basil")(spices.Basil)
SPICES.register("chili")(spices.Chili)
SPICES.register("cumin")(spices.Cumin)
SPICES.register("ginger")(spices.Ginger)
SPICES.register("mint")(spices.Mint)
SPICES.register("nutmeg")(spices.Nutmeg)
SPICES.register("paprika")(spices.Paprika)
SPICES.register("saffron")(spices.Saffron)
SPICES.register("thyme")(spices.Thyme)
