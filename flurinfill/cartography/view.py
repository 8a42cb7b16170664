"""What part of the world a picture shows, and the way between metres and pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

CSS_PIXEL_MM = 25.4 / 96
"""Size of a logical pixel: 96 to the inch, as every desktop assumes."""


@dataclass(frozen=True)
class View:
    """Centre of a picture in the project's CRS, and how many metres a pixel covers.

    Pixels count from the upper left corner, ``y`` downwards; the size of the picture is given to
    the methods because a view outlives a change of size.
    """

    center_x: float
    center_y: float
    metres_per_pixel: float

    def to_pixel(self, x: float, y: float, width: float, height: float) -> tuple[float, float]:
        """Pixel of a place in the world."""
        return (
            (x - self.center_x) / self.metres_per_pixel + width / 2,
            (self.center_y - y) / self.metres_per_pixel + height / 2,
        )

    def to_world(self, px: float, py: float, width: float, height: float) -> tuple[float, float]:
        """Place in the world under a pixel."""
        return (
            self.center_x + (px - width / 2) * self.metres_per_pixel,
            self.center_y - (py - height / 2) * self.metres_per_pixel,
        )

    def bounds(self, width: float, height: float) -> tuple[float, float, float, float]:
        """West, south, east, north of a picture of this size."""
        half_x, half_y = width / 2 * self.metres_per_pixel, height / 2 * self.metres_per_pixel
        return (
            self.center_x - half_x,
            self.center_y - half_y,
            self.center_x + half_x,
            self.center_y + half_y,
        )

    def zoomed(self, factor: float, px: float, py: float, width: float, height: float) -> View:
        """Return the view enlarged ``factor`` times, the place under the pixel staying where it is."""
        x, y = self.to_world(px, py, width, height)
        return View(
            x + (self.center_x - x) / factor,
            y + (self.center_y - y) / factor,
            self.metres_per_pixel / factor,
        )

    def panned(self, dx: float, dy: float) -> View:
        """Return the view after the picture was dragged by so many pixels."""
        return replace(
            self,
            center_x=self.center_x - dx * self.metres_per_pixel,
            center_y=self.center_y + dy * self.metres_per_pixel,
        )

    def magnified(self, ratio: float) -> View:
        """Return the same view for a picture with ``ratio`` times as many pixels along each side."""
        return replace(self, metres_per_pixel=self.metres_per_pixel / ratio)

    @property
    def scale(self) -> float:
        """Denominator of the map scale on a screen of 96 dots per inch."""
        return self.metres_per_pixel * 1000 / CSS_PIXEL_MM

    def at_scale(self, denominator: float) -> View:
        """Return the same place at a scale of 1:denominator."""
        return replace(self, metres_per_pixel=denominator * CSS_PIXEL_MM / 1000)


def fit(bounds: tuple[float, float, float, float], width: float, height: float, margin: float = 0.06) -> View:
    """View that shows the bounds (west, south, east, north) with a margin on each side.

    Parameters
    ----------
    bounds : tuple of float
        In metres; a point is shown with 50 m around it.
    width, height : float
        Size of the picture in pixels.
    margin : float
        Share of the picture left free on each side.
    """
    west, south, east, north = bounds
    if max(east - west, north - south) < 1.0:
        west, south, east, north = west - 50, south - 50, east + 50, north + 50
    usable = 1 - 2 * margin
    metres_per_pixel = max((east - west) / max(width * usable, 1), (north - south) / max(height * usable, 1))
    return View((west + east) / 2, (south + north) / 2, metres_per_pixel)
