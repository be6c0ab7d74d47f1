"""Rules on missing figures: an edition must name them, and may name only figures that the releases do not have.

`notice_faults` checks an edition's notices about itself: that its figures are invented, that nobody read its words,
that a release is doubtful. This needs no release, so a PDF without its edition is checked, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.audit.edition_data import EDITION, Finding, strip_isolates
from generator.audit.obligations.edition_places import (
    EditionTelling,
    KnownFigures,
    Slots,
    TextPlace,
    codes_of,
    is_of,
    outside,
    times_of,
)
from generator.audit.patterns.tongue import TAGS
from generator.audit.seen.drawings import form_of
from generator.audit.trace.customs_releases import is_statement, meets
from generator.audit.trace.formulas import period_of
from generator.trade.codes import is_within
from generator.trade.flags import Flag
from generator.trade.period import Period
from generator.trade.trees import Tree, is_pattern, leaves

_PARTIAL, _MISSING = "partial", "missing"
_WITHOUT_BASE = ("without_base.*",)  # of the total
_BROKEN_BASE = ("broken_base", "revalued_base")
_NAMES = frozenset({"headline", "subtitle", "alt"})  # fields of a block that name the whole
_HEADS = frozenset({"subject", "summary"})
_WITHOUT = ("without.lines", "without.part", "head.partial.lines.named", "head.partial.lines.many", "things.missing")
_WHOLE = ("trade.all", "trade.group", "trade.selected", "trade.named")  # names of the total
_ACCEPTED = ("note.accepted.said", "note.accepted.absent")
_SILENT = frozenset({"repeated"})  # flags that need no note


def missing_faults(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Yield what an edition fails to say, or says wrongly, about figures that the releases do not have."""
    yield from telling.warning_faults(
        _PARTIAL, lambda place: place.has(("labels.partial",)), is_so=bool(figures.silent)
    )
    yield from _lines_without_a_figure(telling, figures)
    yield from _total_without_them(telling, figures)
    yield from _missing_base(telling, figures)
    yield from _missing_months(telling, figures)
    yield from _no_trade(telling, figures)
    for block in telling.blocks("table", "chart"):
        places, title = telling.of(block), block["title"]["words"]
        if block["kind"] == "table" or form_of(block).curves == "rates":
            cells = [cell for row in block["rows"] for cell in row["cells"]]
            points = [point for curve in block.get("curves", ()) for point in curve["points"]]
            has_dash = None in points or any(cell.get("said") == ["dash"] for cell in cells)
            problems = "it has a dash, and no note says what one is", "it has no dash"
            yield from telling.note_faults(_MISSING, ("dash_note.*",), problems, places, has_dash, title)
        if block["kind"] == "table":
            has_word = any(place.has(("labels.low_base",)) for place in places)
            problems = "it has a low base, and no note says what that is", "its table has no low base"
            yield from telling.note_faults(_MISSING, ("low_base_note",), problems, places, has_word, title)


