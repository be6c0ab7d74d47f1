"""The balance: a deficit that narrowed, a surplus that widened, a balance that turned."""

from __future__ import annotations

from generator.story import rounding
from generator.story.facts import Claim
from generator.story.plan import Text
from generator.story.words.amounts import Amounts, scale_of
from generator.story.words.speech import Noun, Slot
from generator.trade.codes import Flow
from generator.trade.figures import Selection


class Balances(Amounts):
    """What went out and came in, and how the difference moved."""

    def balance(self, of: Selection, exports: Claim, imports: Claim, net: Claim) -> Text | None:
        """Return "… exports … came to $2.10 million … and its imports to $4.00 million: a deficit of $1.90 million.".

        None where the reading leaves open which of the two is larger, or no rounding holds.
        """
        if (side := _side(net)) is None or not all(map(_holds, (exports, imports, net))):
            return None
        lines = self.say("balance.line" if len(of.whole) == 1 == len(of.lines) else "balance.lines")
        said: dict[str, Slot] = {"who": Noun(self.land(of.reporter)), "lines": lines, "size": self.size(net)}
        said |= {"exports": self.worth(exports), "imports": self.worth(imports)}
        return self.say(f"balance.{side}", way=self.whence(of, Flow.EXPORT), when=self.span(net.period), **said)

    def balance_moved(self, net: Claim, base: Claim, change: Claim) -> Text | None:
        """Return "The deficit narrowed by $1.10 million, from $3.00 million in 2024."; a turned one rose or fell."""
        side, before = _side(net), _side(base)
        if before is None or not all(map(_holds, (base, change))) or not change.value:
            return None
        said: dict[str, Slot] = {"base": self.size(base), "then": self.span(base.period), "change": self.size(change)}
        if change.direction is None:
            return self.say(f"balance_moved.open.{before}", **said)
        if side == before:
            widened = (change.direction == "up") == (side == "surplus")
            return self.say(f"balance_moved.{'widened' if widened else 'narrowed'}.{side}", **said)
        return self.say(f"balance_moved.turned.{before}.{change.direction}", **said)


def _side(net: Claim) -> str | None:
    return "surplus" if net.low > 0 else "deficit" if net.high < 0 else None


def _holds(claim: Claim) -> bool:
    return any(rounding.money(claim, scale) is not None for scale in (scale_of(claim), rounding.UNITS))
