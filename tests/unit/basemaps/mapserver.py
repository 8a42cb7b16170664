"""MapServer on the loopback: a WMS as real offices run it, started by a small CGI bridge."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from PIL import Image
from servers import Asked, Reply, Server, serving

_MAP = """
MAP
  NAME "town"
  SIZE 400 400
  MAXSIZE 4096
  EXTENT {west} {south} {east} {north}
  UNITS METERS
  SHAPEPATH "{folder}"
  IMAGETYPE "png"
  IMAGECOLOR 255 255 255
  PROJECTION "init=epsg:25833" END
  OUTPUTFORMAT NAME "png" DRIVER AGG/PNG MIMETYPE "image/png" IMAGEMODE RGBA EXTENSION "png" END
  OUTPUTFORMAT NAME "jpeg" DRIVER AGG/JPEG MIMETYPE "image/jpeg" IMAGEMODE RGB EXTENSION "jpg" END
  WEB
    METADATA
      "wms_title" "Musterlinden"
      "wms_srs" "EPSG:25833 EPSG:25832 EPSG:3857 EPSG:4326 EPSG:3035"
      "wms_enable_request" "*"
      "wms_onlineresource" "http://unreachable.invalid/ows"
      "wms_attribution_title" "Quelle: Musteramt"
      "wms_contactorganization" "Amt Musterlinden"
      "wms_contactperson" "Erika Muster"
    END
  END
  LAYER
    NAME "photo"
    TYPE RASTER
    STATUS ON
    DATA "photo.png"
    PROJECTION "init=epsg:25833" END
    METADATA "wms_title" "Luftbild" "wms_opaque" "1" END
  END
  LAYER
    NAME "line"
    TYPE LINE
    STATUS ON
    PROJECTION "init=epsg:25833" END
    FEATURE POINTS {west} {south} {east} {north} END END
    CLASS STYLE COLOR 200 0 0 WIDTH 6 END END
    METADATA "wms_title" "Schrägstrich" END
  END
END
"""


def program() -> str | None:
    """Path of the CGI program."""
    return shutil.which("mapserv") or shutil.which("mapserv", path="/usr/lib/cgi-bin")


@contextmanager
def mapserver(folder: Path, photo: np.ndarray, west: float, north: float, pixel: float) -> Iterator[Server]:
    """Serve a photo, RGB uint8 (h, w, 3), whose upper left corner lies at (west, north) in EPSG:25833."""
    height, width = photo.shape[:2]
    Image.fromarray(photo).save(folder / "photo.png")
    middle = (west + pixel / 2, north - pixel / 2)
    (folder / "photo.pgw").write_text(f"{pixel}\n0\n0\n-{pixel}\n{middle[0]}\n{middle[1]}\n")
    mapfile = folder / "town.map"
    east, south = west + width * pixel, north - height * pixel
    mapfile.write_text(_MAP.format(folder=folder, west=west, south=south, east=east, north=north))
    config = folder / "mapserver.conf"
    config.write_text('CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n')
    command = program()
    assert command is not None

    def reply(asked: Asked) -> Reply:
        environment = {
            **os.environ,
            "MAPSERVER_CONFIG_FILE": str(config),
            "MS_MAPFILE": str(mapfile),
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": urlencode(asked.query),
        }
        answer = subprocess.run([command], env=environment, capture_output=True, timeout=60, check=False)
        head, _, body = answer.stdout.partition(b"\r\n\r\n")
        kind = next(line for line in head.decode().splitlines() if line.lower().startswith("content-type"))
        return Reply(body, content_type=kind.split(":", 1)[1].strip())

    with serving(reply) as server:
        yield server
