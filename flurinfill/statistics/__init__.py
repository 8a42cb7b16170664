"""Pure figures over query results: one function per figure, used by dashboard, papers and sheets."""

from flurinfill.statistics.answers import motive_mix, return_rate, undeliverable_rate, willingness_mix
from flurinfill.statistics.balance import (
    BALANCE,
    Amount,
    account,
    amount,
    balance,
    by_village,
    by_village_and_class,
    open_stock,
)
from flurinfill.statistics.changes import CHANGES, stock_change
from flurinfill.statistics.council import CouncilFigures, council_figures, year_ends
from flurinfill.statistics.course import days_per_state
from flurinfill.statistics.dwellings import PossibleDwellings, possible_dwellings
from flurinfill.statistics.rates import (
    AREA_PER_INHABITANT_M2,
    Plausibility,
    Rate,
    activation_rate,
    open_potential,
    overdue,
    plausibility,
)
from flurinfill.statistics.report_day import OF_OWNERS, ReportedFigure, report_day
from flurinfill.statistics.stock import (
    FIGURES,
    by_availability,
    by_class,
    by_district,
    by_owner_category,
    by_planning_basis,
    by_publication,
    by_review,
)

__all__ = [
    "AREA_PER_INHABITANT_M2",
    "BALANCE",
    "CHANGES",
    "FIGURES",
    "OF_OWNERS",
    "Amount",
    "CouncilFigures",
    "Plausibility",
    "PossibleDwellings",
    "Rate",
    "ReportedFigure",
    "account",
    "activation_rate",
    "amount",
    "balance",
    "by_availability",
    "by_class",
    "by_district",
    "by_owner_category",
    "by_planning_basis",
    "by_publication",
    "by_review",
    "by_village",
    "by_village_and_class",
    "council_figures",
    "days_per_state",
    "motive_mix",
    "open_potential",
    "open_stock",
    "overdue",
    "plausibility",
    "possible_dwellings",
    "report_day",
    "return_rate",
    "stock_change",
    "undeliverable_rate",
    "willingness_mix",
    "year_ends",
]
