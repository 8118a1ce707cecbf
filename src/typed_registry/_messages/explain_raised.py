"""Say what a program's own code raised, and at which of its lines."""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path
from traceback import extract_tb

from typed_registry._place import Place

_LIBRARY = f"{Path(__file__).parents[1]}{os.sep}"
_PYTHON = sysconfig.get_path("stdlib")


def explain_raised(error: BaseException) -> str:
    """Return the place, the class and the text of an exception: `shop/bolt.py:3: ValueError: too long`.

    The place is the last line of the program, or of an installed package if no line of the program took
    part. Without either, the text of an ImportError is returned alone.
    """
    kind = type(error).__name__
    place = raised_place(error)
    if isinstance(error, SyntaxError) and error.filename:
        return f"{place}: {kind}: {error.msg}"
    said = _said(error)
    text = f"{kind}: {said}" if said else kind
    if place is not None:
        return f"{place}: {text}"
    return said if isinstance(error, ImportError) else text


def raised_place(error: BaseException) -> Place | None:
    """Return the last line of the program that took part in an exception, or else of an installed package."""
    if isinstance(error, SyntaxError) and error.filename:
        return Place(error.filename, error.lineno or 0)
    places = [Place(frame.filename, frame.lineno or 0) for frame in extract_tb(error.__traceback__)]
    written = [place for place in places if not _is_machinery(place.file)]
    own = [place for place in written if not _is_installed(place.file)]
    return next(reversed(own or written), None)


def _said(error: BaseException) -> str:
    """Return the text of an exception; none if its own method fails."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # of any program
        return ""


def _is_machinery(file: str) -> bool:
    """Return whether a file is of this library, or of Python."""
    is_python = file.startswith(("<frozen ", _PYTHON)) and not _is_installed(file)
    return is_python or file.startswith(_LIBRARY)


def _is_installed(file: str) -> bool:
    return not {"site-packages", "dist-packages"}.isdisjoint(Path(file).parts)
