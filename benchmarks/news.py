"""How an edition tells the news, measured over the texts of real months, one after the other.

    python -m benchmarks.news [--texts FOLDER] [SERIES ...]

Each series is a desk whose months are composed in order, each with the memory of the month before; no page is made. The
figures are the monthly sample and, from `../shared/data`, three pairs' fish. Where a month leaves out a large line,
`without_trade` of the series says that it had none. For each series one line is printed:

| column | what it is |
|---|---|
| repeated | sentences that stood in the month before with other figures, names and times, in per cent |
| patterns | sentences whose pattern, with those inside it, stood in the month before whatever the verb, in per cent |
| heads | forms of the headline with its tail, whatever its verb, direction and names |
| overlap | runs of four words that two neighbouring months share, of the smaller set, figures, names and times masked |
| below | sentences on lines below the floor of docs/how-a-briefing-is-made.md; the memory's are not counted |
| precision | sentences on lines with 5% or more of all changes, without the two largest lines, in per cent |
| words | words of an edition, in the mean |
| figures | figures in a hundred words, in the mean |

With `--texts` every edition's text is written there, for people to read.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

from ruamel.yaml import YAML

from generator.audit import audit_data
from generator.editions.edition_movements import movements_since
from generator.editions.edition_sheet import EditionSheet
from generator.editions.edition_text import briefs_of, compose
from generator.editions.previous_edition import PreviousEdition
from generator.intake.absent_lines import absent_lines, record_no_trade
from generator.intake.file_intake import ingest
from generator.intake.period_choice import figures_for
from generator.intake.side_figures import besides
from generator.service.starter_desk import init
from generator.settings.desk_parts import DeskParts
from generator.settings.wiring import open_desk
from generator.story.brief import Brief
from generator.story.claim_ledger import ClaimLedger
from generator.story.month import Month
from generator.story.news.line_changes import LineChanges
from generator.story.news.time_series import OTHER
from generator.story.plan import KeyFinding, Section, Story, Text
from generator.story.words import speak
from generator.trade.period import Period
from generator.trade.trees import Tree, is_pattern, keys, leaves

SHARED = Path(__file__).parents[2] / "shared" / "data"
FISH = SHARED / "comtrade-monthly-hs03-2018-2020"
PAIR = SHARED / "comtrade-china-pakistan-pair" / "chn_reporter_pak_partner_2010_2020.csv"
HEADINGS = ("0301", "0302", "0303", "0304")
COLUMNS = ("month", "reporter", "partner", "flow", "hs", "usd", "kg")
LANGUAGES = ("en", "zh", "ur")
NOW = datetime(2026, 2, 1, tzinfo=UTC)
MEMORY = ("body.line.again", "body.line.faded", "body.line.stepped")  # sentences that the last editions call for
_GROSS, _BASE, _ENOUGH = 5, 1, 10  # per cent: the floor of a line's sentence
_RUN = 4  # words


@dataclass(frozen=True)
class Series:
    """The editions of one briefing: where its figures are from, and which periods are composed."""

    name: str
    reporter: str
    partner: str
    codes: tuple[str, ...]
    group: str
    first: str
    last: str
    flow: str = "import"
    detail: int | None = 6
    without_trade: tuple[str, ...] = ()  # months of which the desk says that the lines without a row had no trade

    @property
    def is_sample(self) -> bool:
        """Whether its figures are those of the sample that the program makes."""
        return self.name == "sample"


SERIES = (
    Series("fish-pakistan-2020", "CHN", "PAK", HEADINGS, "fish", "2020-01", "2020-12"),
    Series("sample", "CHN", "PAK", (), "", "2024-01", "2025-12"),
    Series("fish-norway", "CHN", "NOR", HEADINGS, "fish", "2019-01", "2020-12", without_trade=("2020-10",)),
    Series("fish-japan", "JPN", "CHL", HEADINGS, "fish", "2019-01", "2020-12"),
)


@dataclass(frozen=True)
class Edition:
    """One composed month."""

    period: Period
    story: Story
    brief: Brief
    month: Month
    findings: tuple[str, ...]

    @property
    def texts(self) -> tuple[Text, ...]:
        """Headline, things and running text, in order."""
        texts: list[Text] = []
        for block in self.story.blocks:
            if isinstance(block, KeyFinding):
                texts += [block.headline, *block.things]
            elif isinstance(block, Section) and block.id not in ("balance", "watch", "beside"):
                texts += [text for paragraph in block.paragraphs for text in paragraph]
        return tuple(texts)

    @property
    def headline(self) -> Text:
        """The headline."""
        return self.texts[0]


def main() -> None:
    """Print the measures of each series, and write its texts where asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.news", description=__doc__.splitlines()[0])
    parser.add_argument("series", nargs="*", help="names of series (default: all)")
    parser.add_argument("--texts", type=Path, help="a folder for the texts")
    parser.add_argument("--languages", default="en", help="languages of the texts (default: en)")
    asked = parser.parse_args()
    print(f"{'series':20}{'months':>7}{'repeated':>9}{'heads':>6}{'overlap':>8}{'below':>6}{'precision':>10}", end="")
    print(f"{'words':>6}{'figures':>8}{'held':>5}")
    for series in SERIES:
        if asked.series and series.name not in asked.series:
            continue
        editions = list(editions_of(series, asked.languages.split(",")))
        print(line_of(series, editions), flush=True)
        if asked.texts:
            write(asked.texts / series.name, editions)


