"""The number of threads for torch."""

from __future__ import annotations

import os


def idle_cores() -> int:
    """Return how many cores nothing else uses: threads on busy cores wait for each other."""
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1, (os.cpu_count() or 1) - round(busy))
