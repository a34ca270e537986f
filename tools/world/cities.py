"""The cities that lie at the rails, and by which names they are known."""

import math
import unicodedata

from geo import Grid, distance_km

AT_RAILS_KM = 6.0  # a city lies at the rails when a node is this near
LARGE_KM = 12.0  # the centre of a city of ALIASES_FROM people may lie so far from its rails
HUGE_KM = 25.0  # and that of a city of HUGE_FROM people: Singapore
HUGE_FROM = 1_000_000  # people
LONG_KM = 4.0  # along longer edges places between the ends are looked at, too
SAMPLE_KM = 1.5
FEW = 60  # a country with fewer cities at its rails has its towns of 5,000 people listed, too
ALIASES_FROM = 100_000  # people: smaller cities have their own name and its plain letters only


class City:
    """A city: what the package says, and the node of the rails nearest to it."""

    def __init__(self, row, node):
        self.name = row["name"]
        self.country = row["countrycode"]
        self.place = (row["latitude"], row["longitude"])
        self.population = row["population"]
        self.timezone = row["timezone"]
        self.geonameid = row["geonameid"]
        self.aliases = row["alternatenames"]
        self.more = []
        self.node = node


def near_rails(rows, rails):
    """All cities with rails within 6 km, the largest first. Lays a node on a long edge that passes a city."""
    live = [(i, p) for i, p in enumerate(rails.places) if rails.next[i]]
    nodes = Grid(live, AT_RAILS_KM)
    edges = Grid(samples(rails), AT_RAILS_KM)
    wide = Grid(live, HUGE_KM)
    found = []
    for row in sorted(rows, key=lambda row: (-row["population"], row["geonameid"])):
        place = (row["latitude"], row["longitude"])
        near = nodes.within(place, AT_RAILS_KM)
        if near:
            found.append(City(row, near[0][1]))
            continue
        near = edges.within(place, AT_RAILS_KM)
        if near:
            i, j, t = near[0][1]
            found.append(City(row, node_on(rails, i, j, t)))
            continue
        near = wide.within(place, reach(row["population"]))
        if near:
            found.append(City(row, near[0][1]))
    return found


def reach(population):
    """How far from its centre a city's rails may lie."""
    if population >= HUGE_FROM:
        return HUGE_KM
    return LARGE_KM if population >= ALIASES_FROM else AT_RAILS_KM


def with_names(cities, rows):
    """The cities, also under the names of names.csv."""
    by_name = {(city.country, city.name): city for city in cities}
    for row in rows:
        city = by_name.get((row["country"], row["city"]))
        if city is None:
            raise SystemExit(f"names.csv: no city is called {row['city']} in {row['country']}")
        city.more.append(row["name"])
    return cities


def with_towns(cities, towns, rails):
    """The cities, and the towns of countries that have few of them."""
    count = {}
    for city in cities:
        count[city.country] = count.get(city.country, 0) + 1
    known = {city.geonameid for city in cities}
    more = [row for row in towns if count.get(row["countrycode"], 0) < FEW and row["geonameid"] not in known]
    found = cities + near_rails(more, rails)
    return sorted(found, key=lambda city: (-city.population, city.geonameid))


def samples(rails):
    """Places along long edges, as ((i, j, share), place)."""
    found = []
    for i, row in enumerate(rails.next):
        for j, km in row.items():
            a, b = rails.places[i], rails.places[j]
            if i < j and km > LONG_KM and abs(a[1] - b[1]) < 90:
                count = max(2, round(km / SAMPLE_KM))
                for k in range(1, count):
                    t = k / count
                    found.append(((i, j, t), (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)))
    return found


def node_on(rails, i, j, t):
    """A node at a share of an edge. An edge that was cut before is cut where its nearer end is."""
    a, b = rails.places[i], rails.places[j]
    place = (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
    cuts = rails.cuts.setdefault((i, j), {0.0: i, 1.0: j})
    if t in cuts:
        return cuts[t]
    low = max(s for s in cuts if s < t)
    high = min(s for s in cuts if s > t)
    km = rails.next[cuts[low]][cuts[high]]
    node = len(rails.places)
    rails.places.append(place)
    rails.next.append({})
    share = (t - low) / (high - low)
    rails.lift(cuts[low], cuts[high])
    rails.lay(cuts[low], node, km * share)
    rails.lay(node, cuts[high], km * (1 - share))
    cuts[t] = node
    return node


def fold(name):
    """The key of a name: its letters and digits in lower case, without marks. The reader folds alike."""
    plain = unicodedata.normalize("NFKD", name.lower())
    key = "".join(c for c in plain if c.isalnum() and not unicodedata.combining(c))
    return key.translate(PLAIN)


# Letters of the Latin script that do not decompose.
PLAIN = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"})


def keys(city):
    """The keys of a city: (key, whether it is its own name)."""
    found = {fold(city.name): True}
    if city.population >= ALIASES_FROM:
        for alias in city.aliases:
            # Airports' codes, and letters of other scripts put into Latin ones by machine, are no names:
            # among them Lomé is called "rome".
            is_code = len(alias) == 3 and alias.isascii() and alias.isupper()
            is_machine = alias[:1].islower() and alias.isascii()
            if not is_code and not is_machine:
                found.setdefault(fold(alias), False)
    for name in city.more:
        found.setdefault(fold(name), False)
    return {key: own for key, own in found.items() if key and len(key.encode()) <= 60}
