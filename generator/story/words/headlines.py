"""Headlines: short, so that long names give way; what was traded stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.story.brief import Line
from generator.story.plan import Text
from generator.story.words.amounts import Amounts
from generator.story.words.speech import Noun
from generator.trade.figures import Selection


class Headlines(Amounts):
    """What a headline calls the trade in one line, and how long it may be."""

    def fitting(self, headlines: Iterable[Sequence[Text]]) -> Text:
        """Return a headline that is short enough, as the beginning of a sentence.

        Each group has those with one name of the trade, the fullest name first, and in it the longest headline first. A
        name that is told in a long headline goes before a shorter name.
        """
        said: list[Text] = []
        for group in headlines:
            own = [self.grammar.begin(text) for text in group]
            said += own
            if short := next((text for text in own if self.grammar.fits_headline(text.words)), None):
                return short
            if self.grammar.fits_headline(own[-1].words, long=True):
                return own[-1]
        return min(said, key=_length)

    def of_line(self, line: Line, of: Selection) -> Iterator[Noun]:
        """Yield names of what was traded in one line, the fullest first: "China’s imports of Pakistani copper".

        The line gives way to its code, then the reporter and the partner do, which the series above it names. Of
        refined copper alone, "China’s imports rose" would be untrue.
        """
        flow, who = self.flow(of.flow)[0], Noun(self.land(of.reporter))
        goods, code = self.goods_of(line, of), Noun(self.say("hs", codes=self.code(line.code)))
        coded = Noun(self.say("goods.whence", goods=code, way=self.whence(of)))
        for key, name in (("whose", goods), ("bare", goods), ("whose", coded), ("bare", coded), ("bare", code)):
            yield Noun(self.say(f"trade_in.{key}", who=who, flow=flow, goods=name), plural=True)


def _length(text: Text) -> int:
    return len(text.words)
