"""News of figures that a test writes down: thousands of dollars by line, month by month, the last in its period."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.story.amounts import Claim
from generator.story.news.edition_news import News
from generator.story.news.head_rows import Head
from generator.story.plan import Text
from generator.story.words.speech import tree_of_slot
from generator.trade.period import Period
from generator.trade.trees import leaves
from tests.story.months import Ground, ground

PLAIN, HOLIDAY = ("USA", "TUR"), ("CHN", "PAK")  # parties without and with the Lunar New Year
Levels = Sequence[float | None]


def rows_of(lines: Mapping[str, Levels], last: str) -> dict[tuple[str, str], tuple[int, int]]:
    """Return full dollars, and a kilogram a dollar, of the months up to `last`; None is a month without a row."""
    end = Period.parse(last).last
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for code, levels in lines.items():
        for back, level in enumerate(reversed(levels)):
            if level is not None:
                found[code, str(end.step(-back))] = (round(1000 * level), round(1000 * level))
    return found


@dataclass(frozen=True)
class Made(News):
    """News with the bytes of their figures."""

    ground: Ground

    def claims(self, said: Head | Text) -> list[Claim]:
        """Return the claims that a head or a text prints, in the order of its slots."""
        slots = said.slots.values() if isinstance(said, Head) else (said,)
        printed = [leaf[1] for slot in slots for leaf in leaves(tree_of_slot(slot)) if leaf[0] == "figure"]
        own = [said.claim.id] if isinstance(said, Head) and said.claim else []
        known = {claim.id: claim for claim in self.month.ledger.claims}
        return [known[name] for name in (*printed, *own)]

    def faults(self, said: Iterable[Head | Text | None]) -> list[str]:
        """Return what the audit finds in the claims of heads or texts."""
        found = [claim for one in said if one is not None for claim in self.claims(one)]
        return self.ground.faults(list(dict.fromkeys(found)))


def news(
    lines: Mapping[str, Levels] | Levels,
    period: str = "2025-12",
    parties: tuple[str, str] = PLAIN,
    over: Container[tuple[str, str]] = (),
) -> Made:
    """Return the news of a period; levels alone are those of one line, 7403, and those of `over` are bounds."""
    named = lines if isinstance(lines, Mapping) else {"7403": lines}
    return of(ground(rows_of(named, period), period, parties=parties, over=over))


def of(found: Ground) -> Made:
    """Return the news of the period of some figures."""
    return Made(found.month, found.month.period, found)


def years(*levels: float) -> list[float]:
    """Return months that stand at one level for a year each."""
    return [level for level in levels for _ in range(12)]
