"""Make the sample table: sixty months of invented customs figures that behave like a small trade in minerals.

Thirty headings of four HS chapters with their chapters, value and weight, from a seeded generator whose arithmetic is
the same on every machine: sums and products alone. Nothing in it was measured, and its source is `illustrative`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from generator.trade.period import Period

SEED = 20260120
FIRST, MONTHS = Period.parse("2021-01"), 60
HEADER = "month,reporter,partner,flow,hs,usd,quantity,unit,status,published"
_PUBLICATION_DAY = 20  # of the month after; January's figures come with February's
_PROVISIONAL = 48  # from this month on figures may still be corrected
# Share of a usual month, by (month, year): the Lunar New Year of 2021 to 2025 fell on 12 February, 1 February,
# 22 January, 10 February and 29 January.
_LUNAR = {
    "2021-02": 0.62, "2022-01": 0.88, "2022-02": 0.70, "2023-01": 0.60, "2023-02": 0.92, "2024-02": 0.61,
    "2025-01": 0.70, "2025-02": 0.90,
}  # fmt: skip
_NEW_FROM, _ENDED_AFTER, _FALL_FROM, _JUMP_FROM = 57, 58, 50, 47
_EVERY_FEW = 3  # months: how often small lines trade


@dataclass(frozen=True)
class Heading:
    """One heading: US dollars of a first month, growth a month, US dollars a tonne and their growth, noise, a shape."""

    code: str
    usual: float
    growth: float
    tonne: float
    dearer: float
    noise: float
    shape: Callable[[int], float] = lambda _: 1.0


def _jump(at: int) -> float:
    """Return almost nothing until the end of 2024, then a climb to many times as much."""
    return 1.0 if at <= _JUMP_FROM else 6.0 * (at - _JUMP_FROM)


def _fall(at: int) -> float:
    """Return a slide over the last months."""
    return 1.0 if at < _FALL_FROM else 1.0 - 0.04 * (at - _FALL_FROM + 1)


def _begins(at: int) -> float:
    return 0.0 if at < _NEW_FROM else 1.0


def _ends(at: int) -> float:
    return 1.0 if at <= _ENDED_AFTER else 0.0


def _lift(at: int) -> float:
    """Return a step upwards in the last three months."""
    return 1.0 if at < MONTHS - 3 else 1.16


def _now_and_then(at: int) -> float:
    return 1.0 if at % _EVERY_FEW == 0 else 0.0


HEADINGS = (
    Heading("2501", 820_000, 0.0012, 92, 0.0008, 0.16),
    Heading("2510", 240_000, 0.0, 118, 0.001, 0.2),
    Heading("2511", 310_000, 0.002, 143, 0.0015, 0.18),
    Heading("2515", 1_620_000, -0.0022, 236, 0.0006, 0.14),
    Heading("2516", 410_000, 0.0005, 188, 0.0004, 0.2),
    Heading("2520", 150_000, 0.0008, 41, 0.0004, 0.22),
    Heading("2523", 90_000, -0.004, 62, 0.0, 0.25),
    Heading("2526", 460_000, 0.0032, 212, 0.001, 0.15),
    Heading("2530", 380_000, 0.001, 305, 0.0012, 0.2),
    Heading("2601", 10_400_000, 0.0011, 108, -0.0012, 0.07, _fall),
    Heading("2602", 520_000, 0.0, 166, 0.0005, 0.15, _ends),
    Heading("2603", 830_000, 0.004, 1_240, 0.003, 0.12),
    Heading("2606", 21_000, 0.002, 61, 0.001, 0.2, _jump),
    Heading("2607", 1_180_000, 0.0042, 1_310, 0.0016, 0.13),
    Heading("2608", 6_050_000, 0.0061, 824, 0.0028, 0.09),
    Heading("2610", 5_540_000, 0.0052, 284, -0.0011, 0.1),
    Heading("2613", 130_000, 0.0, 14_300, 0.001, 0.2, _now_and_then),
    Heading("2617", 1_730_000, 0.0, 5_480, 0.0, 0.1, _begins),
    Heading("2620", 260_000, 0.001, 690, 0.0012, 0.2),
    Heading("7401", 95_000, 0.0, 4_150, 0.001, 0.25, _now_and_then),
    Heading("7402", 24_600_000, -0.0009, 8_260, 0.002, 0.08),
    Heading("7403", 41_800_000, 0.0046, 8_640, 0.0026, 0.11, _lift),
    Heading("7404", 6_700_000, 0.0039, 5_920, 0.0024, 0.09),
    Heading("7407", 210_000, 0.002, 9_050, 0.0024, 0.22),
    Heading("7408", 320_000, 0.0015, 9_240, 0.0024, 0.2),
    Heading("7601", 180_000, 0.0, 2_460, 0.0008, 0.25),
    Heading("7602", 1_640_000, 0.0063, 1_690, 0.0014, 0.12),
    Heading("7604", 110_000, 0.001, 3_380, 0.0008, 0.25),
    Heading("7606", 140_000, 0.003, 3_120, 0.0008, 0.22),
    Heading("7615", 75_000, 0.005, 4_870, 0.001, 0.2),
)


def sample_table() -> bytes:
    """Return the table as CSV, one row for each code and month in which anything was traded."""
    return "\n".join((HEADER, *_rows(), "")).encode()


def _rows() -> Iterator[str]:
    chance = Random(SEED)  # noqa: S311 -- invented figures, the same each time
    for at in range(MONTHS):
        month = Period(FIRST.first + at, 1)
        traded = [(heading.code, *_traded(heading, at, month, chance)) for heading in HEADINGS]
        for code, dollars, kilograms in sorted([*_chapters(traded), *traded]):
            if dollars:
                yield _row(month, at, code, dollars, kilograms)


def _traded(heading: Heading, at: int, month: Period, chance: Random) -> tuple[int, int]:
    """Return value and weight of one heading in one month; chance is drawn where nothing was traded, too."""
    usual = heading.usual * _grown(heading.growth, at) * heading.shape(at) * _LUNAR.get(str(month), 1.0)
    dollars = round(usual * (1 + heading.noise * _around(chance)))
    tonne = heading.tonne * _grown(heading.dearer, at) * (1 + 0.04 * _around(chance))
    return dollars, round(1000 * dollars / tonne)


def _grown(growth: float, months: int) -> float:
    grown = 1.0
    for _ in range(months):
        grown *= 1 + growth
    return grown


def _around(chance: Random) -> float:
    """Return a number between -1 and 1, near zero more often than not."""
    return (chance.random() + chance.random() + chance.random()) / 1.5 - 1.0


def _chapters(traded: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    chapters: dict[str, tuple[int, int]] = {}
    for code, dollars, kilograms in traded:
        total = chapters.get(code[:2], (0, 0))
        chapters[code[:2]] = (total[0] + dollars, total[1] + kilograms)
    return [(chapter, *sums) for chapter, sums in chapters.items()]


def _row(month: Period, at: int, code: str, dollars: int, kilograms: int) -> str:
    release_month = month.step(1 if month.first % 12 else 2)
    day = f"{release_month}-{_PUBLICATION_DAY:02d}"
    status = "P" if at >= _PROVISIONAL else "F"
    return f"{month},CHN,PAK,import,{code},{dollars},{kilograms},kg,{status},{day}"
