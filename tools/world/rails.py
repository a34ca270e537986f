"""The rails: one graph from the package, its gaps closed.

The package lists chains of OpenStreetMap with their true lengths, but many chains do not meet where the rails do. Gaps
are closed in tiers, each with the evidence that it needs; every join is written down, so that people can review it.
"""

import heapq
import math

from geo import Grid, cosine, distance_km, vector_km

# Tiers of automatic joins: longest gap in kilometres, and what must hold.
TOUCH_KM = 0.35  # nodes of two components this near are one place: coordinates are rounded to 0.001 degrees
YARD_KM = 0.4  # a dead end this near to a node that the rails reach only by a long detour
STRAIGHT_KM = 4.0  # from a dead end straight on
FACING_KM = 15.0  # between two dead ends that face each other
STUB_KM = 1.0  # shorter dead ends are sidings and prove nothing
STRAIGHT_COS = 0.7  # within 45 degrees of the line's direction
FACING_COS = 0.85  # within 32 degrees of it, at both ends
DETOUR = {"yard": 6.0, "straight": 6.0, "facing": 4.0}  # rails that join both within so many times the gap leave none
WINDING = 1.06  # a join is so much longer than its chord


class Rails:
    """Nodes with their places and neighbours, in kilometres of track."""

    def __init__(self, nodes, graph):
        self.places = [tuple(node) for node in nodes]
        self.next = [{} for _ in nodes]
        self.joins = []
        self.cuts = {}
        self.ferries = set()
        for i, row in enumerate(graph):
            for j, km in row.items():
                if i != j:
                    self.lay(i, j, km)

    def lay(self, i, j, km):
        km = min(km, self.next[i].get(j, math.inf))
        self.next[i][j] = self.next[j][i] = km

    def lift(self, i, j):
        del self.next[i][j], self.next[j][i]

    def gap(self, i, j):
        return distance_km(self.places[i], self.places[j])

    def nearest(self, place, km=5.0):
        """The node nearest to a place, for what was written down by hand."""
        found = [(distance_km(place, p), i) for i, p in enumerate(self.places)
                 if abs(p[0] - place[0]) < km / 100 and self.next[i]]
        d, i = min(found, default=(math.inf, None))
        return i if d <= km else None

    def node_at(self, place):
        """The node nearest to a place, or a new one: lines that the package lacks are laid by hand."""
        found = self.nearest(place)
        if found is None:
            found = len(self.places)
            self.places.append(place)
            self.next.append({})
        return found

    def components(self):
        root = list(range(len(self.places)))

        def find(i):
            while root[i] != i:
                root[i] = root[root[i]]
                i = root[i]
            return i

        for i, row in enumerate(self.next):
            for j in row:
                a, b = find(i), find(j)
                if a != b:
                    root[a] = b
        return root, find

    def dead_ends(self):
        return [i for i, row in enumerate(self.next) if len(row) == 1]

    def heading(self, i):
        """The direction in which a dead end points, over its last 3 km."""
        back, previous, km = i, None, 0.0
        while km < 3.0:
            onward = [(j, w) for j, w in self.next[back].items() if j != previous]
            if len(onward) != 1:
                break
            previous, (back, w) = back, onward[0]
            km += w
        return vector_km(self.places[back], self.places[i])

    def stub(self, i):
        """How long the line of a dead end is up to the next junction, in kilometres; counted to 30."""
        at, previous, km = i, None, 0.0
        while km < 30:
            onward = [(j, w) for j, w in self.next[at].items() if j != previous]
            if len(onward) != 1:
                break
            previous, (at, w) = at, onward[0]
            km += w
        return km

    def reached(self, start, limit, targets):
        """Which targets the rails reach from a node within so many kilometres."""
        best, heap, found = {start: 0.0}, [(0.0, start)], set()
        while heap:
            km, i = heapq.heappop(heap)
            if km > best[i]:
                continue
            if i in targets:
                found.add(i)
                if found == targets:
                    break
            for j, w in self.next[i].items():
                if km + w <= limit and km + w < best.get(j, math.inf):
                    best[j] = km + w
                    heapq.heappush(heap, (km + w, j))
        return found


