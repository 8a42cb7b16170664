"""Rules, profiles and verdicts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from flurinfill.model.measures import Unit
from flurinfill.model.potential import LandUse, PotentialClass, Use


class Comparison(StrEnum):
    """How a measure is held against its threshold."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Outcome(StrEnum):
    """What a rule says of a parcel."""

    PASSED = "passed"
    FAILED = "failed"
    WARNED = "warned"
    NOT_JUDGED = "not_judged"  # a value is missing
    NOT_COUNTED = "not_counted"  # it does not matter here: another rule, the land use or a house decides


class BuildingForm(StrEnum):
    """Bauweise (BauNVO §22): houses with space around them, or wall to wall."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class Rule:
    """A threshold over a measure.

    Attributes
    ----------
    name : str
        Unique in its profile; key of the rule's label (catalogue context ``rule``).
    measure : str
        Column of the measure table.
    comparison : Comparison
        ``at_least`` or ``at_most``.
    threshold : float
        In the unit of the measure (shares as 0 to 1).
    unit : Unit
        Stated in the profile and checked against the measure.
    source, source_en : str
        Where the threshold comes from, shown in every explanation; without an English text the
        German one is shown.
    classes : tuple of PotentialClass
        For which classes the rule must pass; empty means for every candidate class.
    warn_only : bool
        A failed rule warns and does not change the class.
    form : BuildingForm or None
        Rules of one form are alternatives to those of the other: a parcel must pass all rules
        without a form, and all of at least one form.
    land_uses : tuple of LandUse
        The rule counts only for parcels whose dominant land use is one of these; empty means for
        every parcel; a parcel of unknown land use is "other".
    replaced_by : str
        Name of the rule that counts instead wherever it can be judged; "" for none.
    before : float or None
        Threshold that ``source`` gives the reason for, where the office has set another.
    """

    name: str
    measure: str
    comparison: Comparison
    threshold: float
    unit: Unit
    source: str = ""
    classes: tuple[PotentialClass, ...] = ()
    warn_only: bool = False
    form: BuildingForm | None = None
    land_uses: tuple[LandUse, ...] = ()
    source_en: str = ""
    replaced_by: str = ""
    before: float | None = None

    def with_threshold(self, threshold: float) -> Rule:
        """Return the rule with the office's own threshold; it keeps in mind the one of its source."""
        before = self.threshold if self.before is None else self.before
        return replace(self, threshold=threshold, before=None if threshold == before else before)


@dataclass(frozen=True)
class RuleProfile:
    """A named, versioned set of rules (Regelwerk).

    Attributes
    ----------
    setback_m : float
        Smallest distance to every boundary.
    building_m : (float, float)
        Sides of the building that is tried on every parcel.
    height_m : float
        Height H of that building; 0 when nobody said, then ``setback_m`` counts alone.
    height_factor : float
        Depth of the Abstandsfläche in H (SächsBO §6: 0.4; 0.2 in GE and GI).
    dwelling_m2 : (float, float) or None
        Geschossfläche of one dwelling, from small to large; None where nobody shall live.
    unknown_rules : tuple of str
        Rules of a profile kept in a project that this program cannot read. Without them it would judge
        otherwise than it did, so it judges nothing until it is saved anew.
    """

    name: str
    version: int
    title_de: str
    title_en: str
    use: Use
    rules: tuple[Rule, ...]
    setback_m: float = 3.0
    origin: str = ""  # file it was read from, "" for built-in
    building_m: tuple[float, float] = (10.0, 12.0)
    height_m: float = 0.0
    height_factor: float = 0.4
    dwelling_m2: tuple[float, float] | None = None
    unknown_rules: tuple[str, ...] = ()

    @property
    def distance_m(self) -> float:
        """Distance that the building keeps from every boundary: ``max(setback, factor · H)``."""
        return max(self.setback_m, self.height_factor * self.height_m)


@dataclass(frozen=True)
class RuleResult:
    """One rule's say about one parcel.

    ``margin`` is positive when passed (by how much) and negative when failed (what is missing), in
    the unit of the measure; ``margin`` is None when the rule was not judged or does not count, and so
    is ``value`` where nobody measured it.
    """

    rule: Rule
    outcome: Outcome
    value: float | None
    margin: float | None
    reason: str = ""  # code why it was not judged or does not count (catalogue context ``not_judged``)


@dataclass(frozen=True)
class Verdict:
    """Befund: the class that a profile gives a parcel, with every rule's say."""

    parcel_id: str
    potential: PotentialClass
    profile: str
    version: int
    results: tuple[RuleResult, ...]
    reason: str = ""  # code of the decisive reason (catalogue context ``verdict_reason``)
    hints: tuple[str, ...] = field(default=())  # codes (catalogue context ``hint``)
