"""Rectangles, and the way from a PDF's own coordinates to those of the page as it is shown."""

from dataclasses import dataclass
from typing import Self

from schemas.document import BBox


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The crop box in the file's coordinates (origin bottom left) and the turn it is shown with."""

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int
    """Clockwise: 0, 90, 180 or 270."""

    @classmethod
    def of(cls, crop_box: tuple[float, float, float, float], rotation: int) -> Self:
        """A frame whose sides are in order, whatever the file says."""
        left, right = sorted((crop_box[0], crop_box[2]))
        lower, upper = sorted((crop_box[1], crop_box[3]))
        return cls(left, lower, right, upper, rotation % 360)

    @property
    def width(self) -> float:
        """Of the page as shown."""
        return self.y1 - self.y0 if self.rotation in (90, 270) else self.x1 - self.x0

    @property
    def height(self) -> float:
        """Of the page as shown."""
        return self.x1 - self.x0 if self.rotation in (90, 270) else self.y1 - self.y0

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """A point from the top left corner of the page as shown.

        >>> PageFrame(0, 0, 100, 200, 0).to_page(10, 190)
        (10, 10)
        >>> PageFrame(0, 0, 100, 200, 90).to_page(10, 190)
        (190, 10)
        """
        if self.rotation == 90:
            return y - self.y0, x - self.x0
        if self.rotation == 180:
            return self.x1 - x, y - self.y0
        if self.rotation == 270:
            return self.y1 - y, self.x1 - x
        return x - self.x0, self.y1 - y

    def to_box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        """The same for a rectangle given in the file's coordinates."""
        if self.rotation == 0:
            return (left - self.x0, self.y1 - top, right - self.x0, self.y1 - bottom)
        ax, ay = self.to_page(left, bottom)
        bx, by = self.to_page(right, top)
        return (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def unite(boxes: list[BBox]) -> BBox:
    """The smallest rectangle around all of them; ``boxes`` is not empty."""
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def holds(outer: BBox, x: float, y: float, slack: float = 0.0) -> bool:
    """Whether the point lies in the rectangle, or within ``slack`` of it."""
    return outer[0] - slack <= x <= outer[2] + slack and outer[1] - slack <= y <= outer[3] + slack


def is_inside(inner: BBox, outer: BBox, slack: float = 1.0) -> bool:
    """Whether ``inner`` lies in ``outer``, give or take ``slack`` points."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
