"""A story by hand: the published figures of 2025, in sentences of the tests' own."""

from __future__ import annotations

import datetime as dt

from generator.page import RenderRequest, Sender
from generator.story import plan
from generator.story.plan import EVERYWHERE, PAGES, Mark, Text
from tests.page.opened import proofs

LINES = (
    ("Copper and articles", "Copper and copper articles", "74", "1,140", "76", 1140.0, 1135.0, 1145.0, False, None),
    ("Zinc ores", "Zinc ores and concentrates", "2608", "110.90", "", 110.9, 110.895, 110.905, False, None),
    ("Iron ores", "Iron ores and concentrates", "2601", "above 101", "", 101.0, 101.0, 106.05, True, None),
    ("Chromium ores", "Chromium ores and concentrates", "2610", "89.43", "", 89.43, 89.425, 89.435, False, None),
    ("Aluminium and articles", "Aluminium and its articles", "76", "30.35", "", 30.35, 30.345, 30.355, False, None),
    ("Aluminium ores", "Aluminium ores and concentrates", "2606", "14.16", "0.9", 14.16, 14.155, 14.165, False, 0.29),
    ("Copper ores", "Copper ores and concentrates", "2603", "more than 11", "", 11.0, 11.0, 11.55, True, None),
)
UNNAMED = (
    ("Manganese ores", "2602"),
    ("Lead ores", "2607"),
    ("Natural calcium phosphates", "2510"),
    ("Vermiculite and perlite", "2530"),
)
SOURCE = (
    "Source: General Administration of Customs, China, as China Economic Net reported it on 27 January 2026. "
    "HS 2022, codes ours. Provisional."
)


def said(words: str, **claims: str) -> Text:
    """Return a text in which each claim marks the first place where its print stands."""
    marks = (Mark(claim, words.index(print_), words.index(print_) + len(print_)) for claim, print_ in claims.items())
    return Text(words, tuple(sorted(marks, key=lambda mark: mark.start)))


def section(name: str, label: str | None, codes: str | None, *paragraphs: str, role: str = "text") -> plan.Section:
    """Return a section of plain sentences."""
    texts = tuple((Text(words),) for words in paragraphs)
    heads = [Text(words) if words else None for words in (label, codes)]
    return plan.Section(name, PAGES, role, heads[0], heads[1], None, texts)


def chart(**changes: object) -> plan.Chart:
    """Return the chart of the seven lines, with some fields changed."""
    bars = tuple(
        plan.Bar(Text(label), Text(figure), value, low, high, bound, before)
        for label, _, _, figure, _, value, low, high, bound, before in LINES
    )
    fields = {
        "id": "lines",
        "shown": ("pdf", "html", "mail"),
        "name": "lines",
        "form": "ordered_bars",
        "scale": "million",
        "title": said("Copper and its articles were 76% of the seven published lines", f5="76%", f6="seven"),
        "subtitle": Text("China's imports from Pakistan, US$ million, 2025. An arrow means \u201cor more\u201d"),
        "alt": Text(
            "Bar chart of seven lines of China's imports from Pakistan in 2025, where copper is ten times the next."
        ),
        "bars": bars,
        "source": Text(SOURCE),
        "more": Text("The same as a table"),
        "description": Text("Seven horizontal bars from zero, longest first; two end in an arrow, as they are bounds."),
    }
    return plan.Chart(**{**fields, **changes})  # type: ignore[arg-type]


def table() -> plan.Table:
    """Return the table of seven lines, their total and four names without figures."""
    rows = [
        plan.Row((Text(name), Text(code), Text(figure), Text("0.29" if before else ""), Text(part)))
        for _, name, code, figure, part, *_, before in LINES
    ]
    total = plan.Row(
        (Text("Seven lines together, at least"), Text(""), Text("1,496.84"), Text(""), Text("100")), "total"
    )
    quiet = [plan.Row((Text(name), Text(code), Text("no figure published")), "quiet") for name, code in UNNAMED]
    return plan.Table(
        id="table",
        shown=PAGES,
        scale="million",
        title=Text("All lines"),
        subtitle=Text(
            "China's imports from Pakistan, in order of value; \u201cabove\u201d and \u201cmore than\u201d as published"
        ),
        head=tuple(map(Text, ("Line", "HS", "2025, US$ million", "2024, US$ million", "Share, %"))),
        rows=(*rows, total, *quiet),
        source=Text(SOURCE),
    )


