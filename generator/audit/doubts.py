"""The rules on doubtful releases: the note says what is odd about them, and prints why a person accepted one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from generator.audit.edition import Data, said, texts
from generator.audit.finding import Finding
from generator.audit.grounds import Grounds
from generator.audit.passages import Passage
from generator.trade.flags import Flag
from generator.trade.period import Period

EDITION = "edition.json"
_SILENT = frozenset({"repeated"})


def reasons(grounds: Grounds) -> frozenset[str]:
    """Return why persons accepted releases of the edition, word for word."""
    return frozenset(str(one["accepted"]) for one in grounds.evidence.documents.values() if one.get("accepted"))


def without_reasons(passage: Passage, known: frozenset[str], quotes: tuple[str, str]) -> Passage:
    """Return a passage of the note without the reasons in it: they are a person's words, and no claim."""
    words = passage.words
    if passage.block != "note" or not known:
        return passage
    for reason in known:
        words = words.replace(reason.join(quotes), "".join(quotes))
    return replace(passage, said=passage.said._replace(words=words))


def doubtful(story: Data, grounds: Grounds) -> Iterator[Finding]:
    """Yield the reasons and oddities of used releases that the note leaves out, and the reasons that nobody gave."""
    runs = [run for block in story["blocks"] if block["kind"] == "note" for run in block["runs"]]
    note = " ".join(text.words for run in runs for text in texts(run["sentences"]))
    heads = {said(run["head"]).words for run in runs}
    for document in _used(grounds):
        if (reason := document.get("accepted")) and str(reason).join(grounds.lexicon.quotes) not in note:
            yield Finding(
                EDITION, str(reason), "accepted", "a release was taken in for this reason, which no note prints"
            )
        odd = [flag for flag in map(Flag.parse, document.get("flags", ())) if _counts(flag, grounds)]
        if odd and not heads & set(grounds.lexicon.flagged):
            yield Finding(EDITION, odd[0].said, "flagged", "a release is flagged, and no note says so")
    for run in runs:
        if said(run["head"]).words in grounds.lexicon.accepted:
            for quoted in re.findall(
                "{0}([^{0}{1}]*){1}".format(*grounds.lexicon.quotes),
                " ".join(text.words for text in texts(run["sentences"])),
            ):
                if quoted not in reasons(grounds):
                    yield Finding(EDITION, quoted, "accepted", "no release was taken in for this reason")


def _used(grounds: Grounds) -> Iterator[Data]:
    """Yield the documents with a cell of the edition's period, or of the one that it is compared with."""
    both, cells = _periods(grounds), grounds.evidence.cells.values()
    told = {(str(cell["raw"]), str(cell["period"])) for cell in cells if cell.get("raw")}
    used = {raw for raw, period in told if any(_meet(Period.parse(period), one) for one in both)}
    yield from (document for raw, document in grounds.evidence.documents.items() if raw in used)


def _counts(flag: Flag, grounds: Grounds) -> bool:
    return flag.kind not in _SILENT and any(flag.is_about(one) for one in _periods(grounds))


def _periods(grounds: Grounds) -> list[Period]:
    return [Period.parse(grounds.edition[key]) for key in ("period", "compare_period") if grounds.edition.get(key)]


def _meet(one: Period, other: Period) -> bool:
    return one.first < other.first + other.months and other.first < one.first + one.months
