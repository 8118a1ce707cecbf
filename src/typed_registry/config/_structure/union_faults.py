"""What to say of data that none of a union's alternatives takes."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from typed_registry._annotations.type_guards import is_mapping, is_sequence
from typed_registry.config._document.faults import Fault, Path, UnknownComponent, WrongType, WrongValue
from typed_registry.config._types.supported_types import described


@frozen
class Refusal:
    """An alternative that doesn't take the data, and why."""

    kind: object
    faults: tuple[Fault, ...]

    def fits(self, data: object, path: Path) -> bool:
        """Whether the data has the form of this alternative: a mapping, a list or a scalar of its type."""
        unfit = (WrongType, WrongValue) if _holds(data) else WrongType
        return not any(fault.path == path and isinstance(fault.problem, unfit) for fault in self.faults)

    def lists(self, path: Path) -> bool:
        """Whether all that it takes is a few values."""
        return any(fault.path == path and isinstance(fault.problem, WrongValue) for fault in self.faults)

    def words(self, path: Path) -> tuple[object, ...]:
        """The values or names that it takes, if it says which."""
        named = (fault.problem for fault in self.faults if fault.path == path)
        return next((p.valid for p in named if isinstance(p, (WrongValue, UnknownComponent))), ())


def explained(data: object, kind: object, path: Path, refused: Sequence[Refusal]) -> Sequence[Fault]:
    """The faults of the one alternative that was meant, where the data's form tells which that is.

    Of a scalar, all the words that it could have been, and what else. Otherwise what was expected.
    """
    fitting = [refusal for refusal in refused if refusal.fits(data, path)]
    if len(fitting) == 1 and not fitting[0].lists(path):
        return fitting[0].faults
    listing = [] if _holds(data) else [refusal for refusal in fitting if refusal.words(path)]
    if listing:
        words = dict.fromkeys(word for refusal in listing for word in refusal.words(path))
        others = (described(refusal.kind) for refusal in refused if refusal not in listing)
        return [Fault(path, WrongValue(data, tuple(words), " | ".join(others)))]
    return [Fault(path, WrongType(described(kind), data))]


def _holds(data: object) -> bool:
    return is_mapping(data) or is_sequence(data)
