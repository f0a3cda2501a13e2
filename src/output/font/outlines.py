"""Writes outlines.txt: glyphs of STIX Two Math, a line each, and OFL.txt, its licence.

    npm pack @fontsource/stix-two-math@5.3.0
    python3 src/output/font/outlines.py fontsource-stix-two-math-5.3.0.tgz        (needs fonttools, brotli)

A line is: the code point, how far the pen goes on, the italic correction, where an accent stands, and the outline,
all in thousandths of the size of the letters: m, l, q with steps from the place before, z. The places of q are those of
TrueType: all but the last are off the outline, and in the middle between two of them is one on it.
"""

import io
import sys
import tarfile
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1
    (0x300, 0x30C),  # accents
    (0x391, 0x3C9),  # Greek
    (0x2000, 0x200A),  # spaces
    (0x2010, 0x2026),  # dashes, quotation marks, daggers, ellipsis
    (0x202F, 0x2044),  # per mille, primes, the stroke of fractions
    (0x2070, 0x208E),  # exponents and indices
    (0x20AC, 0x20AC),  # euro
    (0x210E, 0x2113),  # h of mathematics, ħ, ℓ
    (0x2190, 0x2199),  # arrows
    (0x21D0, 0x21D5),
    (0x2200, 0x222E),  # operators, from ∀ to ∮
    (0x2234, 0x2235),
    (0x223C, 0x2248),  # about
    (0x2260, 0x226B),  # relations
    (0x2282, 0x2287),
    (0x2295, 0x2299),
    (0x22A5, 0x22A5),
    (0x22C5, 0x22C6),
    (0x22EE, 0x22EF),
    (0x27E8, 0x27E9),
    (0x1D434, 0x1D467),  # italics
    (0x1D6E2, 0x1D71B),  # Greek italics
]
OTHERS = "ąćčęěğıłńňőřśşšůűźżžĄĆČĐŁŃŐŒœŘŚŞŠŸŹŻŽϑϕϖϰϱϵ™Å−■□▲△▼▽◆◇○●★"


class Steps(BasePen):
    """An outline in whole numbers, each step from the place before."""

    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.text, self.place = "", (0, 0)

    def step(self, letter, *places):
        numbers = []
        for place in places:
            place = tuple(round(number) for number in place)
            numbers += [b - a for a, b in zip(self.place, place)]
            self.place = place
        self.text += letter + " ".join(map(str, numbers)).replace(" -", "-")

    def _moveTo(self, to):
        self.start = to
        self.step("m", to)

    def _lineTo(self, to):
        self.step("l", to)

    def qCurveTo(self, *places):
        assert places[-1] is not None
        self.step("q", *places)

    def _closePath(self):
        self.text += "z"
        self.place = tuple(round(number) for number in self.start)


def main():
    with tarfile.open(sys.argv[1]) as package:
        read = lambda name: package.extractfile(f"package/{name}").read()
        font = TTFont(io.BytesIO(read("files/stix-two-math-latin-400-normal.woff2")))
        (HERE / "OFL.txt").write_bytes(read("LICENSE"))
    assert font["head"].unitsPerEm == 1000
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    info = font["MATH"].table.MathGlyphInfo
    corrections, accents = info.MathItalicsCorrectionInfo, info.MathTopAccentAttachment
    value = lambda coverage, values, name: (
        values[coverage.glyphs.index(name)].Value if name in coverage.glyphs else None
    )
    wanted = {code for first, last in RANGES for code in range(first, last + 1)} | set(map(ord, OTHERS))
    lines = []
    for code in sorted(wanted & set(names)):
        name = names[code]
        pen = Steps(glyphs)
        glyphs[name].draw(pen)
        advance = round(glyphs[name].width)
        correction = value(corrections.Coverage, corrections.ItalicsCorrection, name) or 0
        accent = value(accents.TopAccentCoverage, accents.TopAccentAttachment, name)
        accent = advance // 2 if accent is None else accent
        lines.append(f"{code:04X} {advance} {correction} {accent} {pen.text}".rstrip() + "\n")
    (HERE / "outlines.txt").write_text("".join(lines))
    height = font["MATH"].table.MathConstants.AccentBaseHeight.Value
    print(f"{len(lines)} glyphs; an accent stands over a letter of the height {height}")


main()