def masthead() -> plan.Masthead:
    """Return who publishes, where and when."""
    return plan.Masthead(
        "masthead",
        EVERYWHERE,
        Text("Trade and Investment Section"),
        Text("Beijing"),
        Text("Annual briefing"),
        None,
        Text("28 January 2026, revision 1"),
    )


def finding() -> plan.KeyFinding:
    """Return the one finding."""
    return plan.KeyFinding(
        "finding",
        EVERYWHERE,
        Text("Pakistan\u2019s minerals in China"),
        Text("2025"),
        said("China imported $1.14\u00a0billion of Pakistani copper in 2025", f1="$1.14\u00a0billion"),
        (said("Of seven published lines, one has a figure for the year before.", f2="seven", f3="one"),),
    )


def strip() -> plan.Strip:
    """Return the four key figures."""
    return plan.Strip(
        "strip",
        EVERYWHERE,
        (
            plan.KeyFigure(
                Text("Copper and articles"),
                said("$1.14 billion", f1="$1.14 billion"),
                Text("HS 74, customs value CIF"),
            ),
            plan.KeyFigure(Text("Share of copper"), said("76% of the lines", f5="76%"), Text("of seven with a figure")),
            plan.KeyFigure(
                Text("The other six"),
                said("$356.8 million", f7="$356.8 million"),
                Text("at least, together"),
            ),
            plan.KeyFigure(
                Text("Aluminium ores"),
                said("$14.16 million", f8="$14.16 million"),
                Text("from $0.29 million in 2024"),
            ),
        ),
    )


def lede() -> plan.Section:
    """Return the first paragraphs."""
    return plan.Section(
        "lede",
        EVERYWHERE,
        "lede",
        Text("The year"),
        Text("HS 74"),
        Text("BEIJING \u2014"),
        (
            (
                said(
                    "China\u2019s General Administration of Customs recorded $1.14\u00a0billion of "
                    "copper and copper articles "
                    "(HS\u00a074) from Pakistan in 2025, 76% of the seven mineral and metal lines with "
                    "a published figure.",
                    f1="$1.14\u00a0billion",
                    f5="76%",
                    f6="seven",
                ),
            ),
            (
                said("The six others were at least $356.8\u00a0million together.", f7="$356.8\u00a0million"),
                Text("Only aluminium ores have a published figure for 2024, so nothing is said here about the whole."),
            ),
        ),
    )


def voices() -> plan.Voices:
    """Return two statements of one person, each with its answer."""
    return plan.Voices(
        "voices",
        PAGES,
        Text("Voices"),
        (
            plan.Statement(
                (
                    Text(
                        "Copper worth $1\u00a0billion goes to China each year, about $250\u00a0million "
                        "of it straight from mining."
                    ),
                ),
                Text(
                    "Ghulam Qadir, trade and investment counsellor, Pakistan\u2019s embassy in China; "
                    "China Economic Net, 27 January 2026"
                ),
                (
                    Text("Customs counted more than $11\u00a0million of copper ores."),
                    Text("The report does not say which products the mining figure covers."),
                ),
            ),
            plan.Statement(
                (Text("The aim is $3\u00a0billion to $4\u00a0billion."),),
                Text("Ghulam Qadir, as above"),
                (Text("That is 2.6 to 3.5 times the customs figure for 2025."),),
            ),
        ),
    )


def watch() -> plan.WatchList:
    """Return two dates."""
    return plan.WatchList(
        "watch",
        PAGES,
        Text("What to watch"),
        (
            plan.DueDate(Text("About 20 March 2026"), Text("January and February 2026, published together.")),
            plan.DueDate(
                Text("End of September 2026"),
                Text("The customs yearbook; until then figures for 2025 may be corrected."),
            ),
        ),
    )


def note() -> plan.Note:
    """Return the note, of five runs."""
    return plan.Note(
        "note",
        PAGES,
        Text("Note on the figures"),
        (
            plan.NoteRun(
                Text("What is counted."),
                (
                    Text(
                        "China\u2019s imports from Pakistan by country of origin, CIF, in US dollars, "
                        "for the calendar year."
                    ),
                    Text("The HS codes (2022) are ours, from the product names."),
                ),
            ),
            plan.NoteRun(
                Text("Where they come from."),
                (
                    Text(
                        "China\u2019s customs, as China Economic Net reported them on 27 January 2026; "
                        "the customs table itself was not read."
                    ),
                    Text("https://example.org/customs/2025"),
                ),
            ),
            plan.NoteRun(
                Text("Bounds."),
                (
                    Text(
                        "\u201cAbove\u201d and \u201cmore than\u201d are as published: the sum counts "
                        "them at the printed figure, "
                        "and the share holds if they are up to 5% higher."
                    ),
                ),
            ),
            plan.NoteRun(
                Text("No base."),
                (Text("For six lines no figure for 2024 was found, so their growth is left open."),),
            ),
            plan.NoteRun(
                Text("How this was made."),
                (Text("Composed by rules from the figures; each figure is traced in claims.json, inside this file."),),
            ),
        ),
    )


