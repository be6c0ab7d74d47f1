"""What the figures of the sample open, by hand: a long one, short ones, and a bound."""

from __future__ import annotations

from generator.story.proofs import CellProof, Proof, Proofs

PRINTS = {
    "f1": "$1.14 billion",
    "f2": "seven",
    "f3": "one",
    "f5": "76%",
    "f6": "seven",
    "f7": "$356.8 million",
    "f8": "$14.16 million",
}
_WHERE = "China Economic Net, 27 January 2026: china-minerals-from-pakistan-2025.csv, line {n}"


def proofs() -> Proofs:
    """Return the evidence of every figure of the sample."""
    return Proofs(
        hint="A figure that is underlined with dots opens its evidence: formula, cells, release and rounding.",
        close="Close",
        formula="How it is worked out",
        cells="What it stands on",
        release="File and release",
        rounding="How it is rounded",
        full="Followed to the raw bytes",
        title="",
        intro="",
        page="",
        each=tuple(_proof(name, figure) for name, figure in PRINTS.items()),
    )


def _proof(name: str, figure: str) -> Proof:
    cells = ((74, "1.14 × 1,000,000,000", 2), (2608, "110.90 × 1,000,000", 2608), (2601, "110.90 × 1,000,000", 2601))
    grounds = [CellProof(f"2025, HS {hs}", text, _WHERE.format(n=n), f"line {n}") for hs, text, n in cells]
    share = name == "f5"
    return Proof(
        id=name,
        figure=figure,
        of="Copper and copper articles (HS 74), 2025",
        formula="The share of a part in the whole" if share else "The published figure",
        parts=(("part", "$1,140,000,000"), ("whole", "$1,496,840,000")) if share else (),
        grounds=tuple(grounds if share else grounds[:1]),
        files=("china-minerals-from-pakistan-2025.csv, China Economic Net, 27 January 2026",),
        more="and 4 more, in claims.json" if share else "",
        rounded=f"76.1605%; the published digits allow 75.8122% to 76.3137%. Printed as {figure}.",
        explain=f"tradebrief explain pakistan-minerals/2025/r1 {name}",
    )
