"""The ground below the map: opened as the settings say, redrawn when tiles come, its troubles told once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from flurinfill import settings
from flurinfill.basemaps.basemap import Basemap
from flurinfill.basemaps.cache import cache_folder
from flurinfill.basemaps.client import Client
from flurinfill.basemaps.opening import source_of
from flurinfill.basemaps.presets import preset
from flurinfill.basemaps.proxies import keep_login, without_login
from flurinfill.basemaps.services import Service
from flurinfill.basemaps.sources import TileSource
from flurinfill.desktop.dialogs.base import describe
from flurinfill.desktop.dialogs.basemap import BasemapDialog
from flurinfill.desktop.main_window import MainWindow
from flurinfill.desktop.session import Session
from flurinfill.i18n import tr
from flurinfill.model.errors import Cancelled, FlurinfillError, ServiceError
from flurinfill.model.progress import Progress
from flurinfill.usecases.printing import Ground

NOTICE = "basemap"
"""Key of the message about a service."""

_REDRAW_MS = 80  # tiles come in swarms
_NO_NETWORK = {"service_unreachable", "service_silent", "service_broke_off", "proxy_unreachable"}


class BasemapControl(QObject):
    """Keeps the ground below the map as the settings want it.

    Signals
    -------
    changed :
        It was switched on or off, or another service was chosen.
    """

    changed = Signal()
    _arrived = Signal()
    _troubled = Signal(object)

    def __init__(
        self, window: MainWindow, session: Session, known: settings.Settings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, known
        self._canvas = window.workspace.map.canvas
        self._hide_login()
        self._basemap: Basemap | None = None
        self._client: Client | None = None
        self._dialog: BasemapDialog | None = None
        self._wanted: tuple[object, ...] | None = None
        self._told: set[str] = set()
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._canvas.redraw)
        self._arrived.connect(self._on_arrived)
        self._troubled.connect(self._on_troubled)
        session.loaded.connect(self.refresh)
        session.closed.connect(self.refresh)
        window.notices.acted.connect(self._on_acted)

    def _hide_login(self) -> None:
        """Take the login of the proxy out of settings that an older program wrote."""
        known = self._settings.basemap
        if "@" not in known.proxy:
            return
        try:
            known.proxy = keep_login(known.proxy)
        except ServiceError:
            known.proxy = without_login(known.proxy)
        settings.save(self._settings)

    def callbacks(self) -> dict[str, Callable[..., None]]:
        """What to call for each command."""
        return {"basemap_shown": self.show_basemap, "basemap": self.ask}

    @property
    def shown(self) -> bool:
        """True when a ground is wanted and there is one to show."""
        return self._settings.basemap.shown and self.service is not None

    @property
    def service(self) -> Service | None:
        """The service that is chosen."""
        known = self._settings.basemap
        own = (Service.from_settings(plain) for plain in known.own)
        found = next((one for one in own if one is not None and one.name == known.service), None)
        return found or preset(known.service)

    @property
    def service_shown(self) -> Service | None:
        """The service that the map shows; None while it shows none."""
        return self.service if self.shown else None

    def for_paper(self) -> Ground | None:
        """What a printed map needs to show the same ground."""
        service, known = self.service_shown, self._settings.basemap
        if service is None:
            return None
        return Ground(service, known.proxy, known.cache_mb, known.opacity)

    @Slot(bool)
    def show_basemap(self, on: bool) -> None:
        """Show the ground or not; ask which when none is chosen yet."""
        if on and self.service is None:
            self.ask()
            self.changed.emit()
            return
        self._settings.basemap.shown = on
        self._keep()

    @Slot()
    def ask(self) -> None:
        """Let the user choose service, opacity, proxy and cache."""
        state = self._session.snapshot.data_state if self._session.snapshot is not None else None
        dialog = BasemapDialog(
            self._session.jobs, self._settings.basemap, state.crs if state is not None else "", self._window
        )
        dialog.wanted.connect(self._on_wanted)
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    @Slot()
    def _on_dialog_closed(self) -> None:
        self._dialog = None

    @Slot(object)
    def _on_wanted(self, wanted: settings.BasemapSettings) -> None:
        self._settings.basemap = wanted
        self._told.clear()
        self._wanted = ()  # another try, also with the same service
        self._keep()

    def _keep(self) -> None:
        settings.save(self._settings)
        self.refresh()
        self.changed.emit()

    @Slot()
    def refresh(self) -> None:
        """Open what the settings and the project want, close what they do not want any more."""
        snapshot, known, service = self._session.snapshot, self._settings.basemap, self.service
        state = snapshot.data_state if snapshot is not None else None
        wanted = None
        if known.shown and service is not None and state is not None:
            wanted = (service, state.crs, known.proxy, known.cache_mb, known.opacity)
        if wanted == self._wanted:
            return
        self._close(wait=False)
        self._wanted = wanted
        if wanted is None:
            self._canvas.set_backdrop(None)
            return
        crs, client = state.crs, Client(known.proxy)
        self._client = client

        def work(progress: Progress) -> TileSource:
            return source_of(service, crs, client, cache_folder())

        self._session.jobs.read(NOTICE, work, owner=self, done=self._on_source, failed=self._on_failed)

    def _on_source(self, source: TileSource) -> None:
        known, state = self._settings.basemap, self._session.snapshot.data_state
        self._basemap = Basemap(
            source,
            state.crs,
            self._client,
            cache_folder(),
            known.cache_mb,
            news=self._arrived.emit,
            trouble=self._troubled.emit,
            opacity=known.opacity,
        )
        service = source.service
        self._canvas.set_backdrop(self._basemap, service.attribution, printable=service.printable)

    def _on_failed(self, error: Exception) -> None:
        self._canvas.set_backdrop(None)
        if self._client is not None:
            self._client.close()
        self._on_troubled(error)

    @Slot()
    def _on_arrived(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    @Slot(object)
    def _on_troubled(self, error: Exception) -> None:
        """Say it once; that there is no network once for all services."""
        if not isinstance(error, FlurinfillError):
            if not isinstance(error, Cancelled):
                self._session.jobs.crashed.emit(error)
            return
        code = "no_network" if error.code in _NO_NETWORK else error.code
        if code in self._told or not self.shown:
            return
        self._told.add(code)

        def words() -> str:
            return describe(error)

        def action() -> str:
            return tr("Basemap …")

        self._window.notices.show_notice(NOTICE, "warn", words, action=action, unasked=True)

    @Slot(str)
    def _on_acted(self, key: str) -> None:
        if key == NOTICE:
            self._window.notices.remove(NOTICE)
            self.ask()

    @Slot()
    def break_off(self) -> None:
        """Wake whoever waits for an answer, so that jobs can end."""
        self._session.jobs.forget(NOTICE)
        if self._dialog is not None:
            self._dialog.form.break_off()
        if self._client is not None:
            self._client.close()

    @Slot()
    def shutdown(self) -> None:
        """Stop loading; call when no map is drawn any more."""
        self._redraw.stop()
        self._close(wait=True)

    def _close(self, *, wait: bool) -> None:
        self._session.jobs.forget(NOTICE)
        if self._client is not None:
            self._client.close()
        self._window.notices.remove(NOTICE)
        if self._basemap is not None:
            self._basemap.close(wait=wait)
        self._basemap = self._client = None
