"""Makes the letters of pictures in pixels from Arimo as Debian's package fonts-croscore 20201225-1 ships it; README.md describes the result.

    apt-get install fonts-croscore python3-fonttools
    python3 make.py /usr/share/fonts/truetype/croscore .
"""
import sys
from pathlib import Path

from fontTools import subset

# Latin with all its marks (Vietnamese, McCune and Reischauer's breves), Greek, Cyrillic, and the signs that pictures use.
LETTERS = [(0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF)]
SIGNS = [(0x2010, 0x2027), (0x202F, 0x203A), (0x2044, 0x2044), (0x20AC, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122),
         (0x2190, 0x2195), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265), (0x25B2, 0x25CF)]

source, target = Path(sys.argv[1]), Path(sys.argv[2])
for style in ("Regular", "Bold"):
    options = subset.Options(hinting=False, layout_features=["kern", "ccmp", "mark", "mkmk", "locl"], name_IDs=[0, 1, 2, 4, 6, 7, 13, 14],
                             notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(source / f"Arimo-{style}.ttf", options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in LETTERS + SIGNS for c in range(first, last + 1)])
    subsetter.subset(font)
    subset.save_font(font, target / f"Arimo-{style}.ttf", options)
