"""The contributions: what each line added to the change of the total, in money; the printed figures add up."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from generator.story import rounding
from generator.story.amounts import Claim
from generator.story.claim_ledger import Pair
from generator.story.line_selection import LineItem
from generator.story.news.report import NewsReport
from generator.story.picture import ON_EVERY_PAGE, PicturePlan, PictureSources, is_part_of_year, picture
from generator.story.plan import Bar, Chart, Row, Text
from generator.story.rounding import MILLIONS
from generator.story.words.speech import Noun, Slot

_BARS = 9  # at most on a page; other lines share one more
_MAIL_BARS = 4  # at most in a mail
_FEWEST = 3  # bars, at least
_LEAST = Decimal("0.095")  # percentage points: in a month whose largest change is smaller there is no picture
_ALL = 103  # per cent of a change: a larger part of it is more than the whole
_PLACES = (1, 2)  # decimals of a million
_OTHER_PLACES = (0, 3, 4)  # where neither is possible, as the figures are too rough or too small


@dataclass(frozen=True)
class _BarChoice:
    """The bars of a picture: each a line, or several lines, with its change, and the change of the total."""

    items: tuple[LineItem, ...]
    changes: tuple[Claim, ...]
    total: Claim

    def prints(self, places: int) -> tuple[Decimal, ...]:
        """Return the figures in millions, the total last.

        () where a rounding does not hold, or where the change of a single line prints as zero and is not.
        """
        figures: list[Decimal] = []
        for change in (*self.changes, self.total):
            figure = rounding.at_places(change, MILLIONS, places)
            if figure is None:
                return ()
            figures.append(figure)
        for item, change, figure in zip(self.items, self.changes, figures, strict=False):
            if item.label and change.value and not figure:
                return ()
        return tuple(figures)

    def add_up(self, places: int) -> bool:
        """Return whether the printed figures add up to the printed total."""
        *parts, total = self.prints(places) or (Decimal(0), Decimal(1))
        return sum(parts, Decimal(0)) == total


def charts(sources: PictureSources) -> Iterator[Chart]:
    """Yield the charts for pages and mail, each only if every line that its text names can have a bar."""
    report = sources.report
    for name, shown, most, named in (
        ("contributions", ON_EVERY_PAGE, _BARS, sources.page),
        ("contributions-mail", ("mail",), _MAIL_BARS, sources.mail),
    ):
        candidates = list(_candidates(report, most, named))
        choice = _choice(candidates)
        if choice is not None:
            yield _chart(report, name, shown, *choice)


def _choice(candidates: Sequence[_BarChoice]) -> tuple[_BarChoice, int] | None:
    """Return the first bars whose printed figures add up, with the decimals of a million that they have.

    If none adds up, return the first that can be printed, or None.
    """
    possible = [(bars, places) for places in _PLACES for bars in candidates if bars.prints(places)]
    for bars, places in possible:
        if bars.add_up(places):
            return bars, places
    possible += [(bars, places) for places in _OTHER_PLACES for bars in candidates if bars.prints(places)]
    return possible[0] if possible else None


def _chart(report: NewsReport, name: str, shown: tuple[str, ...], bars: _BarChoice, places: int) -> Chart:
    month, words = report.month, report.month.words
    figures = [words.signed_million(change, places) for change in (*bars.changes, bars.total)]
    is_whole = bars.add_up(places)
    first = bars.items[0].label or month.brief.label(bars.items[0].code)
    slots: dict[str, Slot] = {**words.ends(month.period), "name": Noun.of(first, "short"), "n": figures[-1]}
    drawn = tuple(_bar(report, *part) for part in zip(bars.items, bars.changes, figures, strict=False))
    unit = words.millions_of(month.figures.currency)
    aside = _aside(report) if "pdf" in shown else ()
    if not is_whole:
        aside = (*(aside or (words.say("bars.how"),)), words.say("bars.rounded"))
    frame = picture(
        month,
        "contributions",
        "bars",
        _title(report, bars),
        slots,
        name=name,
        shown=shown,
        subtitle="subtitle.sum" if is_whole else "subtitle.rounded",
        alt=("alt_led", "alt", "alt_short") if drawn[0].value > 0 else ("alt", "alt_short"),
    )
    return replace(
        frame,
        bars=drawn,
        aside=aside,
        head=(words.say("heads.line"), words.say("bars.head", unit=unit)),
        rows=tuple(
            Row((bar.label, bar.figure), "line", item.codes) for bar, item in zip(drawn, bars.items, strict=True)
        ),
    )


def _title(report: NewsReport, bars: _BarChoice) -> Text:
    """Return which part of the change the leading line made: "Refined copper made nine tenths of the gain"."""
    words, first, total = report.words, report.main_line, report.period_total
    if first is None or first.label is None or first.code not in {item.code for item in bars.items if item.label}:
        return words.say("bars.title")
    part = report.ledger.part_of_change(_ends(first), _ends(total))
    if part is None:
        return words.say("bars.title")
    slots: dict[str, Slot] = {"name": words.short(first), "way": words.way(part.direction or "")}
    if part.low > _ALL:
        return words.say("bars.over", proof=words.proof("bars.over", part, **slots), **slots)
    fraction = words.fraction(part)
    if fraction is None or part.high > _ALL:
        return words.say("bars.title")
    return words.say("bars.part", part=fraction, **slots)


def _aside(report: NewsReport) -> tuple[Text, ...]:
    """Return the leading line, a line that went far the other way, and all lines, in points, the unit of the table."""
    words, first = report.words, report.main_line
    total = report.period_total.contribution
    if first is None or first.contribution is None or total is None:
        return ()
    points, together = words.signed_points(first.contribution), words.signed_points(total)
    if not points.marks or not together.marks:
        return ()
    other = _other_points(report, first)
    before = words.span(report.month.base)
    note = words.say("bars.points_of", name=words.short(first), n=points, other=other, t=together, before=before)
    return words.say("bars.points"), note


def _other_points(report: NewsReport, first: LineItem) -> Text | str:
    """Return the contribution of the line that moved most against the total. Empty for none, or where it leads."""
    part = report.other_way()
    if part is None or part.code == first.code or not report.month.choice.tells(part.code):
        return ""
    item = report.month.item(part.code)
    points = report.words.signed_points(item.contribution)
    if not points.marks:
        return ""
    return report.words.say("bars.points_other", name=report.words.short(item), n=points)


def _bar(report: NewsReport, item: LineItem, change: Claim, figure: Text) -> Bar:
    label = item.label.text() if item.label else report.month.name_of_folded(item.codes)
    low, value, high = (float(end.scaleb(-MILLIONS.power)) for end in (change.low, change.value, change.high))
    return Bar(label, figure, value, low, high, rest=item.label is None)


def _candidates(report: NewsReport, most: int, named: frozenset[str]) -> Iterator[_BarChoice]:
    """Yield possible bars: lines from the largest rise to the largest fall, then all others together.

    A line in `named` always has its own bar. The first candidate combines as few other lines as possible, the smallest.
    """
    month, total = report.month, report.period_total
    moved = [item for item in month.compared if item.contribution]
    if len(moved) < len(month.lines) or len(moved) < _FEWEST or total.contribution is None:
        return
    if all(abs(item.points) < _LEAST for item in moved):
        return
    allowed = [item for item in moved if month.choice.tells(item.code)]
    named_codes = {item.code for item in allowed if item.code in named or item.code == month.choice.lead}
    for chosen in _choices(allowed, most, len(moved), named_codes):
        codes = {item.code for item in chosen}
        folded = tuple(code for code in month.lines if code not in codes)
        items = sorted(chosen, key=lambda item: -item.points)
        if folded:
            items.append(month.combined_item(folded))
        changes = tuple(_change(report, item) for item in items)
        yield _BarChoice(tuple(items), changes, _change(report, total))


def _change(report: NewsReport, item: LineItem) -> Claim:
    """Return the change of an item on the year before."""
    return report.ledger.change(*_ends(item))


def _ends(item: LineItem) -> Pair:
    """Return both amounts of an item. They are known, as it has a contribution."""
    if item.amount is None or item.base_amount is None:
        msg = f"{item.codes} have a contribution and no amounts"
        raise ValueError(msg)
    return item.amount, item.base_amount


def _choices(
    moved: Sequence[LineItem], most: int, line_count: int, named_codes: Container[str]
) -> Iterator[tuple[LineItem, ...]]:
    """Yield possible sets of lines with a bar, the largest set first. Never leave exactly one line for the last bar.

    `line_count` includes lines that the editor leaves out. Lines in `named_codes` always have a bar, even if they are
    more than `most`.
    """
    ranked = sorted(moved, key=lambda item: -abs(item.points))
    fixed = [item for item in ranked if item.code in named_codes]
    if len(ranked) <= max(most, len(fixed)) + 1 and line_count - len(ranked) != 1:
        yield tuple(ranked)
    rankable = [item for item in ranked if item.code not in named_codes]
    for count in range(max(most - len(fixed), 0), -1, -1):
        chosen = (*fixed, *rankable[:count])
        if _FEWEST <= len(chosen) < line_count - 1:
            yield chosen


PLAN = PicturePlan(charts, "opening", 1, is_part_of_year)
