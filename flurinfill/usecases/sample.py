"""The sample project: the fictional town with sites in every state, so that each view shows something.

Everything in it is invented; the passphrase is no secret and is shown on the start page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import platformdirs

from flurinfill._data import data_path
from flurinfill.cadastre.mapping import LayerMapping, LayerRef
from flurinfill.i18n import tr
from flurinfill.model.office import Office
from flurinfill.model.owners import ContactChannel, ContactResult, Owner, OwnerCategory, OwnerKind
from flurinfill.model.potential import PotentialClass
from flurinfill.model.progress import SILENT, Progress
from flurinfill.model.reservations import ReservationTerms
from flurinfill.model.states import Availability, Outreach, Publication, RejectReason, Review, Willingness
from flurinfill.project import Project, operations, queries
from flurinfill.usecases.detecting import detect
from flurinfill.usecases.importing import import_files

SAMPLE_PASSPHRASE = "Musterstadt-2026"  # noqa: S105 - public on purpose: it protects invented people
CONSTRAINT_LAYERS = ("Überschwemmungsgebiet", "Naturschutzgebiet", "Denkmalbereich")

_TOWN_HALL = Office(
    town="Stadt Musterlinden",
    department="Wirtschaftsförderung",
    street="Markt 1",
    postcode="00917",
    city="Musterlinden",
    person="Frau Beispiel",
    phone="00000 917-20",
    mail="bauplaetze@musterlinden.example",
    web="www.musterlinden.example",
    signatory="Frau Beispiel",
    signatory_role="Sachgebiet Wirtschaftsförderung",
    privacy_officer="Datenschutz der Stadt Musterlinden, Markt 1, datenschutz@musterlinden.example",
    inhabitants=4300,
    needed_dwellings=180,
    needed_until=2035,
)


def sample_path() -> Path:
    """Where the user's sample project lies."""
    return Path(platformdirs.user_data_dir("flurinfill", appauthor=False)) / "Musterstadt.gpkg"