def _lines_without_a_figure(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check that each table's "No figure for … was found for …" names exactly the lines without a figure."""
    named: dict[str, set[str]] = {block["id"]: set() for block in telling.blocks("table")}
    for place, _, slots in telling.patterns(("note.unknown.said",)):
        codes = codes_of(slots["names"])
        wrong = sorted(code for code in codes if figures.value(code, figures.now) is not None)
        if wrong:
            yield place.finding(_MISSING, f"HS {', '.join(wrong)} has a figure")
        if times_of(slots["when"]) != {figures.now}:
            yield place.finding(_MISSING, f"the time it speaks of is not {figures.now}")
        if place.block.get("kind") == "table":
            named[place.block["id"]] |= codes
    for table, codes in named.items():
        unnamed = sorted(figures.silent - codes)
        if unnamed:
            problem = f"the notes of {table} do not say that there is no figure for HS {', '.join(unnamed)}"
            yield Finding(EDITION, "", _MISSING, problem)


def _total_without_them(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check that the name of a total fits its lines: "imports (without lead ores)", "imports (in part)"."""
    for place, _, slots in telling.patterns(("without.lines",)):
        if codes_of(slots["names"]) != figures.silent:
            missing = ", ".join(sorted(figures.silent)) or "none"
            yield place.finding(_PARTIAL, f"the lines without a figure are HS {missing}")
    if figures.silent:
        for place in telling.places:
            yield from _of_a_part(place, telling, figures)
    else:
        yield from (
            place.finding(_PARTIAL, "every line has a figure") for place, *_ in telling.patterns(("without.part",))
        )


def _of_a_part(place: TextPlace, telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Yield where a text of a partial edition is about all lines, or about one that is in no total."""
    is_head = place.path[0] in _HEADS or place.path[-1] in _NAMES
    if place.block.get("id") == "lede":
        is_head = place.path[2:] == ("paragraphs", 0, 0)
    trees = list(outside(place.tree, _WITHOUT))
    is_name = is_head and any(is_pattern(tree) and is_of(tree[0], _WHOLE) for tree in trees)
    claims, counted = telling.evidence.claims, set(figures.now_known)
    sums = [name for name in place.figures if name in claims and counted <= set(claims[name]["codes"])]
    if not sums and not is_name:
        return
    codes = {tree[1] for tree in trees if tree[0] in {"line", "code"}}
    more = sorted(line for line in figures.silent if any(is_within(line, code) for code in codes))
    if more:
        yield place.finding(_PARTIAL, f"it names HS {', '.join(more)}, which has no figure and is in no total")
    elif is_name and not codes:
        yield place.finding(_PARTIAL, "it does not say which lines are not in it")


def _missing_base(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check "There is no figure for December 2024", and that figures have just begun, against the releases."""
    base = figures.now.year_before()
    for place, key, slots in telling.patterns(_WITHOUT_BASE):
        if times_of(slots["then"]) != {base}:
            yield place.finding(_MISSING, f"the month it speaks of is not {base}")
        elif figures.is_whole(base) or figures.is_excluded(base):
            yield place.finding(_MISSING, f"the releases have the figures of {base}")
        elif bool(figures.known_codes(base)) is not key.endswith(".some"):
            yield place.finding(_MISSING, f"of {base} the releases have {figures.known_codes(base) or 'none'}")
    for place, *_ in telling.patterns(_BROKEN_BASE):
        if not figures.is_excluded(base):
            yield place.finding(_MISSING, f"the figures of {base} count as those of {figures.now} do")
    for place, *_ in telling.patterns(("no_past.begun",)):
        if figures.begin is not None and figures.begin <= base.last.first:
            yield place.finding(_MISSING, f"the releases have figures of {base} or before")
    is_told = any(place.has((*_WITHOUT_BASE, *_BROKEN_BASE)) for place in telling.places)
    if figures.is_whole(figures.now) and not figures.is_whole(base) and not is_told:
        yield Finding(EDITION, "", _MISSING, f"no text says that there is no figure for {base} to compare with")


def _missing_months(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check the months that the note calls missing or withheld against the months without a figure in the releases.

    If many months are withheld, the note names only the code.
    """
    gaps, notes = figures.gaps(), list(telling.patterns(("note.gaps.said",)))
    for place, _, slots in notes:
        named, are_ends = _months(slots["months"])
        months_to_name = {min(gaps), max(gaps)} if are_ends and gaps else gaps
        wrong = sorted(named ^ months_to_name)
        if wrong:
            yield place.finding(_MISSING, f"it does not hold of {Period(wrong[0], 1)}")
    if gaps and not notes:
        problem = f"no text says that the releases have no figures for {Period(min(gaps), 1)}"
        yield Finding(EDITION, "", _MISSING, problem)
    for place, key, slots in telling.patterns(("withheld.*",)):
        is_line = key == "withheld.line"
        named = _months(slots["months"])[0] if is_line else set()
        for code in sorted(codes_of(slots["code"] if is_line else slots.get("codes", ("row", ())))):
            wrong = sorted(named - figures.withheld(code))
            if wrong or not figures.withheld(code):
                when = f" in {Period(wrong[0], 1)}" if wrong else ""
                yield place.finding(_MISSING, f"HS {code} is not withheld{when}")


def _no_trade(telling: EditionTelling, figures: KnownFigures) -> Iterator[Finding]:
    """Check that "No trade in HS 2610 was recorded" is true of this period and the year before."""
    for place, _, slots in telling.patterns(("note.untraded.said",)):
        for code in sorted(codes_of(slots["codes"])):
            for span in (figures.now, figures.now.year_before()):
                value = figures.value(code, span)
                if value:
                    yield place.finding(_MISSING, f"HS {code} came to {value} in {span}")


def _months(tree: Tree) -> tuple[set[int], bool]:
    """Return the months in a list of months and runs, or only the ends of "some between", and whether it is that."""
    if is_pattern(tree) and tree[0].startswith("note.gaps."):
        ends = [period.first for slot in tree[1].values() for period in times_of(slot)]
        is_some = tree[0].endswith(".some")
        return ({min(ends), max(ends)} if is_some else {*range(min(ends), max(ends) + 1)}), is_some
    if tree[0] == "list":
        parts = [_months(part) for part in tree[2]]
        return {month for months, _ in parts for month in months}, any(is_some for _, is_some in parts)
    return {month.first for period in times_of(tree) for month in period.split()}, False


def notice_faults(telling: EditionTelling) -> Iterator[Finding]:
    """Yield the notices that one language of an edition lacks, and those that are wrong."""
    if any(document.get("illustrative") for document in telling.evidence.documents.values()):
        yield from telling.warning_faults(
            "illustrative", lambda place: ("setting", "tag") in leaves(place.tree), is_so=True
        )
    if telling.language != TAGS[0]:  # the program's authors can read the first language themselves
        yield from _reader_faults(telling)
    yield from _doubt_faults(telling)


def _reader_faults(telling: EditionTelling) -> Iterator[Finding]:
    """Yield a fault if an edition does not say who read its words and when, or that nobody did."""
    reader = telling.edition.get("readers", {}).get(telling.language)
    yield from telling.warning_faults("reader", lambda place: place.has(("labels.composed",)), is_so=not reader)
    if reader:
        name, day = strip_isolates(str(reader["name"])), date.fromisoformat(reader["day"]).isoformat()
        notes = [slots for place in telling.note for _, slots in place.slots(("note.reader.read",))]
        if (("words", name), day) not in [(slots["name"], slots["day"][1]) for slots in notes]:
            yield Finding(EDITION, name, "reader", f"the note does not say that {name} read the words on {day}")


def _is_about(telling: EditionTelling, raw: str, periods: Sequence[Period]) -> bool:
    """Whether a document is a person's word on a line of the edition's own trade in one of `periods`."""
    document = telling.evidence.documents[raw]
    if not is_statement(document):
        return False
    for part in document.get("coverage", ()):
        is_own = telling.evidence.is_of_trade((part["reporter"], part["partner"], part["flow"]))
        is_of_line = any(is_within(code, above) for code in telling.edition["codes"] for above in part["codes"])
        is_then = any(meets(period_of(text), period) for text in part["periods"] for period in periods)
        if is_own and is_of_line and is_then:
            return True
    return False


def _doubt_faults(telling: EditionTelling) -> Iterator[Finding]:
    """Yield the reasons and flags of used releases that the note leaves out, and reasons that nobody gave."""
    notes = [slots for place in telling.note for _, slots in place.slots(_ACCEPTED)]
    reasons = {strip_isolates(str(slots["why"][1])) for slots in notes}
    is_odd = any(place.has(("note.odd.*",)) for place in telling.note)
    periods = [Period.parse(telling.edition[key]) for key in ("period", "compare_period") if telling.edition.get(key)]
    cells = [cell for cell in telling.evidence.cells.values() if cell.get("raw")]
    used = {cell["raw"] for cell in cells if any(meets(period_of(cell["period"]), period) for period in periods)}
    used |= {raw for raw in telling.evidence.documents if _is_about(telling, raw, periods)}
    for document in (document for raw, document in telling.evidence.documents.items() if raw in used):
        reason = strip_isolates(str(document.get("accepted") or ""))
        if reason and reason not in reasons:
            yield Finding(EDITION, reason, "accepted", "a release was taken in for this reason, which no note prints")
        flags = [Flag.parse(text) for text in document.get("flags", ())]
        odd = [flag for flag in flags if flag.kind not in _SILENT and any(map(flag.is_about, periods))]
        if odd and not is_odd:
            yield Finding(EDITION, odd[0].sentence, "flagged", "a release is flagged, and no note says so")
    accepted = [document.get("accepted") for document in telling.evidence.documents.values()]
    for reason in sorted(reasons - {strip_isolates(str(text)) for text in accepted if text}):
        yield Finding(EDITION, reason, "accepted", "no release was taken in for this reason")
    for slots in notes:
        if "codes" in slots and not _is_stated(telling, slots):
            words = strip_isolates(str(slots["why"][1]))
            yield Finding(EDITION, words, "accepted", "nobody said that these lines had no trade in this period")


def _is_stated(telling: EditionTelling, slots: Slots) -> bool:
    """Whether a document is a person's word, for this reason, on the lines and the period that a note names."""
    codes, times, reason = codes_of(slots["codes"]), times_of(slots["when"]), strip_isolates(str(slots["why"][1]))
    for document in filter(is_statement, telling.evidence.documents.values()):
        for part in document.get("coverage", ()):
            periods = {period_of(text) for text in part["periods"]}
            is_same = codes == {*part["codes"]} and times <= periods
            is_own = telling.evidence.is_of_trade((part["reporter"], part["partner"], part["flow"]))
            if is_same and is_own and strip_isolates(str(document["accepted"])) == reason:
                return True
    return False
