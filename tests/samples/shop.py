"""The files of a package with a registry, and with a package for its components."""

from __future__ import annotations

SHOP = {
    "shop/__init__.py": "",
    "shop/registries.py": (
        "from typed_registry import Registry\n"
        "PARTS = Registry[object, []]('shop parts')\n"
        "PARTS.discover('shop.parts')\n"
    ),
    "shop/parts/__init__.py": "",
}
