"""In which country a point lies, from the polygons of Natural Earth 1:10m."""

import math

STEP = 0.1  # degrees: height of the bands in which edges are looked up
EXTRA = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}  # have no number in ISO 3166
NEAR_KM = 20.0  # a point in the water belongs to a country not farther away than this


class Atlas:
    """Country of a point; edges of all rings lie in bands of latitude."""

    def __init__(self, topology, codes):
        self.bands = {}
        self.cells = {}
        sx, sy = topology["transform"]["scale"]
        tx, ty = topology["transform"]["translate"]
        arcs = []
        for arc in topology["arcs"]:
            x = y = 0
            line = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                line.append((x * sx + tx, y * sy + ty))
            arcs.append(line)
        for item in topology["objects"]["countries"]["geometries"]:
            name = item["properties"]["name"]
            code = codes.get(item.get("id")) or EXTRA.get(name)
            polygons = item.get("arcs", [])
            if item.get("type") == "Polygon":
                polygons = [polygons]
            if not code:
                continue
            for polygon in polygons:
                for ring in polygon:
                    self.add(code, ring, arcs)
        self.vertices = {}
        for band in self.bands.values():
            for code, x0, y0, x1, y1 in band:
                self.vertices.setdefault((math.floor(y0 * 5), math.floor(x0 * 5)), []).append((y0, x0, code))

    def add(self, code, ring, arcs):
        points = []
        for i in ring:
            arc = arcs[i] if i >= 0 else arcs[~i][::-1]
            points += arc[1:] if points else arc
        turn = 0.0  # a ring that crosses the 180th meridian goes on behind it
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            x0 += turn
            turn -= round((x1 - x0 + turn) / 360) * 360.0
            x1 += turn
            low, high = sorted((y0, y1))
            for band in range(math.floor(low / STEP), math.floor(high / STEP) + 1):
                self.bands.setdefault(band, []).append((code, x0, y0, x1, y1))

    def country(self, lat, lon):
        """The country at a point, or None at sea."""
        # Cells of a hundredth of a degree give the same answer: 1 km is finer than the use made of it.
        key = (round(lat * 100), round(lon * 100))
        if key not in self.cells:
            self.cells[key] = self.look(lat, lon)
        return self.cells[key]

    def look(self, lat, lon):
        inside = {}
        for code, x0, y0, x1, y1 in self.bands.get(math.floor(lat / STEP), ()):
            if (y0 > lat) != (y1 > lat):
                x = x0 + (lat - y0) / (y1 - y0) * (x1 - x0)
                for east in (lon, lon + 360.0, lon - 360.0):
                    if east < x:
                        inside[code, east] = not inside.get((code, east), False)
        return next((code for code, east in sorted(inside) if inside[code, east]), None)

    def nearest(self, lat, lon, km=NEAR_KM):
        """The country at a point or, at sea, of the nearest coast within so many kilometres; None farther out."""
        found = self.country(lat, lon)
        if found:
            return found
        best = (km / 111.2, None)
        k = math.cos(math.radians(lat))
        for i in range(math.floor(lat * 5) - 1, math.floor(lat * 5) + 2):
            for j in range(math.floor(lon * 5) - 2, math.floor(lon * 5) + 3):
                for y, x, code in self.vertices.get((i, j), ()):
                    best = min(best, (math.hypot(y - lat, (x - lon) * k), code), key=lambda b: b[0])
        return best[1]