def create_sample(path: Path, *, progress: Progress = SILENT, today: date | None = None) -> None:
    """Make the sample project: import the town, detect, and play some months of work in the office.

    The dates are counted back from ``today``, so that the list of what is due is never empty. A
    cancelled or failed run leaves no file; a file that is there already is refused and kept.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    project = Project.create(path, passphrase=SAMPLE_PASSPHRASE)
    try:
        with project:
            constraints = data_path("sample_data", "constraints.gpkg")
            mapping = LayerMapping(
                constraints=tuple(LayerRef(constraints, layer) for layer in CONSTRAINT_LAYERS),
                plans=(LayerRef(data_path("sample_data", "plans.gpkg")),),
            )
            import_files(
                project,
                [data_path("sample_data", "town.nas.xml.gz")],
                mapping=mapping,
                source=tr("Invented sample data"),
                progress=progress,
            )
            detect(project, progress=progress)
            progress.report("sample_office", 0, 1)
            _Months(project, today or date.today()).work()
            progress.report("sample_office", 1, 1)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


class _Months:
    """Some months of an economic development office, in a few operations."""

    def __init__(self, project: Project, today: date) -> None:
        self.project = project
        self.today = today
        sites = queries.site_table(project)
        gaps = sites[sites["potential"].isin([PotentialClass.GAP, PotentialClass.MINOR_USE])]
        municipal = gaps["owner_category"].eq(OwnerCategory.MUNICIPALITY.value)
        self._municipal = _ids(gaps[municipal])
        self._private = _ids(gaps[~municipal])
        self._brownfields = _ids(sites[sites["potential"] == PotentialClass.BROWNFIELD])

    def work(self) -> None:
        """Play the stories; each takes the next site that fits."""
        operations.set_office(self.project, _TOWN_HALL)
        for story in (
            self._published,
            self._announced,
            self._objected,
            self._marketed_municipal,
            self._marketed_with_consent,
            self._marketed_without_consent,
            self._reserved,
            self._built,
            self._deferred,
            self._rejected,
            self._asked,
        ):
            story()
        for site_id in self._brownfields:
            self._confirm(site_id)
            break

    def _published(self) -> None:
        for publication in (Publication.CLEARED, Publication.PUBLISHED):
            site_id = next(self._private)
            self._confirm(site_id)
            self._publish(site_id, Publication.ANNOUNCED, self._ago(90))
            self._publish(site_id, Publication.CLEARED, self._ago(40))
            if publication is Publication.PUBLISHED:
                self._publish(site_id, Publication.PUBLISHED, self._ago(35))

    def _announced(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        self._publish(site_id, Publication.ANNOUNCED, self._ago(12))

    def _objected(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        self._publish(site_id, Publication.ANNOUNCED, self._ago(90))
        self._publish(site_id, Publication.OBJECTED, self._ago(70))

    def _marketed_municipal(self) -> None:
        for site_id in (next(self._municipal), next(self._municipal)):
            self._confirm(site_id)
            self._market(site_id)
            self._publish(site_id, Publication.ANNOUNCED, self._ago(120))
            self._publish(site_id, Publication.CLEARED, self._ago(80))
            self._publish(site_id, Publication.PUBLISHED, self._ago(78))

    def _marketed_with_consent(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        for owner_id in self._owners(site_id):
            self._ask(site_id, owner_id, Outreach.ANSWERED)
            operations.set_willingness(
                self.project,
                site_id,
                owner_id,
                Willingness.SELL,
                source=ContactChannel.LETTER,
                on=self._ago(30),
            )
            operations.set_consent(self.project, site_id, owner_id, consent=True, on=self._ago(30))
        self._market(site_id)

    def _marketed_without_consent(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        self._market(site_id)

    def _reserved(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        operations.set_availability(self.project, site_id, Availability.AVAILABLE)
        firm = Owner(
            "",
            OwnerKind.ORGANISATION,
            OwnerCategory.COMPANY,
            organisation="Musterbau Lindenhof GmbH",
            mail="bauen@lindenhof.example",
        )
        until = self.today + timedelta(days=45)
        terms = ReservationTerms(firm, until, "Bis zur Zusage der Bank reserviert")
        operations.reserve_site(self.project, site_id, terms)

    def _built(self) -> None:
        site_id = next(self._private)
        self._confirm(site_id)
        operations.set_availability(self.project, site_id, Availability.BUILT)

    def _deferred(self) -> None:
        site_id = next(self._private)
        operations.set_review(
            self.project, site_id, Review.DEFERRED, deferred_until=self._ago(1), note="Ortstermin abwarten"
        )

    def _rejected(self) -> None:
        for reason in (RejectReason.ENCUMBRANCE, RejectReason.PUBLIC_USE):
            operations.set_review(self.project, next(self._private), Review.REJECTED, reason=reason)

    def _asked(self) -> None:
        """Ask the owners of some sites; the answers differ, and some talks are to be followed up."""
        answers: list[tuple[Outreach, Willingness | None]] = [
            (Outreach.ANSWERED, Willingness.NO_INTEREST),
            (Outreach.ANSWERED, Willingness.BUILD_SELF),
            (Outreach.SENT, None),
            (Outreach.REMINDED, None),
            (Outreach.UNDELIVERABLE, None),
            (Outreach.ANSWERED, Willingness.ADVICE),
        ]
        for number, (outreach, willingness) in enumerate(answers):
            site_id = next(self._private)
            self._confirm(site_id)
            for owner_id in self._owners(site_id):
                self._ask(site_id, owner_id, outreach)
                if willingness is not None:
                    operations.set_willingness(
                        self.project,
                        site_id,
                        owner_id,
                        willingness,
                        source=ContactChannel.LETTER,
                        on=self._ago(20),
                    )
            self._talk(site_id, due=self.today + timedelta(days=number * 4 - 8))

    def _talk(self, site_id: int, *, due: date) -> None:
        owners = self._owners(site_id)
        if not owners:
            return
        operations.record_contact(
            self.project,
            site_id,
            owners[0],
            channel=ContactChannel.CALL,
            outgoing=True,
            on=self._ago(14),
            result=ContactResult.CALLBACK,
            text="Möchte sich mit der Familie besprechen und meldet sich; sonst noch einmal anrufen.",
            follow_up_on=due,
        )
        operations.set_note(self.project, site_id, "Zufahrt vor Ort ansehen, Hecke an der Straße.")

    def _ask(self, site_id: int, owner_id: str, outreach: Outreach) -> None:
        steps = [Outreach.SENT]
        if outreach is not Outreach.SENT:
            steps.append(outreach)
        for number, step in enumerate(steps):
            operations.set_outreach(self.project, site_id, owner_id, step, on=self._ago(60 - 20 * number))

    def _confirm(self, site_id: int) -> None:
        operations.set_review(self.project, site_id, Review.CONFIRMED)

    def _market(self, site_id: int) -> None:
        operations.set_availability(self.project, site_id, Availability.AVAILABLE)
        operations.set_availability(self.project, site_id, Availability.MARKETED)

    def _publish(self, site_id: int, publication: Publication, on: date) -> None:
        operations.set_publication(self.project, site_id, publication, on=on)

    def _owners(self, site_id: int) -> list[str]:
        return [str(owner_id) for owner_id in queries.outreach_of(self.project, site_id)["owner_id"]]

    def _ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def _ids(sites: pd.DataFrame) -> Iterator[int]:
    return iter([int(site_id) for site_id in sites.index])
