"""Distances, directions and a grid of points on the sphere, with the standard library alone."""

import math

EARTH_KM = 6371.0088  # mean radius of the earth, IUGG


def distance_km(a, b):
    """Great circle between (lat, lon) in degrees."""
    la, lo, ma, mo = map(math.radians, (a[0], a[1], b[0], b[1]))
    h = math.sin((ma - la) / 2) ** 2 + math.cos(la) * math.cos(ma) * math.sin((mo - lo) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1, math.sqrt(h)))


def vector_km(a, b):
    """East and north components from a to b, good for short distances."""
    east = (b[1] - a[1] + 180) % 360 - 180
    return (east * 111.195 * math.cos(math.radians((a[0] + b[0]) / 2)), (b[0] - a[0]) * 111.195)


def cosine(u, v):
    """Cosine of the angle between two vectors; 0 when one has no length."""
    n = math.hypot(*u) * math.hypot(*v)
    return (u[0] * v[0] + u[1] * v[1]) / n if n else 0.0


class Grid:
    """Points in cells of latitude and longitude."""

    def __init__(self, points, cell_km):
        self.points = points
        self.step = cell_km / 111.195
        self.cells = {}
        for i, point in points:
            self.cells.setdefault(self.key(point), []).append((i, point))

    def key(self, point):
        row = math.floor(point[0] / self.step)
        width = self.width(row)
        return (row, math.floor((point[1] + 180) % 360 / width))

    def width(self, row):
        lat = min(89.0, max(abs(row), abs(row + 1)) * self.step)
        return self.step / math.cos(math.radians(lat))

    def within(self, point, km):
        """All (distance, i) within km, the nearest first."""
        found = []
        reach = math.ceil(km / 111.195 / self.step)
        base = math.floor(point[0] / self.step)
        for row in range(base - reach, base + reach + 1):
            width = self.width(row)
            columns = max(1, math.ceil(360 / width))
            span = math.ceil(km / 111.195 / math.cos(math.radians(min(89.0, abs(point[0]) + 0.5))) / width)
            middle = math.floor((point[1] + 180) % 360 / width)
            for column in range(middle - span, middle + span + 1):
                for i, other in self.cells.get((row, column % columns), ()):
                    d = distance_km(point, other)
                    if d <= km:
                        found.append((d, i))
        found.sort()
        return found