def foot() -> plan.Foot:
    """Return the feet of pages and mail."""
    counted = Text("China\u2019s imports from Pakistan, CIF, in US dollars, in seven lines.", (), ("mail",))
    reason = "You receive this as a reader of Pakistan\u2019s minerals in China. To stop, write to trade@example.org."
    return plan.Foot(
        id="foot",
        shown=EVERYWHERE,
        left=Text("2025, revision 1", (), ("pdf",)),
        middle=Text("Published figures, as reported", (), ("pdf",)),
        page=Text("Page {page} of {pages}", (), ("pdf",)),
        counted=plan.NoteRun(Text("What is counted.", (), ("mail",)), (counted,)),
        contact=Text("trade@example.org", (), ("html", "txt", "md")),
        reason=Text(reason, (), ("mail", "txt")),
    )


def sections() -> tuple[plan.Section, ...]:
    """Return what is said of the lines, group by group, and of earlier years."""
    return (
        section(
            "ores",
            "Ores",
            "HS 2601, 2603, 2608, 2610",
            "Zinc ores and concentrates (HS\u00a02608) reached $110.90\u00a0million and chromium ores "
            "(HS\u00a02610) $89.43\u00a0million. "
            "Iron ores (HS\u00a02601) were published as above $101\u00a0million, copper ores (HS\u00a02603) "
            "as more than $11\u00a0million.",
        ),
        section(
            "aluminium",
            "Aluminium",
            "HS 2606, 76",
            "Aluminium ores and concentrates (HS\u00a02606) rose to $14.16\u00a0million from "
            "$0.29\u00a0million in 2024. "
            "The gain of $13.87\u00a0million began at almost nothing and is 0.9% of the seven lines. "
            "Aluminium and its articles (HS\u00a076) were $30.35\u00a0million.",
        ),
        section(
            "unnamed",
            "Named without figures",
            "HS 2510, 2530, 2602, 2607",
            "Manganese ores (HS\u00a02602), lead ores (HS\u00a02607), natural calcium phosphates "
            "(HS\u00a02510), and vermiculite "
            "and perlite (HS\u00a02530) are named in the published account, without figures. No sum here "
            "includes them.",
        ),
        section(
            "earlier",
            "Earlier years",
            None,
            "Ishaq Dar, Pakistan\u2019s deputy prime minister, spoke of copper exports to China of "
            "$1.22\u00a0billion in 2022, "
            "as reported in May 2024. That figure was not traced to a customs table, so no change is "
            "computed from it.",
        ),
    )


def story() -> plan.Story:
    """Return the whole annual story."""
    *lines, earlier = sections()
    blocks = (
        *(masthead(), finding(), strip(), lede(), chart(), *lines, table(), earlier, voices(), watch(), note()),
        plan.Call("call", ("mail",), None, None, Text("The PDF is attached, {pages:page|pages}")),
        foot(),
    )
    return plan.Story(
        "en",
        "ltr",
        Text("China imported $1.14 billion of Pakistani copper in 2025"),
        Text("76% of seven published lines; the year before is known for one."),
        Text("China imported $1.14 billion of Pakistani copper in 2025"),
        Text("Of seven published lines, one has a figure for the year before."),
        blocks,
    )


def edition(**changes: object) -> RenderRequest:
    """Return the edition of that story."""
    fields = {
        "name": "pakistan-minerals",
        "period": "2025",
        "revision": 1,
        "date": dt.date(2026, 1, 28),
        "stories": (story(),),
        "publisher": Sender("Trade Section <trade@example.org>"),
        "proofs": {"en": proofs()},
        "attachments": {
            "figures.csv": b"code,value\n74,1140000000\n",
            "claims.json": b'{"schema": 1}\n',
            "manifest.json": b'{"schema": 1, "revision": 1}\n',
        },
    }
    return RenderRequest(**{**fields, **changes})  # type: ignore[arg-type]
