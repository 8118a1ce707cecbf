"""A registry with too many components for overloads: only `components` knows their arguments."""

from __future__ import annotations

from typing_extensions import reveal_type

from tests.typing.zoo.components import Hinge
from tests.typing.zoo.config import MarginConfig
from tests.typing.zoo.many import MANY

reveal_type(MANY.components["hinge"](MarginConfig()))  # reveals: Hinge
reveal_type(MANY.build(Hinge, MarginConfig()))  # reveals: Hinge
reveal_type(MANY.from_mapping({"name": "hinge"}).build())  # reveals: Loss
MANY.components["hing"]  # rejected: key
MANY.components["hinge"]()  # rejected: missing
MANY.components["hinge"](3)  # rejected: argument
MANY.build("hinge", MarginConfig())  # rejected: no stub

# `spec` checks the names, and doesn't know what belongs to each.

reveal_type(MANY.spec("hinge"))  # reveals: Spec[Loss, []]
reveal_type(MANY.spec("hinge", MarginConfig()))  # reveals: Spec[Loss, []]
reveal_type(MANY.spec(Hinge, MarginConfig()))  # reveals: Spec[Hinge, []]
MANY.spec("hing")  # rejected: overload
MANY.spec("hing", MarginConfig())  # rejected: overload
MANY.spec("hinge", 3)  # rejected: overload
MANY.spec("hinge", margin=2.0)  # rejected: overload
