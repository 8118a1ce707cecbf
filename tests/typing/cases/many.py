"""A registry with too many components for overloads: only `components` and `specs` know their arguments."""

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
reveal_type(MANY.specs["hinge"](margin=2.0))  # reveals: Spec[Hinge, [], MarginConfig]
reveal_type(MANY.specs["hinge"](MarginConfig()))  # reveals: Spec[Hinge, [], MarginConfig]
reveal_type(MANY.spec(Hinge, MarginConfig()))  # reveals: Spec[Hinge, [], MarginConfig]
MANY.specs["hing"]  # rejected: key
MANY.specs["hinge"](margn=2.0)  # rejected: overload
MANY.specs["hinge"](margin="wide")  # rejected: overload
MANY.specs["hinge"](3)  # rejected: overload

# The methods that take names say what to write in their place.

MANY.build("hinge", MarginConfig())  # rejected: too many
MANY.spec("hinge")  # rejected: too many
MANY.spec("hinge", MarginConfig())  # rejected: too many
MANY.spec("hinge", margin=2.0)  # rejected: too many
MANY.get("hinge")  # rejected: too many
