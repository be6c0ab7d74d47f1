"""The strip of a month: the month, the year to date, the largest line, and how many lines rose."""

from __future__ import annotations

from collections.abc import Iterator

from generator.story.news.report import Report
from generator.story.pictures import shares
from generator.story.plan import KeyFigure, Strip


def section(report: Report) -> Strip:
    """Return the key figures of the pages."""
    return Strip(id="strip", shown=("pdf", "html"), cells=(*_totals(report), *_lines(report)))


def mail(report: Report) -> Strip:
    """Return the two key figures of the mail."""
    return Strip(id="strip-mail", shown=("mail",), cells=tuple(_totals(report)))


def _totals(report: Report) -> Iterator[KeyFigure]:
    month, words = report.month, report.month.words
    for item in (report.whole, month.whole_item(month.longer)):
        if item.now is not None:
            label = words.key_label(item)
            label = label if item.label else words.of_known(label, month.material.trade)
            yield KeyFigure(label, words.key_level(item), words.key_change(item))


def _lines(report: Report) -> Iterator[KeyFigure]:
    month, words = report.month, report.month.words
    if (found := shares.leading(month)) is not None:
        item, now, base = found
        yield KeyFigure(
            words.key_label(item), words.key_share(now), words.share_before(base, month.twelve, broken=item.broken)
        )
    pairs = [(item.amount, item.base_amount) for item in month.compared if item.amount and item.base_amount]
    if len(pairs) > 1:
        rose, fell = (month.account.moved(side, pairs) for side in ("rose", "fell"))
        lines = month.material.ledger.size([item.code for item in month.compared])
        if not rose.value and not fell.value:
            return
        most, others = (fell, rose) if report.whole.way == "down" or not rose.value else (rose, fell)
        kind = "lines" if len(month.compared) == len(month.items) else "compared"
        label = words.label(f"{kind}_that_{'rose' if most is rose else 'fell'}")
        note = words.others_too(others, month.base, fell=others is fell)
        yield KeyFigure(label, words.key_count(most, lines), note)
