"""From the rails to the sketch: chains become edges, yards become nodes, bends become a few points."""

import heapq
import math

from geo import Grid, distance_km

SMALL_KM = 30.0  # pieces of less track than this lead nowhere
STUB_KM = 3.0  # shorter dead ends are left out
YARD_KM = 1.0  # nodes this near along the rails become one
GATEWAY_KM = 3.0  # the node nearest to a surveyed station within this is kept
BEND_KM = 0.25  # a bend flatter than this is drawn straight
PASSING_KM = 6.0  # a line that passes a city this near has a node there: the program looks no farther for a city's nodes


class Edge:
    """An edge of the sketch: its ends, its length, and the places between."""

    def __init__(self, a, b, km, shape, ferry):
        self.a, self.b, self.km, self.shape, self.ferry = a, b, km, shape, ferry


class Sketch:
    """Nodes and edges, and to which node each node of the rails went."""

    def __init__(self, places, edges):
        self.places, self.edges = places, edges


def sketch(rails, cities, stations):
    keep = {city.node for city in cities}
    keep |= {end for ferry in rails.ferries for end in ferry}
    whole = {i: {j: (km, ()) for j, km in row.items()} for i, row in enumerate(rails.next) if row}
    live = Grid([(i, rails.places[i]) for i in sorted(whole)], GATEWAY_KM)
    for place in stations:
        near = live.within(place, GATEWAY_KM)
        if near:
            keep.add(near[0][1])
    keep &= whole.keys()
    keep |= passing(rails, simplified(whole, keep), cities)
    return numbered(rails, simplified(whole, keep))


def simplified(whole, keep):
    graph = {i: dict(row) for i, row in whole.items()}
    contract(graph, keep)
    graph = cluster(graph, keep)
    contract(graph, keep)
    return graph


def passing(rails, graph, cities):
    """For each line that passes a city without a node there, the place of it nearest to the city."""
    centres = Grid([(number, city.place) for number, city in enumerate(cities)], PASSING_KM)
    found = set()
    for i in sorted(graph):
        for j, (_, shape) in graph[i].items():
            if i > j or not shape:
                continue
            ends = {number for end in (i, j) for _, number in centres.within(rails.places[end], PASSING_KM)}
            nearest = {}
            for node in shape:
                for km, number in centres.within(rails.places[node], PASSING_KM):
                    if number not in ends:
                        nearest[number] = min(nearest.get(number, (math.inf, node)), (km, node))
            found |= {node for _, node in nearest.values()}
    return found


def drop_small(rails):
    """Takes out pieces that lead nowhere, before cities are looked for at them."""
    seen = set()
    for start in range(len(rails.next)):
        if start in seen or not rails.next[start]:
            continue
        piece, todo, km = [], [start], 0.0
        seen.add(start)
        while todo:
            i = todo.pop()
            piece.append(i)
            for j, w in rails.next[i].items():
                km += w / 2
                if j not in seen:
                    seen.add(j)
                    todo.append(j)
        if km < SMALL_KM:
            for i in piece:
                rails.next[i] = {}


def contract(graph, keep):
    """Takes out short dead ends and every node with two neighbours, unless it is kept."""
    todo = sorted(graph)
    while todo:
        again = []
        for i in todo:
            if i not in graph or i in keep:
                continue
            row = graph[i]
            if len(row) == 1:
                ((j, (km, _)),) = row.items()
                if km < STUB_KM:
                    del graph[i], graph[j][i]
                    again.append(j)
            elif not row:
                del graph[i]
            elif len(row) == 2:
                (a, (v, p)), (b, (w, q)) = row.items()
                # Shapes lead from the smaller end to the larger one.
                p = p if a < i else p[::-1]
                q = q if i < b else q[::-1]
                shape = p + (i,) + q
                del graph[i], graph[a][i], graph[b][i]
                lay(graph, a, b, v + w, shape if a < b else shape[::-1])
                again += [a, b]
        todo = sorted(set(again))


