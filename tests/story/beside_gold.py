"""Editions of real figures beside the gold ones, for a person to read: `python -m tests.story.beside_gold OUT`.

The figures, the gold editions and the names of goods lie in the folder `shared` beside the checkout. Each edition is
told after the one of the step before it, so that no headline is said twice.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator.story.brief import LastEdition
from generator.story.label import Label
from generator.story.plan import Finding, Section, Story, Text
from generator.trade.codes import Flow
from tests.story.months import NAMES, Table, months
from tests.story.news.replay import crude, fish, graphite, sample

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA, NEWS = SHARED / "data", SHARED / "design" / "news"
UN = "customs (UN Comtrade)"
WORDS = re.compile(r"[^\W_]+(?:[.,’-]\w+)*")


class Plan(NamedTuple):
    """One gold edition: the beginning of its file, its figures, its period, and the one before it."""

    gold: str
    rows: Table
    period: str
    before: str
    fields: Mapping[str, Any]


def plans() -> Iterator[Plan]:
    """Yield the gold editions whose figures are there."""
    pakistan = {"group": "fish", "parties": ("CHN", "PAK"), "customs": UN}
    norway = pakistan | {"parties": ("CHN", "NOR")}
    own = fish(DATA, "CHN", "PAK", "2016-01")
    yield Plan("gold-01", own, "2020-09", "2020-08", pakistan)
    yield Plan("gold-02", own, "2020-01..2020-02", "2019-12", pakistan)
    yield Plan("gold-03", own, "2020-06", "2020-05", pakistan)
    yield Plan("gold-04", own, "2020-07", "2020-06", pakistan)
    yield Plan("gold-05", own, "2020-12", "2020-11", pakistan)
    yield Plan("gold-06", own, "2020-Q3", "2020-Q2", pakistan)
    yield Plan("gold-07", fish(DATA, "CHN", "NOR", "2018-01"), "2020-11", "2020-10", norway)
    minerals = {"group": "mineral", "parties": ("CHN", "PAK")}
    yield Plan("gold-08", sample(), "2024-10", "2024-09", minerals)
    yield Plan("gold-09", sample(), "2025-05", "2025-04", minerals)
    yield Plan("gold-10", sample(), "2025-12", "2025-11", minerals)
    oil = {"group": "", "parties": ("CHN", "W00"), "codes": ("2709",)}
    yield Plan("gold-12", crude(DATA), "2025-12", "2025-11", oil)
    hungary = {
        "group": "",
        "parties": ("CHN", "HUN"),
        "flow": Flow.EXPORT,
        "codes": ("2504",),
        "customs": UN,
    }
    yield Plan("gold-13", graphite(DATA, "Hungary"), "2024-12", "2024-11", hungary)
    less = {key: row for key, row in sample().items() if not (key[0][:2] == "26" and key[1] == "2025-12")}
    yield Plan("gold-14", less, "2025-12", "2025-11", minerals | {"covers": "listed"})


def names(language: str) -> dict[str, Label]:
    """Return the names of goods that an editor wrote down, in one language."""
    with (NEWS / "names-and-uses.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row[f"{language}_short"]]
    found = dict(NAMES) if language == "en" else {}
    for row in rows:
        short, full = row[f"{language}_short"], row[f"{language}_full"] or row[f"{language}_short"]
        plural = row["en_number"].startswith("p") if language == "en" else False
        oblique = (row["ur_oblique_short"],) * 3 if language == "ur" else ("", "", "")
        found[row["code"]] = Label(full, short, short, plural, oblique)
    return found


def story(plan: Plan, language: str, period: str, last: LastEdition | None = None) -> Story:
    """Return the edition of a period of a plan."""
    fields = dict(plan.fields) | {"labels": names(language), "last": last, "themes": (), "language": language}
    return months(plan.rows, period, **fields).story


def told(plan: Plan, language: str = "en") -> Story:
    """Return the edition, told after the one before it."""
    before = story(plan, language, plan.before)
    form = next(block for block in before.blocks if isinstance(block, Finding)).headline.form
    last = LastEdition(f"minerals/{plan.before}/r1", "", {"headline": form})
    return story(plan, language, plan.period, last)


def text_of(one: Story) -> Iterator[str]:
    """Yield headline, things and paragraphs."""
    for block in one.blocks:
        if isinstance(block, Finding):
            yield f"**{block.headline.words}**"
            yield "\n".join(f"- {thing.words}" for thing in block.things)
        elif isinstance(block, Section):
            if block.label:
                yield f"### {block.label.words}"
            yield from (" ".join(map(_words, paragraph)) for paragraph in block.paragraphs)


def _words(text: Text) -> str:
    return text.words


def count(words: str) -> int:
    """Return how many words a text has."""
    return len(WORDS.findall(words))


def main(out: Path) -> None:
    """Write ours, then gold, one file an edition."""
    out.mkdir(parents=True, exist_ok=True)
    for plan in plans():
        ours = "\n\n".join(text_of(told(plan)))
        path = next(NEWS.glob(f"{plan.gold}-*.md"))
        gold = path.read_text(encoding="utf-8").partition("## Cells")[0].partition("## 中文")[0]
        page = f"# {plan.gold}, {plan.period}: ours, {count(ours)} words\n\n{ours}\n\n# Gold\n\n{gold}"
        (out / f"{plan.gold}.md").write_text(page, encoding="utf-8")
        sys.stdout.write(f"{plan.gold} {plan.period}: {count(ours)} words\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
