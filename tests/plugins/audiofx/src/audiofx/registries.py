"""The registry of effects."""

from __future__ import annotations

from audiofx.effect import Effect
from typed_registry import Registry

EFFECTS = Registry[Effect, []]("effects")
EFFECTS.discover("audiofx.gain")
