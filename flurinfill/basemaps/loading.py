"""Fetching tiles beside the drawing: the latest view wins, and a service that fails is left in peace.

Two threads read the disk, so that what is there appears whatever the network does; four ask the
service. All of them end when the loader is closed, also in the middle of an answer.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from flurinfill.basemaps.cache import DiskCache
from flurinfill.basemaps.client import AT_ONCE, Client
from flurinfill.basemaps.decoding import RGBA, decode
from flurinfill.basemaps.grids import TileKey
from flurinfill.basemaps.memory import TileMemory
from flurinfill.basemaps.sources import TileSource
from flurinfill.model.errors import Cancelled, ServiceError

REST_S = 60.0
"""How long a service is left in peace after it failed."""

_TILE_BYTES = 8_000_000
_NOTHING_HERE = (204, 404)  # beyond the edge of a service
_OF_ONE_TILE = {"image_damaged", "image_size"}  # the next one may be sound
_IN_A_ROW = 3
_READERS = 2  # of the disk: decoding costs more than reading
_GOODBYE_S = 2.0
_ANSWERS = (200, *_NOTHING_HERE)


class TileLoader:
    """Brings tiles from disk and service into memory.

    Parameters
    ----------
    source : TileSource
    client : Client
        Closed together with the loader.
    cache : DiskCache
    memory : TileMemory
    news : callable
        Called in a worker whenever a tile has arrived.
    trouble : callable
        Called in a worker with a ``ServiceError`` when the service fails or nothing can be kept, and
        with whatever else goes wrong.
    rest_s : float
        :data:`REST_S`.
    """

    def __init__(
        self,
        source: TileSource,
        client: Client,
        cache: DiskCache,
        memory: TileMemory,
        news: Callable[[], None],
        trouble: Callable[[Exception], None],
        rest_s: float = REST_S,
    ) -> None:
        self._source, self._client, self._cache, self._memory = source, client, cache, memory
        self._news, self._trouble, self._rest_s = news, trouble, rest_s
        self._changed = threading.Condition()
        self._near: deque[TileKey] = deque()  # to be looked for on the disk
        self._far: deque[TileKey] = deque()  # to be asked for
        self._busy: set[TileKey] = set()
        self._shunned: dict[TileKey, float] = {}  # failed tiles, and until when
        self._rests_until = 0.0
        self._failures = 0
        self._something = False  # of what is wanted is there
        self._missing: ServiceError | None = None  # of what is wanted the service does not have this
        self._told_of_disk = False
        self._closed = False
        self._threads = [
            threading.Thread(target=self._work, args=(disk,), name=f"basemap-{number}", daemon=True)
            for number, disk in enumerate([True] * _READERS + [False] * AT_ONCE)
        ]
        for thread in self._threads:
            thread.start()

    def want(self, tiles: Sequence[TileKey]) -> None:
        """Load these, the first ones first; what was wanted before and is not begun is forgotten."""
        with self._changed:
            now, wanted = time.monotonic(), set(tiles)
            self._far = deque(key for key in self._far if key in wanted)
            begun = self._busy | set(self._far)
            self._shunned = {key: until for key, until in self._shunned.items() if until > now}
            self._something = any(key in self._memory for key in tiles)
            self._missing = None
            self._near = deque(
                key
                for key in tiles
                if key not in self._memory and key not in begun and key not in self._shunned
            )
            if self._near:
                self._changed.notify_all()

    @property
    def idle(self) -> bool:
        """True when nothing is wanted that can be had now."""
        with self._changed:
            waits = bool(self._far) and self._rests_until <= time.monotonic()
            return not (self._near or self._busy or waits)

    def close(self, *, wait: bool = True) -> None:
        """Break off everything, and wait (not for ever) for the threads."""
        with self._changed:
            self._closed = True
            self._near.clear()
            self._far.clear()
            self._changed.notify_all()
        self._client.close()
        end = time.monotonic() + _GOODBYE_S
        for thread in self._threads if wait else ():
            thread.join(max(end - time.monotonic(), 0.0))

    def _work(self, disk: bool) -> None:
        while (key := self._next(disk)) is not None:
            arrived, ask = False, False
            try:
                arrived, ask = self._from_disk(key) if disk else (self._from_service(key), False)
            except Cancelled:
                return
            except Exception as error:
                self._trouble(error)
            finally:
                with self._changed:
                    self._busy.discard(key)
                    self._something |= arrived
                    if ask:
                        self._far.append(key)
                        self._changed.notify_all()
                    nothing = self._take_nothing()
            if arrived:
                self._news()
            if nothing is not None:
                self._trouble(nothing)

    def _take_nothing(self) -> ServiceError | None:
        """Say, once, that the service has nothing of a view, when nothing is on its way any more."""
        waits = self._something or self._near or self._far or self._busy
        if waits or self._failures < _IN_A_ROW:
            return None
        missing, self._missing = self._missing, None
        return missing

    def _next(self, disk: bool) -> TileKey | None:
        """Wait for something to do; None when it is over."""
        with self._changed:
            while not self._closed:
                queue = self._near if disk else self._far
                patience = None if disk else self._rests_until - time.monotonic()
                if queue and (patience is None or patience <= 0):
                    key = queue.popleft()
                    if key not in self._busy:
                        self._busy.add(key)
                        return key
                    continue
                self._changed.wait(patience if queue and patience is not None else None)
            return None

    def _from_disk(self, key: TileKey) -> tuple[bool, bool]:
        """Take a tile from the disk; tell whether it was there, and whether to ask for a new one."""
        kept = self._cache.read(key)
        found = kept is not None and self._kept(key, kept[0])
        return found, not found or kept is None or not kept[1]

    def _kept(self, key: TileKey, body: bytes) -> bool:
        try:
            picture = decode(body, self._source.service.host, self._size(key))
        except ServiceError:
            self._cache.forget(key)
            return False
        self._memory.put(key, picture)
        return True

    def _from_service(self, key: TileKey) -> bool:
        try:
            picture = self._asked(key)
        except ServiceError as error:
            self._failed(key, error)
            return False
        self._memory.put(key, picture)
        with self._changed:
            self._failures = 0
        failure = self._cache.failure
        if failure is not None and not self._told_of_disk:
            self._told_of_disk = True
            self._trouble(ServiceError("cache_off", folder=str(self._cache.folder.parent)))
        return True

    def _asked(self, key: TileKey) -> RGBA:
        answer = self._client.get(self._source.address(key), most=_TILE_BYTES, allowed=_ANSWERS)
        if answer.status in _NOTHING_HERE:
            raise ServiceError("nothing_here", host=answer.host)
        picture = decode(answer.body, answer.host, self._size(key))
        self._cache.write(key, answer.body)
        return picture

    def _size(self, key: TileKey) -> tuple[int, int]:
        return self._source.grid.levels[key.level].tile

    def _failed(self, key: TileKey, error: ServiceError) -> None:
        """Leave the tile in peace, and the service too unless only this tile is bad."""
        now = time.monotonic()
        with self._changed:
            self._failures += 1
            alone = error.code in _OF_ONE_TILE and self._failures < _IN_A_ROW
            missing = error.code == "nothing_here"
            if alone or missing:
                self._shunned[key] = now + self._rest_s
            else:
                self._rests_until = now + self._rest_s
                self._far.appendleft(key)
            if missing:
                self._missing = error
        if not missing:
            self._trouble(error)
