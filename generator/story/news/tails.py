"""Tails: the rows that stand behind a head as a clause of it."""

from __future__ import annotations

from generator.story.news import rows
from generator.story.news.head import Argument, Head
from generator.story.news.news import News
from generator.story.news.steps import OTHER

_TWO = 60  # per cent of all changes that two lines made
_RUN = 4  # months


def since(news: News) -> Head | None:
    """Return the place in time."""
    return _as_tail(rows.since(news))


def line(news: News) -> Head | None:
    """Return the line that made most of it."""
    return _as_tail(rows.line(news))


def line_all(news: News) -> Head | None:
    """Return the one line without which the whole would have gone the other way."""
    return _as_tail(rows.line_all(news))


def leader(news: News) -> Head | None:
    """Return the line that came to lead."""
    return _as_tail(rows.leader(news))


def two_lines(news: News) -> Head | None:
    """Return the two lines that made most of it."""
    both = None if news.is_one_line else news.parts.two_largest()
    if both is None or news.way is None or any(part.way != news.way for part in both):
        return None
    if sum(news.parts.gross(part).low for part in both) < _TWO:
        return None
    claims = [rows.gross(news, part) for part in both]
    arguments: dict[str, Argument] = {"one": both[0].code, "two": both[1].code}
    return Head("tail.two_lines", arguments, tuple(one for one in claims if one), "two_lines", news.way)


def run(news: News) -> Head | None:
    """Return the run, however long, from four months on."""
    found = news.run
    if found is None or found.months < _RUN or news.is_year:
        return None
    return Head("tail.run", {"n": found.claim(news.account)}, (), "run", news.way)


def season_broken(news: News) -> Head | None:
    """Return the season that did not come."""
    found = news.season
    if found is None or not found.is_broken:
        return None
    change = news.account.growth(*found.now)
    arguments: dict[str, Argument] = {"n": found.claim(news.account), "before": found.now[1].span}
    own: dict[str, Argument] = {"rate": change} if change else {}
    return Head("tail.season_broken", arguments | own, (), "season_broken", OTHER[found.way])


def halves(news: News) -> Head | None:
    """Return the half of a year that went another way than the other."""
    found = news.halves if news.is_year else None
    if found is None or not found.are_opposite:
        return None
    first, second = (news.account.growth(half.now, half.base) for half in found)
    if first is None or second is None:
        return None
    return Head("tail.halves", {"first": first, "second": second}, (), "halves", news.way)


def _as_tail(head: Head | None) -> Head | None:
    if head is None:
        return None
    key = head.key.replace("head.", "tail.")
    own = {name: argument for name, argument in head.arguments.items() if name not in {"rate", "times"}}
    return Head(key, own, head.proof, head.row, head.way, head.line)
