"""Paths while they are being typed."""

from __future__ import annotations

from pathlib import Path

from flurinfill.desktop.typed_paths import is_there, typed_path


def test_half_a_name_is_no_error(tmp_path: Path) -> None:
    assert typed_path(" ~ ") == Path.home()
    assert typed_path("~nobody-of-this-name/a") == Path("~nobody-of-this-name/a")
    assert is_there(tmp_path)
    assert not is_there(tmp_path / ("a" * 5000))
