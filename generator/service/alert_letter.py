"""The letter that tells operators, in English, what happened to which edition, since when, and what to do next.

It goes to persons of the desk, by mail, and a fault's words may hold anything: no address stands in it, and no sign
that a terminal or a mail program would take for an order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from generator.delivery.notice import NoticeParagraph, make_notice
from generator.settings.desk import Desk
from generator.store import Alert

DONE, MAIL, MOVED = "done", "mail", "moved"
IN_FULL = 40  # alerts; of the rest it is said how many there are
_LINES, _SIGNS = 60, 4000  # of one alert: a slip has eight lines
_ADDRESS = re.compile(r'(?:"[^"\n]*"|[^\s<>"\',;:()\[\]{}|]+)(?:@|\uff20|%40)[^\s<>"\',;:()\[\]{}|/]+')
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# the worst first: how each is told of an edition, and how it is counted in the subject
_WORDS: Mapping[str, tuple[str, str]] = {
    "failed": ("failed", "failed"),
    "held": ("is held", "held"),
    "uncertain": ("has letters that may have arrived, or not", "uncertain"),
    "late": ("is late", "late"),
    "stale": ("is too old to be sent", "stale"),
    "older": ("was made before newer figures", "older than their figures"),
    "clock": ("The clock was set", "clock set"),
    "slip": ("waits for a file", "to fetch"),
    "approval": ("waits for your yes", "to approve"),
    MAIL: ("The letters to you waited", "mail server failed"),
    MOVED: ("moved, and this is no edition", "moved"),
    DONE: ("went its way", "done"),
}
_NEXT: Mapping[str, str] = {
    "failed": """Mend what is said above: the clock tries again by itself. Where letters failed:
        `tradebrief status --letters {edition}`.""",
    "held": """Mend what is said above: the clock builds it again. What the audit found lies in
        state/held/{edition}/findings.txt.""",
    "uncertain": """`tradebrief status --letters {edition}` lists them. Say what became of them:
        `tradebrief resolve {edition} --assume-sent`, or `--resend`.""",
    "late": """`tradebrief status` says how it stands. The clock goes on by itself; figures that lack may also be put
        into inbox/{source}/ by a person.""",
    "stale": """Leave it, or let it go to its readers: `tradebrief hold {edition} --lift --because "…"`.""",
    "older": """`tradebrief figures {name} --period {period} --revisions` shows what changed. Where it matters:
        `tradebrief correct {edition} --note "…"`, approved and sent like any.""",
    "clock": "Nothing, if somebody set it. Else look at what sets the time of this machine.",
    "slip": "Fetch it and put it into inbox/{source}/: the clock goes on from there.",
    "ingest": "Fetch it and take it in as its last line says: the clock goes on from there.",
    "approval": """`tradebrief diff {edition}` shows what is new in it; `tradebrief approve {edition}` lets it go,
        `tradebrief hold {edition} --because "…"` does not.""",
    MOVED: """Nothing, until the next edition tells it; where this month went out, `tradebrief correct {edition}`.
        `tradebrief movements {name} --period {period}` shows all that moved, and with `--why CODE` the threshold.""",
    MAIL: "`tradebrief doctor`. Letters to readers may have waited, too: the clock sends them when it can.",
}
_OTHERWISE: Mapping[tuple[str, str], str] = {  # a word, what is said of it: the next step is that of another
    ("late", "tradebrief approve"): "approval",
    ("slip", "tradebrief ingest"): "ingest",
}
_OF_DESK = "Do what is said above: the clock looks again by itself."
_ONE = frozenset({"clock", MAIL})  # words of the desk, which are not counted


def summary(alerts: Sequence[Alert]) -> str:
    """Return how many editions have come to what, the worst first: "2 editions late, 1 failed"."""
    found = Counter(one.word for one in alerts)
    parts = [_counted(word, found[word]) for word in _WORDS if found[word]]
    first = next(word for word in _WORDS if found[word])
    if all(one.briefing for one in alerts if one.word == first):
        number, _, rest = parts[0].partition(" ")
        parts[0] = f"{number} {'edition' if number == '1' else 'editions'} {rest}"
    return ", ".join(parts)


def alert_letter(desk: Desk, alerts: Sequence[Alert], identity: str) -> bytes:
    """Return the message that tells `alerts`, addressed to nobody; the same bytes for the same alerts."""
    settings = desk.settings
    publisher = settings.publisher.name.get("en") or settings.publisher.name[settings.languages[0]]
    zone = ZoneInfo(settings.time_zone)
    newest = _newest(alerts)
    in_order = sorted(newest, key=lambda one: (list(_WORDS).index(one.word), one.number))
    told, rest = in_order[:IN_FULL], in_order[IN_FULL:]
    lines = (
        *(_line(desk, one, zone) for one in told),
        *([NoticeParagraph(f"And {len(rest)} more: {summary(rest)}. `tradebrief status` lists them.")] if rest else []),
        NoticeParagraph("The clock of this desk wrote this to those whom `notify:` of desk.yaml names."),
    )
    subject = f"{publisher}: {summary(newest)}"
    return make_notice(identity, settings.mail.sender, subject, lines, language="en", direction="ltr")


def _newest(alerts: Sequence[Alert]) -> Sequence[Alert]:
    """Return the alerts without those of an edition that has come to something else since."""
    states = [one for one in alerts if one.briefing and one.word != MOVED]
    newest = {(one.briefing, one.period): one for one in states}
    return [one for one in alerts if one not in states or newest[one.briefing, one.period] is one]


def without_addresses(text: str) -> str:
    """Return `text` without any mail address: a mail server names in its answer whom it refused."""
    return _ADDRESS.sub("(an address)", text)


def _counted(word: str, number: int) -> str:
    _, counted = _WORDS[word]
    return counted if word in _ONE else f"{number} {counted}"


def _line(desk: Desk, one: Alert, zone: ZoneInfo) -> NoticeParagraph:
    """Return one alert: edition and word, since when, what happened, what to do next."""
    happened, _ = _WORDS[one.word]
    edition = f"{one.briefing}/{one.period}" if one.briefing else _shown(one.period).rstrip(":") or "The desk"
    words = [f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}", _shown(one.said)]
    if next_step := _next(desk, one, edition):
        words.append(f"Next: {next_step}")
    return NoticeParagraph("\n".join(words), head=_head(one, edition, happened))


def _head(one: Alert, edition: str, happened: str) -> str:
    if one.word in _ONE:
        return happened
    return f"{edition} {happened if one.briefing else 'has a fault'}"


def _next(desk: Desk, one: Alert, edition: str) -> str:
    if not one.briefing and one.word not in _ONE:
        return _OF_DESK
    source = desk.briefing(one.briefing).figures.source if one.briefing in desk.briefings else "SOURCE"
    word = next((other for (own, said), other in _OTHERWISE.items() if own == one.word and said in one.said), one.word)
    text = _NEXT.get(word, "").format(edition=edition, source=source, name=one.briefing, period=one.period)
    return " ".join(text.split())


def _shown(said: str) -> str:
    """Return the words of a fault as a letter may have them: no address, no hidden sign, not without end."""
    lines = [_plain(line) for line in without_addresses(said).split("\n")]
    text = "\n".join(lines[:_LINES])[:_SIGNS]
    return text if text == "\n".join(lines) else f"{text} … `tradebrief status` has the rest."


def _plain(line: str) -> str:
    return "".join(" " if unicodedata.category(sign) in _HIDDEN else sign for sign in line).rstrip()
