"""A registry with more components than its stub has overloads for: the key lane alone knows the names."""

from __future__ import annotations

from typing_extensions import reveal_type

from tests.typing.zoo.components import Hinge
from tests.typing.zoo.config import MarginConfig
from tests.typing.zoo.many import MANY

reveal_type(MANY.components["hinge"](MarginConfig()))  # reveals: Hinge
reveal_type(MANY.build(Hinge, MarginConfig()))  # reveals: Hinge
reveal_type(MANY.choose("hinge").build())  # reveals: Loss
MANY.components["hing"]  # rejected: key
MANY.components["hinge"]()  # rejected: missing
MANY.components["hinge"](3)  # rejected: argument
MANY.build("hinge", MarginConfig())  # rejected: no stub
MANY.spec("hinge")  # rejected: no stub
