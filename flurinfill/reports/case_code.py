"""The code of a case number: what a hand scanner types into the line for searching."""

from __future__ import annotations

from functools import lru_cache

import segno


@lru_cache(maxsize=1000)
def code_of(case_no: str) -> segno.QRCode:
    """QR code of a case number; of a run each is asked for twice."""
    return segno.make(case_no, error="m", micro=False)


def case_code(case_no: str) -> str:
    """QR code (ISO/IEC 18004, error correction M) of a case number, as SVG."""
    return str(code_of(case_no).svg_inline(border=0, scale=4, omitsize=False, dark="#000", light=None))
