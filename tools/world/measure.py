#!/usr/bin/env python3
"""Measures the sketch by what the program answers.

    python3 tools/world/measure.py pairs [--count 2000]    random pairs of cities within one country
    python3 tools/world/measure.py survey [--count 520]    pairs of the surveyed network, by the sketch alone
    python3 tools/world/measure.py distances FILE.csv      published distances: from,from_country,to,to_country,published_km
    python3 tools/world/measure.py times FILE.csv          timetables: the same with timetable_h

`--binary PROGRAM` names the program, else target/release/slowtrain. The same seed gives the same pairs.
"""

import argparse
import collections
import csv
import math
import random
import struct
import subprocess
import tempfile
from pathlib import Path

from geo import distance_km

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_KM, LONGEST_KM = 80, 1500  # straight line between the cities of a pair
DETOUR = 1.8  # a route longer than so many straight lines may hide a gap
SURVEY_KM = 100  # straight line between the stations of a pair at the least


class Program:
    def __init__(self, path):
        self.path = str(path)

    def matrix(self, pairs, *more):
        """A row for each pair; without a distance where there is no route."""
        with tempfile.TemporaryDirectory() as folder:
            given, made = Path(folder, "pairs.csv"), Path(folder, "hours.csv")
            with open(given, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("from", "to"), *pairs])
            subprocess.run([self.path, "matrix", given, "-o", made, "-q", *more], capture_output=True, check=False)
            with open(made, encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))


def cities():
    """(id, country, place, population) of all cities, from data/world/cities.bin; see README.md for its layout."""
    data = (ROOT / "data/world/cities.bin").read_bytes()
    count, _, zones, _, blocks, _ = struct.unpack_from("<6I", data, 8)
    names = 32 + 20 * count + 4 * blocks + zones
    found = []
    for number in range(count):
        lat, lon, people, at, _, country = struct.unpack_from("<iiIIH2s", data, 32 + 20 * number)
        name = data[names + at + 1:names + at + 1 + data[names + at]].decode()
        found.append((name, country.decode(), (lat / 1e4, lon / 1e4), people))
    return found


def areas():
    with open(ROOT / "data/world/separate.csv", encoding="utf-8", newline="") as file:
        return [(r["country"], r["place"], *(float(r[k]) for k in ("south", "west", "north", "east"))) for r in csv.DictReader(file)]


def area_of(city, boxes):
    _, country, (lat, lon), _ = city
    return next((name for code, name, s, w, n, e in boxes if code == country and s <= lat <= n and w <= lon <= e), "")


def random_pairs(seed):
    """Pairs of cities of one country, each city once."""
    draw, by_country, pairs = random.Random(seed), collections.defaultdict(list), []
    bearers = collections.Counter((city[0], city[1]) for city in cities())
    for city in cities():
        if bearers[city[0], city[1]] == 1:  # a name with its country must mean one city
            by_country[city[1]].append(city)
    for country in sorted(by_country):
        left = by_country[country]
        draw.shuffle(left)
        while left:
            a = left.pop()
            for place in range(len(left) - 1, -1, -1):
                if SHORTEST_KM <= distance_km(a[2], left[place][2]) <= LONGEST_KM:
                    pairs.append((a, left.pop(place)))
                    break
    draw.shuffle(pairs)
    return pairs


def measure_pairs(program, count, seed):
    boxes = areas()
    pairs = random_pairs(seed)[:count]
    linked = [(a, b) for a, b in pairs if area_of(a, boxes) == area_of(b, boxes)]
    apart = collections.Counter(a[1] for a, b in pairs if area_of(a, boxes) != area_of(b, boxes))
    print(f"{len(pairs)} pairs, {len(pairs) - len(linked)} left out without any land or rail link: {dict(apart)}")
    rows = program.matrix([(f"{a[0]}, {a[1]}", f"{b[0]}, {b[1]}") for a, b in linked])
    none, far = collections.Counter(), collections.Counter()
    for (a, b), row in zip(linked, rows):
        straight = distance_km(a[2], b[2])
        if not row["distance_km"]:
            none[a[1]] += " may be " not in row["error"]
        elif float(row["distance_km"]) > DETOUR * straight:
            far[a[1]] += 1
    asked_back = sum(" may be " in row.get("error", "") for row in rows)
    total = len(linked) - asked_back
    print(f"{total} answered or refused, {asked_back} names asked back; no route {sum(none.values()) / total:.1%}, above {DETOUR} straight lines {sum(far.values()) / total:.1%}")
    print("no route:", dict(none.most_common(12)))
    print("detour:", dict(far.most_common(12)))


