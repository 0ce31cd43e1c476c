"""What all tests share: fixture pairs found by glob, and the real-world corpus where it is at hand.

A case is a file and, beside it, the file with what should come out of it. `pytest --accept` writes the
latter anew, for review in the diff.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine is no finding
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected files with what comes out")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real feeds and notes beside the project; tests that need it skip without it."""
    if not SHARED.is_dir():
        pytest.skip("the corpus folder ../shared is not here")
    return SHARED


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Callable[[Path, Any], None]:
    """`expect(path, got)`: `got` equals what `path` holds (JSON for .json, else text)."""

    def compare(path: Path, got: Any) -> None:
        text = json.dumps(got, ensure_ascii=False, indent=2) + "\n" if path.suffix == ".json" else got
        if request.config.getoption("accept"):
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest --accept, then review it"
        assert text == path.read_text(encoding="utf-8")

    return compare
