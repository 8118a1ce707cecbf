"""The many ways in which a class may have a Protocol's method, and those that don't do."""

from __future__ import annotations

import pytest

from tests.samples import members
from tests.samples.members import AsyncPlayer, Player, Reward
from tests.samples.words import refusal
from typed_registry import Registry
from typed_registry.errors import ConformanceError

Players = Registry[Player]
EXPECTED = "play(song: str, /, volume: float = 1.0, *, loop: bool = False) -> object"


@pytest.mark.parametrize(
    "component",
    [
        members.Same,
        members.Wider,
        members.Open,
        members.Static,
        members.OfClass,
        members.Wrapped,
        members.Typed,
        members.Overloaded,
        members.Explicit,
        members.Delegating,
        members.Assigned,
        members.OtherNames,
    ],
)
def test_accepted(component: type[Player]) -> None:
    """A method may take more, return less, be static, inherited, wrapped, overloaded or an attribute."""
    registry = Players("players")
    registry.register("it")(component)

    assert component is registry.get("it")


def test_undefaulted() -> None:
    """What callers may leave out must have a default."""
    with pytest.raises(ConformanceError) as caught:
        Players("players").register("x")(members.Undefaulted)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  play: parameter 'volume' must have a default; parameter 'loop' must have a default\n"
        f"    expected  {EXPECTED}\n"
        "    found     play(song: str, volume: float, *, loop: bool) -> object" == refusal(caught)
    )


def test_keywordless() -> None:
    """A keyword that callers give must be taken."""
    with pytest.raises(ConformanceError) as caught:
        Players("players").register("x")(members.Keywordless)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  play: has no parameter 'loop: bool = False'\n"
        f"    expected  {EXPECTED}\n"
        "    found     play(song: str, /, volume: float = 1.0) -> object" == refusal(caught)
    )


def test_positional() -> None:
    """A keyword that can be given by position alone is none."""
    with pytest.raises(ConformanceError) as caught:
        Players("players").register("x")(members.Positional)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  play: has no parameter 'loop: bool = False'\n"
        f"    expected  {EXPECTED}\n"
        "    found     play(song: str, volume: float = 1.0, loop: bool = False, /) -> object"
        == refusal(caught)
    )


def test_narrower() -> None:
    """A parameter must take all that callers may give."""
    with pytest.raises(ConformanceError) as caught:
        Players("players").register("x")(members.Narrower)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  play: parameter 'volume' takes int, must take float\n"
        f"    expected  {EXPECTED}\n"
        "    found     play(song: str, /, volume: int = 1, *, loop: bool = False) -> object"
        == refusal(caught)
    )


def test_async() -> None:
    """A method that callers await must return a coroutine, whether or not it is marked as one that does."""
    registry = Registry[AsyncPlayer, []]("async players")
    registry.register("awaited")(members.Awaited)
    registry.register("promising")(members.Promising)  # pyright: ignore[reportArgumentType, reportCallIssue]  # it wants a `CoroutineType`
    with pytest.raises(ConformanceError) as caught:
        registry.register("blocking")(members.Blocking)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert (
        "  play: must be async\n"
        "    expected  async play(song: str) -> None\n"
        "    found     play(song: str) -> None" == refusal(caught)
    )


def test_call() -> None:
    """A Protocol of calls takes a class whose instances can be called."""
    registry = Registry[Reward, []]("rewards")
    registry.register("length")(members.Length)
    with pytest.raises(ConformanceError) as caught:
        registry.register("mute")(members.Mute)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType, reportCallIssue]  # refused

    assert 3.0 == registry.from_mapping({"name": "length"}).build()("abc")
    assert "  __call__: Mute has no '__call__'\n    expected  __call__(text: str) -> float" == refusal(caught)


@pytest.mark.parametrize(
    ("component", "reason", "found"),
    [
        (members.Renamed, "parameter 'text' is called 'words'", "__call__(words: str) -> float"),
        (members.Nameless, "parameter 'text' can't be given by name", "__call__(text: str, /) -> float"),
    ],
)
def test_names(component: type[Reward], reason: str, found: str) -> None:
    """What is called may be given its arguments by name, so the names count; those of methods don't."""
    with pytest.raises(ConformanceError) as caught:
        Registry[Reward, []]("rewards").register("x")(component)

    (mismatch,) = caught.value.mismatches
    assert ("__call__", reason, found) == (mismatch.member, mismatch.reason, mismatch.found)


def test_function_as_instance() -> None:
    """A function is an instance of a Protocol of calls."""
    registry = Registry[Reward, []]("rewards")
    registry.register_instance("length", members.length)

    assert members.length is registry.from_mapping({"name": "length"}).build()


def test_unannotated_factory() -> None:
    """A factory that doesn't say what it returns is accepted."""
    registry = Registry[Player]("players")
    registry.register_factory("it")(members.unannounced)

    assert "it" in registry
