"""A class of tests for whoever publishes components."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from typed_registry._registration.component_registry import ComponentRegistry
from typed_registry._registration.entry import Entry
from typed_registry._registration.name_warnings import without_name_warnings
from typed_registry.testing._each_component import parameters
from typed_registry.testing._misfits import CHECKS, Misfit, misfits, plugin_misfits, required_settings
from typed_registry.testing._selection import Selection, selection

if TYPE_CHECKING:
    import pytest


class ConformanceSuite:
    """Tests that each component does what a registry promises of it. A subclass says which components.

        class TestPlugin(ConformanceSuite):
            registries = (EFFECTS,)
            distribution = "audiofx-reverb"

    Each test runs for each component. A subclass can leave one out by setting it to None, and add others,
    which get the component as `entry`.
    """

    registries: ClassVar[Sequence[ComponentRegistry]] = ()
    """The registries whose components are tested."""
    distribution: ClassVar[str | Sequence[str] | None] = None
    """The distribution, or several, whose components are tested; None for those of all."""
    module: ClassVar[str | None] = None
    """The module or package whose components are tested; None for those of all."""

    @classmethod
    def selected(cls) -> Selection:
        """Return the components that are tested."""
        return selection(cls.registries, cls.distribution, cls.module)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run each test that takes an entry once for each component."""
        if "entry" in metafunc.fixturenames:
            with without_name_warnings():
                metafunc.parametrize("entry", parameters(self.selected()))

    def test_components_are_found(self) -> None:
        """The registries have such components."""
        import pytest

        with without_name_warnings():
            found = self.selected().components()
        if not found:
            pytest.fail(f"{type(self).__name__} selects no component", pytrace=False)

    def test_contest(self, entry: Entry) -> None:
        """No other distribution registers its name."""
        self._require("contest", entry)

    def test_import(self, entry: Entry) -> None:
        """The component can be imported."""
        self._require("import", entry)

    def test_conformance(self, entry: Entry) -> None:
        """It satisfies the type of its registry, and can be built from its config and the dependencies."""
        self._require("conformance", entry)

    def test_config(self, entry: Entry) -> None:
        """A config can choose it."""
        self._require("config", entry)

    def test_file(self, entry: Entry) -> None:
        """With all defaults, it is loaded as it is written."""
        self._require("file", entry)

    def test_pickle(self, entry: Entry) -> None:
        """With all defaults, its choice can be sent to another process."""
        self._require("pickle", entry)

    def test_plugins(self) -> None:
        """Every module of a plugin can be imported, and every entry point brings a component."""
        with without_name_warnings():
            found = list(plugin_misfits(self.selected()))
        _refuse(found)

    def _require(self, check: str, entry: Entry) -> None:
        """Fail if the component doesn't pass a check.

        Skip the test if it doesn't pass one before that, and that of a choice which has no defaults.
        """
        import pytest

        entries = entry._entries  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]  # of this library
        chosen, before = self.selected(), [*CHECKS][: [*CHECKS].index(check)]
        if any(True for each in before for _ in misfits(chosen, entries, entry.name, each)):
            pytest.skip("another test of this component fails")
        if check in {"file", "pickle"} and (required := required_settings(entries, entry.name)):
            pytest.skip(f"{', '.join(map(repr, required))} must be given, so there is no choice to test")
        _refuse(list(misfits(chosen, entries, entry.name, check)))


def _refuse(found: Sequence[Misfit]) -> None:
    __tracebackhide__ = True
    if found:
        import pytest

        pytest.fail("\n".join(map(str, found)), pytrace=False)
