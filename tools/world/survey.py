"""Where the sketch meets the surveyed network: gateways at its stations, and what runs beside its lines."""

import csv
import math

from geo import Grid, cosine, distance_km, vector_km

GATEWAY_KM = 3.0  # a surveyed station is a gateway when a node of the sketch lies this near
SAMPLE_KM = 1.0
BESIDE_KM = 2.5  # rails this near to the straight line between two stations run beside it
BULGE = 0.12  # and farther off by so much of the line's length, because the line bends
BESIDE_MOST_KM = 6.0
BESIDE_COS = 0.85  # within 32 degrees of its direction


class Survey:
    def __init__(self, folder):
        with open(folder / "stations.csv", encoding="utf-8", newline="") as file:
            self.stations = {r["id"]: (float(r["lat"]), float(r["lon"])) for r in csv.DictReader(file)}
        with open(folder / "segments.csv", encoding="utf-8", newline="") as file:
            self.segments = [(r["from"], r["to"]) for r in csv.DictReader(file) if not r["closed"]]

    def gateways(self, sketch):
        """(node, station) for each surveyed station near a node; a node belongs to the nearest station only."""
        grid = Grid(list(enumerate(sketch.places)), GATEWAY_KM)
        best = {}
        for station, place in self.stations.items():
            for d, node in grid.within(place, GATEWAY_KM)[:1]:
                best[node] = min(best.get(node, (math.inf, "")), (d, station))
        return [(node, station) for node, (_, station) in best.items()]

    def doubled(self, sketch):
        """The edges that run beside a surveyed line at both ends and in the middle."""
        points, around = [], []
        for a, b in self.segments:
            p, q = self.stations[a], self.stations[b]
            km = distance_km(p, q)
            count = max(1, int(km / SAMPLE_KM))
            for k in range(count):
                t = (k + 0.5) / count
                points.append((len(points), (p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t)))
                around.append((min(BESIDE_MOST_KM, BESIDE_KM + BULGE * km), vector_km(p, q)))
        grid = Grid(points, BESIDE_MOST_KM)

        def beside(place, direction=None, slack=1.0):
            for d, k in grid.within(place, BESIDE_MOST_KM * slack)[:6]:
                limit, along = around[k]
                if d <= limit * slack and (direction is None or abs(cosine(direction, along)) > BESIDE_COS):
                    return True
            return False

        near = [beside(place) for place in sketch.places]
        found = set()
        for edge in sketch.edges:
            if near[edge.a] and near[edge.b]:
                line = [sketch.places[edge.a], *edge.shape, sketch.places[edge.b]]
                middle = line[len(line) // 2] if edge.shape else tuple((x + y) / 2 for x, y in zip(*line))
                if edge.km < 1.5 or beside(middle, vector_km(line[0], line[-1]), 1.3):
                    found.add(edge)
        return found
