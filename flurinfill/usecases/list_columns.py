"""Which column of a list is what, guessed by its head."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

C = TypeVar("C", bound=StrEnum)


def guess_by_heads(heads: Sequence[str], patterns: Mapping[C, str]) -> dict[C, str]:
    """Return the first head that fits the pattern of each column; each head once."""
    found: dict[C, str] = {}
    for column, pattern in patterns.items():
        free = (head for head in heads if head not in found.values())
        head = next((head for head in free if re.search(pattern, head, re.IGNORECASE)), None)
        if head is not None:
            found[column] = head
    return found
