"""The page as one text: our frame, Leaflet and folium's map inline, our scripts, the content as data."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import folium
import js_lib_leaflet
from branca.element import Figure
from jinja2 import Environment, FileSystemLoader

from flurinfill._data import data_path

FOLDER = data_path("resources", "templates", "webmap")
SCRIPTS = (
    "hub",
    "words",
    "outlines",
    "looks",
    "sites",
    "search",
    "filters",
    "painting",
    "canvas",
    "around",
    "map",
    "list",
    "card",
    "link",
    "sheet",
    "theme",
    "ground",
    "printing",
    "start",
)
"""In the order they are read; each says at its top what it is for."""
STYLES = ("page", "panel", "list", "card", "map", "narrow", "paper")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
MAP_NAME = "map_of_sites"
_POLICY = (
    "default-src 'none'; script-src{scripts}; style-src 'unsafe-inline'; img-src data:{hosts}; "
    "base-uri 'none'; form-action 'none'"
)
"""Only our own scripts run, known by their hashes: were a text ever to become markup, it could do nothing."""


def render(content: dict[str, Any]) -> str:
    """Give the page; everything that is filled in is escaped.

    Parameters
    ----------
    content : dict
        See :func:`flurinfill.reports.webmap.content.content`.
    """
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True)
    content = {name: _plain(value) if isinstance(value, str) else value for name, value in content.items()}
    ground = content["ground"]
    hosts = "".join(f" {host}" for host in ground["hosts"]) if ground else ""
    script = f"{_map()}\n{scripts()}\nflurinfill.start({MAP_NAME});\n"
    allowed = "".join(f" '{_hash(text)}'" for text in (leaflet()["script"], script))
    return environment.get_template("page.html").render(
        **content,
        policy=_POLICY.format(hosts=hosts, scripts=allowed),
        leaflet=leaflet(),
        style="\n".join(_read(f"{name}.css") for name in STYLES),
        script=script,
        map_name=MAP_NAME,
        data=as_json(content),
    )


def _plain(text: str) -> str:
    """Text whose signs for the direction of writing, which would turn what follows around, are seen."""
    return _TURNING.sub("\ufffd", text)


def _hash(script: str) -> str:
    return f"sha256-{b64encode(sha256(script.encode('utf-8')).digest()).decode('ascii')}"


def _map() -> str:
    """Script of folium's map; its head, which would reach for other servers, is not taken."""
    figure = Figure()
    plan = folium.Map(
        tiles=None, zoom_control=False, control_scale=False, max_zoom=20, zoom_snap=0.25, zoom_delta=1
    )
    plan.default_js, plan.default_css = [], []
    figure.add_child(plan)
    figure.render()
    script: str = figure.script.render()
    return script.replace(plan.get_name(), MAP_NAME)  # the same sites give the same file


@cache
def leaflet() -> dict[str, str]:
    """Leaflet's own files, without what they would ask for."""
    folder = Path(js_lib_leaflet.__file__).parent / "static" / "js_lib_leaflet"
    css = re.sub(r"url\([^)]*\)", "none", (folder / "leaflet.css").read_text("utf-8"))
    code = re.sub(r"//# sourceMappingURL=\S+", "", (folder / "leaflet.js").read_text("utf-8"))
    return {"style": css, "script": code}


def scripts() -> str:
    """All our scripts, one after the other."""
    return "\n".join(_read(f"{name}.js") for name in SCRIPTS)


def _read(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def as_json(value: Any) -> str:
    """JSON that may stand inside a script element: no text can close it."""
    text = _plain(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
