"""Official and foreign files in, one cadastre out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.cadastre.tables import Cadastre
from flurinfill.model.progress import SILENT, Progress

__all__ = ["LayerMapping", "LayerRef", "read"]


def read(
    paths: Sequence[Path],
    *,
    mapping: LayerMapping | None = None,
    with_owners: bool,
    progress: Progress = SILENT,
) -> Cadastre:
    """Read files of one data state into one cadastre."""
    raise NotImplementedError