def editions_of(series: Series, languages: Sequence[str]) -> Iterator[Edition]:
    """Yield the editions of a series, oldest first, on a desk that is made for them."""
    with tempfile.TemporaryDirectory(prefix="news-") as place:
        folder = Path(place, "desk")
        desk = sample_desk(folder) if series.is_sample else desk_of(series, folder, languages)
        name = "pakistan-minerals-monthly" if series.is_sample else series.name
        with desk.store:
            before = None
            for period in periods_of(series):
                edition, before = composed(desk, name, period, before)
                yield edition


def periods_of(series: Series) -> Iterator[str]:
    """Yield the periods of a series. China's January and February are one edition."""
    month, last = Period.parse(series.first), Period.parse(series.last)
    while month <= last:
        if series.reporter == "CHN" and month.first % 12 == 0:
            yield f"{month}..{month.step(1)}"
            month = month.step(2)
        else:
            yield str(month)
            month = month.step(1)


def composed(
    desk: DeskParts, name: str, period: str, before: PreviousEdition | None
) -> tuple[Edition, PreviousEdition]:
    """Return the edition of a period, and what the next one remembers of it."""
    figures = figures_for(desk.desk, desk.store, name, period)
    moved = movements_since(desk.desk, desk.store, name, figures, before)
    beside = besides(desk.desk, desk.store, name, figures.vintage.as_of)
    sheet = EditionSheet(name, figures, moved, 1, {}, {}, contexts=beside)
    text = compose(desk.desk, desk.store, sheet)
    findings = tuple(map(str, audit_data(text.files, desk.store.raw.read)))
    memory = sheet.memory_after(text.files)
    brief = next(iter(briefs_of(desk.desk, desk.store, sheet).values()))
    month = Month(figures, moved.movements, brief, speak(brief.language), ClaimLedger(figures.period))
    edition = Edition(figures.period, text.stories[0], brief, month, findings)
    return edition, PreviousEdition.read(memory)


def sample_desk(folder: Path) -> DeskParts:
    """Return a starter desk with its sample taken in."""
    init(folder, sample=True)
    desk = open_desk(folder, {})
    for table in sorted((folder / "inbox" / "illustrative-customs").glob("*.csv")):
        ingest(desk.desk, desk.store, table, "illustrative-customs", NOW)
    return desk


def desk_of(series: Series, folder: Path, languages: Sequence[str]) -> DeskParts:
    """Return a desk with the figures of a series: a table of each year, with all partners from 2018 on."""
    (folder / "briefings").mkdir(parents=True)
    columns = ("period", "reporter", "partner", "flow", "code", "value", "quantity")
    source = {
        "kind": "tables",
        "title": {"en": "customs (UN Comtrade)", "zh": "海关（UN Comtrade）", "ur": "کسٹمز (UN Comtrade)"},  # noqa: RUF001 -- Chinese
        "covers": "all",
        "partners": "every",
        "edition": "HS2017",
        "columns": dict(zip(columns, COLUMNS, strict=True)),
        "quantity_unit": "kg",
    }
    settings = {
        "publisher": {"name": names("Trade Section"), "dateline": names("Beijing"), "contact": "trade@example.org"},
        "time_zone": "Asia/Shanghai",
        "languages": list(languages),
        "sources": {"customs": source},
        "mail": {"transport": "folder", "from": "Trade <trade@example.org>"},
    }
    briefing = {
        "title": names(series.name),
        "frequency": "monthly",
        "figures": {
            "source": "customs",
            "reporter": series.reporter,
            "partner": series.partner,
            "flow": series.flow,
            "codes": list(series.codes),
            "detail": series.detail,
            "market": True,
            "group": {"en": series.group, "zh": "水产品", "ur": "مچھلی"},
        },
    }
    yaml = YAML()
    yaml.dump(settings, folder / "desk.yaml")
    yaml.dump(briefing, folder / "briefings" / f"{series.name}.yaml")
    desk = open_desk(folder, {})
    for year, rows in tables_of(series).items():
        table = folder / f"{year}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        ingest(desk.desk, desk.store, table, "customs", NOW, datetime(int(year) + 1, 3, 1, tzinfo=UTC).date())
    for month in series.without_trade:
        figures = figures_for(desk.desk, desk.store, series.name, month)
        absent = absent_lines(figures, Period.parse(month))
        record_no_trade(desk.store, series.name, absent, "Customs has no row of it.", NOW)
    return desk


