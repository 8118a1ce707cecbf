"""Makes pytest explain the assertions about pages as it explains those in tests."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.docs.session")
