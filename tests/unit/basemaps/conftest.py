"""Folders for kept answers, and basemaps that are closed in the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from basemap_desk import QUICK, Opened

from flurinfill.basemaps.client import NO_PROXY, Client


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    made = Opened(tmp_path / "kept")
    yield made
    made.close()


@pytest.fixture
def client() -> Iterator[Client]:
    made = Client(NO_PROXY, QUICK)
    yield made
    made.close()