def names(words: str) -> dict[str, str]:
    """Return the words that a setting needs in each language, where nothing depends on them."""
    return dict.fromkeys(LANGUAGES, words)


def tables_of(series: Series) -> Mapping[str, list[tuple[object, ...]]]:
    """Return the rows of a series by year: all partners from 2018 on, and the pair alone before that."""
    tables: dict[str, list[tuple[object, ...]]] = {}
    if series.partner == "PAK":
        with PAIR.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if "2016" <= row["period"][:4] < "2018"]
        tables |= {year: list(rows_of(series, rows, year)) for year in ("2016", "2017")}
    for path in sorted(FISH.glob("*.csv.gz")):
        year = path.name[-11:-7]
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            tables[year] = list(rows_of(series, csv.DictReader(file), year))
    return tables


def rows_of(series: Series, rows: Any, year: str) -> Iterator[tuple[object, ...]]:  # noqa: ANN401 -- rows of a reader
    """Yield the rows of a table: the series' own flow, of its codes, by partner."""
    for row in rows:
        is_reporter = row["reporterISO"] == series.reporter and row["flowCode"] == "M"
        if is_reporter and row["period"].startswith(year) and row["cmdCode"][:4] in series.codes:
            month = f"{row['period'][:4]}-{row['period'][4:]}"
            value = round(float(row["primaryValue"]))
            weight = round(float(row["netWgt"] or 0)) or ""
            yield month, series.reporter, row["partnerISO"], series.flow, row["cmdCode"], value, weight


def line_of(series: Series, editions: Sequence[Edition]) -> str:
    """Return the measures of a series as one line."""
    sentences = [masked_sentences(edition) for edition in editions]
    repeated = [sentence in before for before, now in pairwise(sentences) for sentence in now]
    patterns = [patterns_of(edition) for edition in editions]
    patterns_again = [pattern in before for before, now in pairwise(patterns) for pattern in now]
    overlaps = [overlap(before, now) for before, now in pairwise(sentences)]
    heads = {form_of_head(edition.headline) for edition in editions}
    headlines = [None, *(edition.headline for edition in editions)]
    lines = [line for last, edition in zip(headlines, editions, strict=False) for line in lines_of(edition, last)]
    below = sum(line.is_below for line in lines)
    smaller = [line for line in lines if not line.is_large]
    precision = 100 * mean(line.share >= _GROSS for line in smaller) if smaller else 100
    words = mean(word_count(edition) for edition in editions)
    figures = mean(figure_rate(edition) for edition in editions)
    held = sum(bool(edition.findings) for edition in editions)
    return (
        f"{series.name:20}{len(editions):7}{100 * mean(repeated):9.0f}"
        f"{100 * mean(patterns_again):9.0f}{len(heads):6}{mean(overlaps):8.2f}{below:6}"
        f"{precision:10.0f}{words:6.0f}{figures:8.1f}{held:5}"
    )


# Masks


def masked_sentences(edition: Edition) -> list[str]:
    """Return the sentences of things and text, with figures, names and times masked."""
    return [masked(text, edition) for text in edition.texts[1:]]


def masked(text: Text, edition: Edition) -> str:
    """Return a sentence with `#` for each figure, `@` for each name, and `%` for each time."""
    words = text.words
    for mark in sorted(text.marks, key=lambda mark: -mark.start):
        if any(map(str.isdigit, words[mark.start : mark.end])):
            words = f"{words[: mark.start]}#{words[mark.end :]}"
    words = re.sub(r" \(HS \d+\)", "", words)
    for name in names_of(edition, text):
        words = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", "@", words)
    return re.sub(_TIMES, "%", words)


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIMES = re.compile(rf"(?:(?:{_MONTHS})(?:[-–](?:{_MONTHS}))?(?: \d{{4}})?|\b20\d\d\b)")


