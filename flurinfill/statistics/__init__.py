"""Pure figures over query results: one function per figure, used by dashboard, papers and sheets."""

from flurinfill.statistics.rates import (
    Plausibility,
    Rate,
    activation_rate,
    follow_ups,
    open_potential,
    plausibility,
)
from flurinfill.statistics.stock import (
    by_availability,
    by_class,
    by_district,
    by_publication,
    by_review,
    parcels_by_class,
)

__all__ = [
    "Plausibility",
    "Rate",
    "activation_rate",
    "by_availability",
    "by_class",
    "by_district",
    "by_publication",
    "by_review",
    "follow_ups",
    "open_potential",
    "parcels_by_class",
    "plausibility",
]