def close_gaps(rails, may_join):
    """Joins all tiers; `may_join(i, j, km, tier)` is asked first, so that water and borders are looked at."""
    live = [(i, p) for i, p in enumerate(rails.places) if rails.next[i]]
    touch(rails, Grid(live, 0.5), may_join)
    grid = Grid(live, 4.0)
    for tier in ("yard", "straight", "facing"):
        at_dead_ends(rails, grid, tier, may_join)


def touch(rails, grid, may_join):
    root, find = rails.components()
    pairs = []
    for i, place in grid.points:
        for d, j in grid.within(place, TOUCH_KM):
            if i < j and find(i) != find(j):
                pairs.append((d, i, j))
    for d, i, j in sorted(pairs):
        a, b = find(i), find(j)
        if a != b and may_join(i, j, d, "touch"):
            root[a] = b
            join(rails, i, j, d, "touch")


def at_dead_ends(rails, grid, tier, may_join):
    reach = {"yard": YARD_KM, "straight": STRAIGHT_KM, "facing": FACING_KM}[tier]
    ends = rails.dead_ends()
    if tier != "yard":
        ends = [i for i in ends if rails.stub(i) >= STUB_KM]
    headings = {i: rails.heading(i) for i in ends}
    if tier == "facing":
        grid = Grid([(i, rails.places[i]) for i in ends], FACING_KM)
    found = []
    for i in ends:
        near = [(d, j) for d, j in grid.within(rails.places[i], reach)
                if j != i and fits(rails, tier, headings, i, j, d)][:12]
        if near:
            found.append((near[0][0], i, near))
    for _, i, near in sorted(found):
        if len(rails.next[i]) != 1:
            continue  # joined from the other side
        limit = near[-1][0] * DETOUR[tier] + 3.0
        known = rails.reached(i, limit, {j for _, j in near})
        d, j = near[0]
        for d, j in near:
            if j in known:
                break  # the rails lead there: no gap
            if may_join(i, j, d, tier):
                join(rails, i, j, d, tier)
                break


def fits(rails, tier, headings, i, j, d):
    if tier == "yard" or d < 0.5:
        return True
    ahead = vector_km(rails.places[i], rails.places[j])
    if tier == "straight":
        return cosine(headings[i], ahead) >= STRAIGHT_COS
    back = (-ahead[0], -ahead[1])
    return cosine(headings[i], ahead) >= FACING_COS and cosine(headings[j], back) >= FACING_COS


def join(rails, i, j, d, tier):
    rails.lay(i, j, max(0.001, d * WINDING))
    rails.joins.append((tier, i, j, d * WINDING, ""))


def correct(rails, rows):
    """Lays and lifts what was written down by hand in corrections.csv."""
    for row in rows:
        ends = [(float(row["from_lat"]), float(row["from_lon"])), (float(row["to_lat"]), float(row["to_lon"]))]
        if row["action"] in ("lay", "ferry"):
            i, j = (rails.node_at(end) for end in ends)
            if i == j:
                raise SystemExit(f"corrections.csv: both ends of {row['place']} are one node")
            rails.lay(i, j, float(row["length_km"]))
            tier = "hand" if row["action"] == "lay" else "ferry"
            rails.joins.append((tier, i, j, float(row["length_km"]), f"{row['place']}: {row['reason']}"))
            if tier == "ferry":
                rails.ferries.add((min(i, j), max(i, j)))
        elif row["action"] == "lift":
            i, j = (rails.nearest(end) for end in ends)
            if i is None or j not in rails.next[i]:
                raise SystemExit(f"corrections.csv: no edge to lift at {row['place']}")
            rails.lift(i, j)
        elif row["action"] not in ("allow", "forbid"):
            raise SystemExit(f"corrections.csv: action {row['action']!r} is none of lay, ferry, lift, allow, forbid")