def names_of(edition: Edition, text: Text) -> list[str]:
    """Return the names in a sentence, the longest first: of lines, and of the parties and their trade."""
    lines = {leaf[1] for leaf in leaves(text.tree or ("row", ())) if leaf[0] == "line"}
    names = {name for code in lines for name in edition.brief.label(code).forms()}
    names |= {name[:1].upper() + name[1:] for name in names}
    parties = {"China", "China’s", "Pakistan", "Norway", "Japan", "Japan’s", "Chile"}
    return sorted(names | parties | {edition.brief.group}, key=len, reverse=True)


def patterns_of(edition: Edition) -> list[tuple[str, ...]]:
    """Return the patterns of each sentence of things and text, from the outermost to the innermost."""
    trees = [text.tree for text in edition.texts[1:]]
    return [tuple(keys(tree)) if tree else () for tree in trees]


def overlap(before: Sequence[str], now: Sequence[str]) -> float:
    """Return which part of the runs of four words two editions share."""
    first, second = runs_of(before), runs_of(now)
    return len(first & second) / max(1, min(len(first), len(second)))


def runs_of(sentences: Sequence[str]) -> set[tuple[str, ...]]:
    """Return the runs of four words in some sentences."""
    runs = set()
    for sentence in sentences:
        words = re.findall(r"[\w#@%’'-]+", sentence)
        runs |= {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    return runs


def form_of_head(headline: Text) -> tuple[str, ...]:
    """Return the patterns of a headline and its tail, without those of verbs and names."""
    if headline.tree is None:
        return ()
    return tuple(key for key in keys(headline.tree) if key.startswith(("head.", "tail.")) and "change" not in key)


# Lines


@dataclass(frozen=True)
class LineSentence:
    """A sentence on one line: its share of all changes, and whether the line is one of the two largest."""

    share: float
    is_large: bool
    is_below: bool


def lines_of(edition: Edition, last: Text | None) -> Iterator[LineSentence]:
    """Yield the sentences of the text that are on a line, with how much it moved.

    A line that `last`, the headline of the edition before, named is told whatever it moved.
    """
    due = {str(leaf[1]) for leaf in leaves(last.tree) if leaf[0] == "line"} if last and last.tree else set()
    month = edition.month
    changes = LineChanges(month, edition.period)
    total = changes.total
    if not changes.lines or total is None:
        return
    largest = sorted(changes.lines, key=lambda part: -part.now.value)[:2]
    for text in edition.texts[4:]:
        if text.tree is None or any(key.startswith(MEMORY) for key in keys(text.tree)):
            continue
        code = subject_of(text.tree)
        part = changes.by_code(code) if code else None
        if part is None:
            continue
        share = float(changes.gross_share(part).value)
        of_base = float(100 * part.size.value / total.base.value) if total.base.value else _BASE
        is_enough = share >= _GROSS and (of_base >= _BASE or share >= _ENOUGH)
        is_large = part in largest
        is_record = "body.line.record" in keys(text.tree)
        is_excepted = is_large or is_record or code in due or not part.now.value or not part.base.value
        is_against = part == changes.largest(OTHER[total.way] if total.way else None)
        yield LineSentence(share, is_large, not (is_enough or is_excepted or is_against))


def subject_of(tree: Tree | None) -> str | None:
    """Return the line that a sentence of the text is on."""
    if tree is None or not is_pattern(tree) or not tree[0].startswith("body.line."):
        return None
    slots = tree[1]
    subject = slots.get("line") or slots.get("one")
    names = list(leaves(subject)) if subject else []
    return next((str(leaf[1]) for leaf in names if leaf[0] == "line"), None)


def word_count(edition: Edition) -> int:
    """Return the words of an edition, a figure as one."""
    return sum(len(text.words.split()) for text in edition.texts)


def figure_rate(edition: Edition) -> float:
    """Return the figures in a hundred words, without dates and codes."""
    marks = [
        mark
        for text in edition.texts
        for mark in text.marks
        if any(map(str.isdigit, text.words[mark.start : mark.end]))
    ]
    return 100 * len(marks) / word_count(edition)


def write(folder: Path, editions: Sequence[Edition]) -> None:
    """Write the text of each edition into its file."""
    folder.mkdir(parents=True, exist_ok=True)
    for edition in editions:
        lines: list[str] = []
        for block in edition.story.blocks:
            if isinstance(block, KeyFinding):
                lines += [f"# {block.headline.words}", "", *(f"- {thing.words}" for thing in block.things), ""]
            elif isinstance(block, Section):
                for paragraph in block.paragraphs:
                    lines += [" ".join(text.words for text in paragraph), ""]
        lines += [f"! {finding}" for finding in edition.findings]
        (folder / f"{edition.period}.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