def measure_survey(program, count, seed):
    """The stations of the surveyed network without its segments: all that joins them is the sketch."""
    with open(ROOT / "data/stations.csv", encoding="utf-8", newline="") as file:
        stations = {row["id"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}
    draw, names, pairs = random.Random(seed), sorted(stations), []
    while len(pairs) < 5 * count:
        a, b = draw.sample(names, 2)
        if distance_km(stations[a], stations[b]) >= SURVEY_KM:
            pairs.append((a, b))
    known = program.matrix(pairs, "--train", "generic-passenger", "--shortest")
    known = [(pair, float(row["distance_km"])) for pair, row in zip(pairs, known) if row["distance_km"]]
    known = known[:count]
    with tempfile.TemporaryDirectory() as folder:
        bare_network(Path(folder))
        sketched = program.matrix([pair for pair, _ in known], "--network", folder, "--shortest")
    errors, inside, within = [], 0, collections.defaultdict(list)
    for (pair, km), row in zip(known, sketched):
        if row["distance_km"]:
            errors.append(float(row["distance_km"]) / km - 1)
            inside += is_inside(row, km)
            if pair[0][:2] == pair[1][:2]:
                within[pair[0][:2]].append(errors[-1])
    report("pairs of the surveyed network", errors)
    print(f"inside the stated range: {inside} of {len(errors)}")
    for country, part in sorted(within.items()):
        report(f"within {country.upper()}", part)


def bare_network(folder):
    """A network of the surveyed stations with the one segment that a network must have."""
    for name in ("stations.csv", "sources.csv", "countries.csv"):
        (folder / name).write_bytes((ROOT / "data" / name).read_bytes())
    with open(ROOT / "data/segments.csv", encoding="utf-8", newline="") as file:
        head, first = file.readline(), file.readline()
    (folder / "segments.csv").write_text(head + first, encoding="utf-8")


def measure_distances(program, file):
    rows = read(file)
    errors, inside, sketched = [], 0, 0
    for row, found in zip(rows, program.matrix([ends(row) for row in rows])):
        if not found["distance_km"]:
            print(f"not answered: {row['from']}-{row['to']}: {found['error'][:160]}")
            continue
        published = float(row["published_km"])
        errors.append(float(found["distance_km"]) / published - 1)
        if found["distance_low_km"]:
            sketched += 1
            inside += is_inside(found, published)
    report("published distances", errors)
    print(f"inside the stated range: {inside} of {sketched} sketched")


def measure_times(program, file):
    rows = read(file)
    inside = answered = 0
    for row, found in zip(rows, program.matrix([ends(row) for row in rows])):
        if found["distance_low_km"]:
            answered += 1
            inside += float(found["low_h"]) <= float(row["timetable_h"]) <= float(found["high_h"])
    print(f"timetables inside the stated range: {inside} of {answered} sketched ({inside / answered:.0%})")


def is_inside(row, km):
    """Whether a distance lies in the stated range, which is given in whole kilometres."""
    return float(row["distance_low_km"]) - 0.5 <= km <= float(row["distance_high_km"]) + 0.5


def read(file):
    with open(file, encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def ends(row):
    return f"{row['from']}, {row['from_country']}", f"{row['to']}, {row['to_country']}"


def report(what, errors):
    size = sorted(abs(error) for error in errors)
    share = lambda part: size[min(len(size) - 1, math.floor(part * len(size)))]
    bias = sorted(errors)[len(errors) // 2]
    print(f"{what}: {len(errors)} answered, median error {share(0.5):.1%}, 90 % below {share(0.9):.1%}, bias {bias:+.1%}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("what", choices=["pairs", "survey", "distances", "times"])
    arguments.add_argument("file", nargs="?")
    arguments.add_argument("--binary", default=ROOT / "target/release/slowtrain")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, help="pairs: all unless given; survey: 520 unless given")
    given = arguments.parse_args()
    program = Program(given.binary)
    if given.what == "pairs":
        measure_pairs(program, given.count or 100_000, given.seed)
    elif given.what == "survey":
        measure_survey(program, given.count or 520, given.seed)
    elif given.what == "distances":
        measure_distances(program, given.file)
    else:
        measure_times(program, given.file)


if __name__ == "__main__":
    main()