def lay(graph, a, b, km, shape):
    if km < graph[a].get(b, (math.inf,))[0]:
        graph[a][b] = graph[b][a] = (km, shape)


def cluster(graph, keep):
    """Makes one node of nodes near each other along the rails; no two kept nodes become one."""
    owner, offset = {}, {}
    for seed in sorted(graph, key=lambda i: (i not in keep, -len(graph[i]), i)):
        if seed in owner:
            continue
        best, heap = {seed: 0.0}, [(0.0, seed)]
        while heap:
            km, i = heapq.heappop(heap)
            if i in owner or (i != seed and i in keep):
                continue
            owner[i], offset[i] = seed, km
            for j, (w, _) in graph[i].items():
                if km + w <= YARD_KM and km + w < best.get(j, math.inf):
                    best[j] = km + w
                    heapq.heappush(heap, (km + w, j))
    merged = {i: {} for i in graph if owner[i] == i}
    for i in sorted(graph):
        for j, (w, shape) in graph[i].items():
            a, b = owner[i], owner[j]
            if i < j and a != b:
                whole = ((i,) if i != a else ()) + shape + ((j,) if j != b else ())
                lay(merged, a, b, offset[i] + w + offset[j], whole if a < b else whole[::-1])
    return merged


def numbered(rails, graph):
    """Gives nodes numbers along a Hilbert curve, so that neighbours are near in memory, and thins out the bends."""
    order = sorted(graph, key=lambda i: (hilbert(rails.places[i]), i))
    number = {i: k for k, i in enumerate(order)}
    edges = []
    for i in order:
        for j, (km, shape) in graph[i].items():
            if number[i] < number[j]:
                places = [rails.places[k] for k in (shape if i < j else shape[::-1])]
                thin = thinned([rails.places[i], *places, rails.places[j]])[1:-1]
                whole = (i, *shape, j) if i < j else (j, *shape, i)
                ferry = any((min(a, b), max(a, b)) in rails.ferries for a, b in zip(whole, whole[1:]))
                edges.append(Edge(number[i], number[j], km, thin, ferry))
    edges.sort(key=lambda e: (e.a, e.b))
    return Sketch([rails.places[i] for i in order], edges)


def thinned(line):
    """Douglas and Peucker's choice of the bends that count, without recursion."""
    chosen, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        far, at = max(((off(line[first], line[last], line[k]), k) for k in range(first + 1, last)), default=(0.0, 0))
        if far > BEND_KM:
            chosen.add(at)
            todo += [(first, at), (at, last)]
    return [line[k] for k in sorted(chosen)]


def off(a, b, p):
    """How far a place lies from the straight line between two others, in kilometres."""
    k = math.cos(math.radians(a[0]))
    turn = lambda d: (d + 180) % 360 - 180
    bx, by = turn(b[1] - a[1]) * k, b[0] - a[0]
    px, py = turn(p[1] - a[1]) * k, p[0] - a[0]
    n = bx * bx + by * by
    t = 0.0 if n == 0 else max(0.0, min(1.0, (px * bx + py * by) / n))
    return math.hypot(px - t * bx, py - t * by) * 111.195


def hilbert(place, bits=16):
    x = int((place[1] + 180) / 360 * 65535)
    y = int((place[0] + 90) / 180 * 65535)
    d, s = 0, 1 << (bits - 1)
    while s:
        rx, ry = int(x & s > 0), int(y & s > 0)
        d += s * s * ((3 * rx) ^ ry)
        if ry == 0:
            if rx:
                x, y = s - 1 - (x & (s - 1)), s - 1 - (y & (s - 1))
            else:
                x, y = x & (s - 1), y & (s - 1)
            x, y = y, x
        else:
            x, y = x & (s - 1), y & (s - 1)
        s >>= 1
    return d
