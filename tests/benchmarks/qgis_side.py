"""The part of ``bench_qgis.py`` that runs in the Python of QGIS: reads an order, prints milliseconds.

QGIS gets its best chance: rendering in parallel, its simplification while drawing, the R-tree of the
file, no disk reads (the file was just read), no canvas around the picture. Identify asks the provider
for what lies in a small box and tests it exactly, as the tool of QGIS does.
"""

from __future__ import annotations

import itertools
import json
import sys
import time

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from shortest import best

REACH_M = 0.5


def opened(path: str, names: list[str]) -> list[QgsVectorLayer]:
    """Open the layers with the styles of the file."""
    layers = []
    for name in names:
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        _, styled = layer.loadDefaultStyle()
        if not (layer.isValid() and styled):
            raise SystemExit(f"{name}: not read, or without its style")
        layer.setReadOnly(False)
        layers.append(layer)
    return layers


def render(layers: list[QgsVectorLayer], order: dict, view: list[float], save: str = "") -> None:
    """Draw one picture, as the canvas of QGIS does in the background."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(*order["size"]))
    settings.setDestinationCrs(QgsCoordinateReferenceSystem(order["crs"]))
    settings.setBackgroundColor(QColor("white"))
    settings.setExtent(QgsRectangle(*view))
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setFlag(QgsMapSettings.UseRenderingOptimization, True)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    if job.errors():
        raise SystemExit("; ".join(error.message for error in job.errors()))
    if save:
        job.renderedImage().save(save)


def identify(parcels: QgsVectorLayer, x: float, y: float) -> list[str]:
    """Numbers of the parcels at a place."""
    box = QgsRectangle(x - REACH_M, y - REACH_M, x + REACH_M, y + REACH_M)
    point = QgsGeometry.fromPointXY(QgsPointXY(x, y))
    found = parcels.getFeatures(QgsFeatureRequest().setFilterRect(box))
    return [str(feature["parcel_id"]) for feature in found if feature.geometry().intersects(point)]


def main() -> None:
    """Do what the order says."""
    order = json.loads(sys.stdin.read())
    application = QgsApplication([], False)
    application.initQgis()
    views: dict[str, list[float]] = order["views"]
    repeat: int = order["repeat"]
    start = time.perf_counter()
    layers = opened(order["path"], order["layers"])
    render(layers, order, views["whole"])
    told = {"opening": (time.perf_counter() - start) * 1000}
    if order["opening_only"]:
        print(json.dumps(told))
        return
    for name, view in views.items():
        few = 1 if name == "whole" and order["slow"] else repeat
        told[name] = best(lambda view=view: render(layers, order, view), few)
        if order["pictures"]:
            render(layers, order, view, f"{order['pictures']}-qgis-{name.replace(':', '-')}.png")
    parcels = next(layer for layer in layers if layer.name() == "parcels")
    x, y = order["place"]
    if identify(parcels, x, y) != [order["parcel"]]:
        raise SystemExit("another parcel was found")
    told["identify"] = best(lambda: identify(parcels, x, y), 20)
    (feature,) = parcels.getFeatures(
        QgsFeatureRequest().setFilterExpression(f"parcel_id='{order['parcel']}'")
    )
    column = parcels.fields().indexOf("potential")

    values = itertools.cycle(("gap", "second_row"))

    def change() -> None:
        if not parcels.dataProvider().changeAttributeValues({feature.id(): {column: next(values)}}):
            raise SystemExit("the attribute was not changed")
        render(layers, order, views["1:1,000"])

    told["change"] = best(change, repeat)
    print(json.dumps(told))


main()
