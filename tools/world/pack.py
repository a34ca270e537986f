"""Writes the sketch and its cities as the two files that src/sketch reads in place. Little-endian throughout.

The layouts are described in README.md; the reader checks every bound.
"""

import struct

import cities as names

RAILS_MAGIC = b"STRAIL01"
CITIES_MAGIC = b"STCITY01"
BLOCK = 16  # keys of a block: the first is written whole, the others share a beginning with the one before
MOST = 65_535  # nodes and edges are counted in 16 bits
MOST_CITIES = 32_767
OWN = 0x8000  # the key is the city's own name
FERRY = 1
SURVEYED = 2  # runs beside a surveyed line, which wins


class Facts:
    """What is known of countries, and where another gauge is used than the country's."""

    def __init__(self, countries, gauges, english):
        self.gauges = {row["country"]: tuple(int(g) for g in row["gauges_mm"].split(";")) for row in countries}
        self.boxes = [(row["country"], *(float(row[k]) for k in ("south", "west", "north", "east")),
                       tuple(int(g) for g in row["gauges_mm"].split(";"))) for row in gauges]
        for code in self.gauges:
            if code not in english and code != "XK":
                raise SystemExit(f"countries.csv: {code} is no country")

    def at(self, country, place):
        """The gauges of the lines at a place."""
        for code, south, west, north, east, gauges in self.boxes:
            if code == country and south <= place[0] <= north and west <= place[1] <= east:
                return gauges
        if country not in self.gauges:
            raise SystemExit(f"countries.csv has no row for {country}, which has rails at {place}")
        return self.gauges[country]


def files(sketch, cities, facts, atlas, survey):
    return {"rails.bin": rails(sketch, facts, atlas, survey), "cities.bin": city_names(cities)}


def rails(sketch, facts, atlas, survey):
    count, edges = len(sketch.places), len(sketch.edges)
    if count > MOST or edges > MOST:
        raise SystemExit(f"{count} nodes and {edges} edges do not fit into 16 bits")
    countries = countries_of(sketch, atlas)
    codes = sorted(set(countries))
    gauges = [facts.at(c, p) for c, p in zip(countries, sketch.places)]
    zones = sorted(set(gauges))
    rows = [[] for _ in range(count)]
    for number, edge in enumerate(sketch.edges):
        rows[edge.a].append((edge.b, number))
        rows[edge.b].append((edge.a, number))
    first, total = [0], 0
    for row in rows:
        total += len(row)
        first.append(total)
    halves = [half for row in rows for half in sorted(row)]
    bends, bend_first = [], [0]
    for edge in sketch.edges:
        at = [round(x * 1000) for x in sketch.places[edge.a]]
        for place in edge.shape:
            to = [round(x * 1000) for x in place]
            bends += [to[0] - at[0], (to[1] - at[1] + 180_000) % 360_000 - 180_000]
            at = to
        bend_first.append(len(bends) // 2)
    gateways = b"".join(struct.pack("<HB", node, len(station)) + station.encode()
                        for node, station in sorted(survey.gateways(sketch)))
    hidden = survey.doubled(sketch)
    array = lambda kind, values: struct.pack(f"<{len(values)}{kind}", *values)
    out = [
        RAILS_MAGIC,
        struct.pack("<6I", count, edges, len(bends) // 2, len(codes), len(zones), len(gateways)),
        array("i", [round(p[0] * 10_000) for p in sketch.places]),
        array("i", [round(p[1] * 10_000) for p in sketch.places]),
        array("I", first),
        array("I", bend_first),
        array("H", [target for target, _ in halves]),
        array("H", [number for _, number in halves]),
        array("H", [min(MOST, max(1, round(edge.km * 10))) for edge in sketch.edges]),
        array("h", bends),
        b"".join(array("H", (zone + (0, 0, 0))[:3]) for zone in zones),
        "".join(codes).encode(),
        bytes(codes.index(c) for c in countries),
        bytes(zones.index(g) for g in gauges),
        bytes((FERRY if edge.ferry else 0) | (SURVEYED if edge in hidden else 0) for edge in sketch.edges),
        gateways,
    ]
    return b"".join(out)


def countries_of(sketch, atlas):
    """The country of each node; at sea that of the nearest coast, else that of a neighbour."""
    found = [atlas.nearest(*place) for place in sketch.places]
    for _ in range(8):
        for edge in sketch.edges:
            for a, b in ((edge.a, edge.b), (edge.b, edge.a)):
                found[a] = found[a] or found[b]
    if None in found:
        raise SystemExit(f"no country for the node at {sketch.places[found.index(None)]}")
    return found


def varint(number):
    out = bytearray()
    while number >= 128:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def city_names(cities):
    if len(cities) > MOST_CITIES:
        raise SystemExit(f"{len(cities)} cities do not fit into 15 bits")
    zones = sorted({city.timezone for city in cities})
    text, fixed, forms = bytearray(), bytearray(), {}
    for number, city in enumerate(cities):
        own = city.name.encode()
        fixed += struct.pack("<iiIIHBB", round(city.place[0] * 10_000), round(city.place[1] * 10_000),
                             city.population, len(text), zones.index(city.timezone), *city.country.encode())
        text += bytes([len(own)]) + own
        for key, is_own in names.keys(city).items():
            forms.setdefault(key, []).append(number | (OWN if is_own else 0))
    zone_text = b"".join(bytes([len(z)]) + z.encode() for z in zones)
    keys, blocks, before = bytearray(), [], b""
    for place, key in enumerate(sorted(forms, key=str.encode)):
        data, shared = key.encode(), 0
        if place % BLOCK == 0:
            blocks.append(len(keys))
        else:
            while shared < min(len(data), len(before), 255) and data[shared] == before[shared]:
                shared += 1
        keys += bytes([shared, len(data) - shared]) + data[shared:] + varint(len(forms[key]))
        keys += b"".join(struct.pack("<H", number) for number in forms[key])
        before = data
    head = struct.pack("<6I", len(cities), len(zones), len(zone_text), len(text), len(blocks), len(keys))
    blocks = struct.pack(f"<{len(blocks)}I", *blocks)
    return b"".join([CITIES_MAGIC, head, bytes(fixed), blocks, zone_text, bytes(text), bytes(keys)])
