"""Where the boxes of a diagram stand, and how the lines between them run: layers from left to right. Pure."""

from ormforge.export.diagram.draw import draw
from ormforge.export.diagram.model import Box, Drawing, Edge, Placed, Route

__all__ = ["Box", "Drawing", "Edge", "Placed", "Route", "draw"]
