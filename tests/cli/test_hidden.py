"""`typed-registry list` says which components hide parameters."""

from __future__ import annotations

from tests.samples import parameters
from typed_registry import Registry
from typed_registry._documentation.describe import describe
from typed_registry._documentation.listing import list_registries
from typed_registry._registration.entries import registries_among

THINGS = Registry[object, []]("things")
THINGS.register_factory("stored")(parameters.stored)
THINGS.register_factory("weighted")(parameters.weighted)
(ENTRIES,) = registries_among([THINGS])


def test_notices() -> None:
    """A component has a notice for each function that hides its parameters."""
    notices = {each.name: each.notices for each in describe(ENTRIES)}

    assert () == notices["weighted"]
    assert [True] == [notice.startswith("stored hides its parameters") for notice in notices["stored"]]


def test_list() -> None:
    """The notice is printed below the component's settings."""
    listing = list_registries([ENTRIES])

    assert listing.is_whole
    assert "size = 1 int stored hides its parameters behind **kwargs (" in " ".join(listing.text.split())
