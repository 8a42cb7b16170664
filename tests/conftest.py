"""What every test gets: no screen, no network, its own settings, no leftovers."""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings
from quarter import import_quarter

from flurinfill import i18n
from flurinfill._data import data_path
from flurinfill.usecases import sample as sample_project

# A busy machine is no failure, and neither is luck: each test tries the same examples every time. Who looks
# for further ones runs with --hypothesis-profile=default.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

REALDATA = Path(__file__).resolve().parents[2] / "shared" / "realdata"


@pytest.fixture
def realdata() -> Path:
    """Folder of the real cadastral files; the test is skipped where it is absent."""
    if not REALDATA.is_dir():
        pytest.skip(f"no real cadastral files beside the project ({REALDATA.name} absent)")
    return REALDATA


@pytest.fixture(autouse=True)
def german() -> Iterator[None]:
    """Every test starts in German."""
    i18n.set_language("de")
    yield
    i18n.set_language("de")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and caches of a test are its own."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the loopback can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else address
        if isinstance(address, tuple) and host not in {"127.0.0.1", "localhost", "::1"}:
            raise AssertionError(f"a test reached for the network: {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def no_left_over_threads() -> Iterator[None]:
    """A test that leaves a thread behind fails."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in set(threading.enumerate()) - before
        if thread.is_alive()
        and not thread.name.startswith(
            ("Dummy", "pytest_timeout", "asyncio_", "warm-kernels", "Dask-", "IO loop")
        )
    ]
    for thread in left:
        thread.join(timeout=5)
    assert not [thread for thread in left if thread.is_alive()], left


@pytest.fixture(scope="session")
def made_sample() -> Path:
    """A quarter of the sample town as a project; tests copy it (fixture ``sample``) before they write."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample_project, "import_files", import_quarter)
        return _made("quarter")


@pytest.fixture(scope="session")
def made_town() -> Path:
    """The whole sample project, for what needs all of the town."""
    return _made("town")


def _made(name: str) -> Path:
    """Make a sample project, once a day for the same code; the window has no part in it."""
    folder = Path(tempfile.gettempdir()) / "flurinfill-tests"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{_what_makes_it()}.gpkg"
    if not path.is_file():
        for old in sorted(folder.glob(f"{name}-*.gpkg"), key=lambda file: file.stat().st_mtime)[:-8]:
            old.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            fresh = Path(unfinished) / path.name
            sample_project.create_sample(fresh)
            fresh.replace(path)
    return path


def _what_makes_it() -> str:
    """Digest of the day and of everything that has a part in making the sample project."""
    package, data = Path(i18n.__file__).parent, data_path("sample_data")
    rooms = ("model", "cadastre", "detection", "project", "usecases")
    files = [file for room in rooms for file in (package / room).rglob("*.py")]
    files += [
        Path(__file__).with_name("quarter.py"),
        *data_path("resources", "profiles").glob("*.toml"),
        *data.glob("*.gz"),
        *data.glob("*.gpkg"),
    ]
    digest = hashlib.sha256(date.today().isoformat().encode())
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Path:
    """A project of a quarter of the sample town that a test may change."""
    copy = tmp_path / "sample.gpkg"
    shutil.copyfile(made_sample, copy)
    return copy


@pytest.fixture
def town(made_town: Path, tmp_path: Path) -> Path:
    """The whole sample project, to be changed."""
    copy = tmp_path / "town.gpkg"
    shutil.copyfile(made_town, copy)
    return copy
