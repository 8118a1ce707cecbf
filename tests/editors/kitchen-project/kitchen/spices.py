"""Ten spices, each with a keyword that it must have."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Anise:
    """Sweet, like liquorice."""

    stars: int
    hot: bool = False


@frozen(kw_only=True)
class Basil:
    """Fresh, to be torn and not cut."""

    leaves: int
    hot: bool = False


@frozen(kw_only=True)
class Chili:
    """Hot, seeds and all."""

    pods: int
    hot: bool = True


@frozen(kw_only=True)
class Cumin:
    """Warm, best when roasted."""

    seeds: int
    hot: bool = False


@frozen(kw_only=True)
class Ginger:
    """Sharp, fresh or dried."""

    slices: int
    hot: bool = True


@frozen(kw_only=True)
class Mint:
    """Cool, in tea as well."""

    sprigs: int
    hot: bool = False


@frozen(kw_only=True)
class Nutmeg:
    """Mild, and never much of it."""

    gratings: int
    hot: bool = False


@frozen(kw_only=True)
class Paprika:
    """Red, sweet or smoked."""

    spoons: int
    hot: bool = False


@frozen(kw_only=True)
class Saffron:
    """Dear, and yellow."""

    threads: int
    hot: bool = False


@frozen(kw_only=True)
class Thyme:
    """Good with anything."""

    twigs: int
    hot: bool = False
