"""How one person wants to see the map of one project: order, visibility, opacity, colours. No Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flurinfill.cartography.thematic import MOST_CLASSES, Method
from flurinfill.desktop.colouring import By, Colouring
from flurinfill.desktop.map_layers import HIDDEN_AT_FIRST, default_order


@dataclass(frozen=True)
class MapState:
    """The stack of layers and the colours of the parcels.

    Attributes
    ----------
    order : tuple of str
        Names of layers from bottom to top; layers that are not there keep their place.
    hidden : frozenset of str
        Layers, kinds of labels (``"labels/streets"``) and furniture (``"legend"``) that are off.
    opacity : mapping of str to float
        0 to 1, of layers that are translucent.
    colouring : Colouring
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = HIDDEN_AT_FIRST
    opacity: Mapping[str, float] = field(default_factory=dict)
    colouring: Colouring = field(default_factory=Colouring)

    def placed(self, names: Sequence[str]) -> MapState:
        """Return the same with these layers in the order; what is new goes to its usual place."""
        order = list(self.order)
        usual = default_order(list(names))
        for name in usual:
            if name not in order:
                above = set(usual[usual.index(name) + 1 :])
                order.insert(next((at for at, other in enumerate(order) if other in above), len(order)), name)
        return replace(self, order=tuple(order))

    def reordered(self, names: Sequence[str]) -> MapState:
        """Return the same with these layers in another order, from bottom to top; others stay put."""
        moved, rest = set(names), iter(names)
        return replace(self, order=tuple(next(rest) if name in moved else name for name in self.order))

    def shown(self, name: str, on: bool) -> MapState:
        """Return the same with a layer shown or hidden."""
        return replace(self, hidden=self.hidden - {name} if on else self.hidden | {name})

    def with_opacity(self, name: str, opacity: float) -> MapState:
        """Return the same with a layer more or less translucent."""
        others = {layer: value for layer, value in self.opacity.items() if layer != name}
        return replace(self, opacity=others if opacity >= 1 else {**others, name: opacity})

    def dumped(self) -> str:
        """Write it as JSON."""
        return json.dumps({**asdict(self), "hidden": sorted(self.hidden)}, ensure_ascii=False)

    @classmethod
    def loaded(cls, text: str) -> MapState:
        """Read what :meth:`dumped` wrote; what is damaged or unknown keeps its default."""
        try:
            values = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(values, dict):
            return cls()
        opacity = values.get("opacity")
        return cls(
            _texts(values.get("order"), ()),
            frozenset(_texts(values.get("hidden"), tuple(HIDDEN_AT_FIRST))),
            {
                str(name): min(max(float(value), 0.0), 1.0)
                for name, value in (opacity if isinstance(opacity, dict) else {}).items()
                if isinstance(value, int | float)
            },
            _colouring(values.get("colouring")),
        )


def _texts(values: Any, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    if not isinstance(values, list):
        return otherwise
    return tuple(value for value in values if isinstance(value, str))


def _colouring(values: Any) -> Colouring:
    if not isinstance(values, dict):
        return Colouring()
    usual = Colouring()
    count, breaks = values.get("count"), values.get("breaks")
    return Colouring(
        By(values["by"]) if values.get("by") in set(By) else usual.by,
        str(values.get("measure") or usual.measure),
        Method(values["method"]) if values.get("method") in set(Method) else usual.method,
        min(max(count, 2), MOST_CLASSES) if isinstance(count, int) else usual.count,
        tuple(float(value) for value in breaks if isinstance(value, int | float))
        if isinstance(breaks, list)
        else (),
    )
