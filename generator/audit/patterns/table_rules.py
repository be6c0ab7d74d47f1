"""Tables, key figures and charts, in which a figure means what its row and its column say.

The head of a column says which term its cells are (`column change` in the catalogue). The first cell of a row says
which line they are about. The rows of a table together make the total, and so do the bars of a chart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.audit.edition_data import Data, tree_in, tree_of
from generator.audit.patterns.claim_terms import Codes, SentenceScene, is_term
from generator.audit.patterns.equations import Prover, figure_of
from generator.audit.seen.drawings import is_of_one_year
from generator.audit.trace.value_spans import YEAR
from generator.trade.catalogue import Column, entry_of
from generator.trade.period import Period
from generator.trade.trees import EMPTY, Tree, is_pattern, leaves, parts_of

Fault = tuple[str, str]  # the words of a text, and what is wrong with them
_STEPS = {"waterfall.worth": "value_effect", "waterfall.mass": "quantity_effect"}  # name of a step: its formula
_LED = ("bars.alt_led", "chart.alt_led")  # patterns that name the first of the bars
_BARE = frozenset({"qualified.exact", "qualified.at_least", "qualified.about", "bounded.over"})


@dataclass(frozen=True)
class ColumnTerm:
    """What the cells of a column are: a term, and its period. The terms `name` and `code` are not figures."""

    term: str
    time: Period


def columns_of(head: Sequence[Data], prover: Prover) -> list[ColumnTerm | None]:
    """Return the term of each column of a table, from its head, or None if the head does not state one.

    A rate belongs to the level before it or, if that is the level a year before, to the level before that.
    """
    columns: list[ColumnTerm | None] = []
    levels: list[Period] = []
    for text in head:
        column = _column(tree_in(text), prover.opening())
        if column and column.term == "level":
            levels.append(column.time)
        if column and column.term == "change" and levels:
            is_base = len(levels) > 1 and levels[-2].year_before() == levels[-1]
            column = replace(column, time=levels[-2] if is_base else levels[-1])
        columns.append(column)
    return columns


def _column(tree: Tree, opening: SentenceScene) -> ColumnTerm | None:
    if tree[0] == "time":
        return ColumnTerm("level", Period.parse(tree[1]))
    entry = entry_of(tree[0]) if is_pattern(tree) else None
    for clause in entry.clauses if entry else ():
        if isinstance(clause, Column):
            times = [leaf[1] for leaf in leaves(tree[1][clause.time])] if clause.time else []
            return ColumnTerm(clause.term, Period.parse(times[0]) if times else opening.time)
    return None


def head_faults(block: Data, prover: Prover) -> Iterator[Fault]:
    """Yield a finding if a section's head names other lines or codes than its paragraphs."""
    named = _lines_in([text for paragraph in block["paragraphs"] for text in paragraph], prover)
    for text in (block["label"], block["codes"]):
        lines = _lines_in([text], prover) if text else frozenset()
        if lines and named and not (named <= lines or lines <= named):
            yield text["words"], "its section speaks of other lines"


def _codes_in(tree: Tree) -> list[str]:
    return [str(leaf[1]) for leaf in leaves(tree) if leaf[0] in {"line", "code"}]


def _lines_in(texts: Sequence[Data], prover: Prover) -> Codes:
    """Return the lines that texts name, by name or code."""
    return prover.ground.lines([code for text in texts for code in _codes_in(tree_in(text))])


def _parts_in(names: Sequence[Data], prover: Prover) -> Codes:
    """Return the lines that rows or bars name, without the total.

    A chapter's name may mean the total. It counts as a part only if there is nothing else.
    """
    named = [_lines_in([name], prover) for name in names]
    parts = [lines for lines in named if lines != prover.ground.total]
    return frozenset().union(*(parts or named))


def table_faults(block: Data, prover: Prover) -> Iterator[Fault]:
    """Yield the faults of the rows of a table."""
    columns, rows = columns_of(block["head"], prover), block["rows"]
    named = _parts_in([row["cells"][0] for row in rows], prover)
    yield from _group_faults(block, columns)
    for row in rows:
        name, *cells = row["cells"]
        if (tree_of(name) or ("figure",))[0] == "figure":
            yield name["words"], "the row has no name"
        context = _row_scene(name, named, prover)
        for column, cell in zip(columns[1:], cells, strict=False):
            yield from _cell_faults(column, cell, context, prover)
    yield from _title_faults(block, named, prover)


def _title_faults(block: Data, named: Codes, prover: Prover) -> Iterator[Fault]:
    """Yield lines that a table of all lines has no row for, and lines larger than one of a table of the largest."""
    title, ground = tree_in(block["title"]), prover.ground
    has_others = any(tree_in(row["cells"][0])[0] == "other_lines" for row in block["rows"])
    levels = {code: ground.amount(frozenset({code}), ground.period) for code in ground.total}
    if title[0] == "labels.all_lines" and not has_others:
        lacking = {code for code in ground.total - named if levels[code]}
        if lacking:
            yield block["title"]["words"], f"{', '.join(sorted(lacking))} of the total have no row"
    if title[0] in {"largest_lines", "largest_and", "lines_of"}:
        yield from _size_faults(block, prover)


def _size_faults(block: Data, prover: Prover) -> Iterator[Fault]:
    """Yield a wrong number of lines in a table's title, and lines without a row that are larger than "the largest".

    Lines that are sums of others are not compared: which sums the table leaves out cannot be seen. Nor are bounds,
    whose amounts nobody knows.
    """
    ground, title = prover.ground, block["title"]
    rows = [row for row in block["rows"] if row["weight"] != "total"]
    lines = [codes for codes in (_lines_in([row["cells"][0]], prover) for row in rows) if codes]
    key, slots = tree_in(title)
    beside = [leaf[1] for leaf in leaves(tree_in(title)) if leaf[0] == "line"]  # smaller lines that the title names
    lines = [codes for codes in lines if not codes <= frozenset(beside)]
    name = figure_of(slots["n"])
    if name is None or int(ground.claim(name)["value"]) != len(lines):
        yield title["words"], f"it has {len(lines)} lines"
    if key == "lines_of" or any(len(codes) > 1 for codes in lines):
        return
    named = frozenset().union(*lines)
    amounts = {code: ground.amount(frozenset({code}), ground.period) for code in ground.total}
    known = {code: amount for code, amount in amounts.items() if amount is not None}
    least = min((amount for code, amount in known.items() if code in named), default=None)
    larger = [code for code, amount in known.items() if code not in named and least is not None and amount > least]
    if larger:
        yield title["words"], f"{', '.join(sorted(larger))} have no row, and are larger than a line with one"


def _group_faults(block: Data, columns: Sequence[ColumnTerm | None]) -> Iterator[Fault]:
    """Yield the heads over several columns whose months are not those of the levels below them."""
    at = 0
    for group in block.get("groups", ()):
        under = [column for column in columns[at : at + group["columns"]] if column and column.term == "level"]
        at += group["columns"]
        for time in [Period.parse(leaf[1]) for leaf in leaves(tree_in(group["words"])) if leaf[0] == "time"]:
            if any((column.time.last.first - time.last.first) % YEAR for column in under):
                yield group["words"]["words"], f"the levels under it are not of {time}"


def bar_faults(block: Data, prover: Prover, *, has_panels: bool = False) -> Iterator[Fault]:
    """Yield the faults of bars: each figure must be the term in the chart's own table, or the one of its panel."""
    terms = columns_of(block["head"], prover)[1:] or [None]
    named = _parts_in([bar["label"] for bar in block["bars"]], prover)
    first = _lines_in([block["bars"][0]["label"]], prover)
    for text in (block["alt"], block["description"]):
        led = [slots["name"] for key in _LED for slots in parts_of(tree_in(text), key)]
        if any(prover.ground.lines(_codes_in(name)) != first for name in led):
            yield text["words"], "another line comes first"
    for bar in block["bars"]:
        term = terms[bar.get("panel", 0) if has_panels else 0]
        yield from _cell_faults(term, bar["figure"], _row_scene(bar["label"], named, prover), prover)


def step_faults(block: Data, prover: Prover) -> Iterator[Fault]:
    """Yield the steps with the name of another step, and a table whose steps differ from the bars.

    trace/picture_trace.py checks which claims the steps must be, and that they add up to the change.
    """
    bars = [(bar["label"], bar["figure"]) for bar in block["bars"]]
    rows = [tuple(row["cells"][:2]) for row in block.get("rows", ())]
    for label, figure in (*bars, *rows):
        name, key = figure_of(tree_in(figure)), tree_in(label)[0]
        head = prover.ground.claim(name)["formula"][0] if name else ""
        if (key in _STEPS or head in _STEPS.values()) and _STEPS.get(key) != head:
            yield label["words"], f"its figure {figure['words']} is no such step"
    if rows and [[*map(tree_of, pair)] for pair in rows] != [[*map(tree_of, pair)] for pair in bars]:
        yield block["title"]["words"], "its table has other steps than its bars"


def curve_faults(block: Data, prover: Prover, *, has_sums: bool = False) -> Iterator[Fault]:
    """Yield the faults at the ends of lines: each figure must be a level or a change of the line's own name.

    If a line `has_sums`, the figure of a January must be the level of its year, up to the last month of the edition, or
    each figure that of its month where the line is of one year.
    """
    first = min(Period.parse(curve["spans"][0]).first for curve in block["curves"])
    for text in (block["subtitle"], block["alt"]):
        tree = tree_in(text)
        begin = tree[1].get("first", EMPTY) if is_pattern(tree) else EMPTY
        if begin[0] == "time" and Period.parse(begin[1]).first != first:
            yield text["words"], f"its lines begin in {Period(first, 1)}"
    for curve in block["curves"]:
        context = _scene_of(tree_in(curve["label"]), prover.opening(), prover)
        yield from _shape_faults(curve, ColumnTerm("level", context.time), context, prover)
        for cell, span in zip(curve.get("cells", ()), curve["spans"], strict=False) if has_sums else ():
            first = Period.parse(span).first
            time = Period(first, min(YEAR, prover.ground.period.last.first - first + 1))
            if is_of_one_year(curve):
                time = Period.parse(span)
            yield from _cell_faults(ColumnTerm("level", time), cell, context.at(time), prover)


def _shape_faults(shape: Data, term: ColumnTerm, context: SentenceScene, prover: Prover) -> Iterator[Fault]:
    """Yield a line or part whose codes differ from its name, or whose figure is another term."""
    codes, named = prover.ground.lines(shape["codes"]), _lines_in([shape["label"]], prover)
    if named and named != codes:
        yield shape["label"]["words"], f"it is drawn of {', '.join(shape['codes'])}"
    yield from _cell_faults(term, shape["figure"], replace(context, codes=codes), prover)


def strip_faults(block: Data, prover: Prover) -> Iterator[Fault]:
    """Yield the faults of key figures. A figure alone must be the level of its label's line and time."""
    for key in block["cells"]:
        label = tree_in(key["label"])
        faults, context = prover.prove(label, prover.opening())
        if label[0] == "line":
            context = replace(context, codes=prover.ground.lines((label[1],)))
        yield from ((key["label"]["words"], fault) for fault in faults)
        yield from _cell_faults(ColumnTerm("level", context.time), key["figure"], context, prover)
        if key["note"]["words"]:
            yield from ((key["note"]["words"], fault) for fault in prover.prove(tree_in(key["note"]), context)[0])


def _cell_faults(column: ColumnTerm | None, text: Data, context: SentenceScene, prover: Prover) -> Iterator[Fault]:
    """Yield why a figure is not the term of its column. A pattern is proven by its own catalogue entry."""
    problems: list[str] = []
    tree = tree_of(text) if text["words"] else None
    if tree is None:
        return
    if column and column.term == "code":
        if tree[0] != "code" or prover.ground.lines((tree[1],)) != context.codes:
            problems = ["it is not the code of its line"]
    elif is_pattern(tree) and tree[0] not in _BARE:
        problems = prover.prove(tree, context.at(column.time) if column else context)[0]
    elif tree[0] != "dash":
        name, ground = figure_of(tree), prover.ground
        if name is None:
            problems = ["it is no figure"]
        elif column is None or context.codes is None:
            problems = ["the figure has no head or no line that says what it is"]
        else:
            time = context.time if context.time != ground.period else column.time
            expected = context.at(time)
            if not is_term(ground, column.term, ground.claim(name), expected):
                codes = ", ".join(sorted(context.codes)[:3])
                problems = [f"{name} is not the {column.term} of {codes} in {time}"]
    yield from ((text["words"], problem) for problem in problems)


def _scene_of(tree: Tree, context: SentenceScene, prover: Prover) -> SentenceScene:
    """Return the scene that the name of a row or line sets: its codes, or its time."""
    if is_pattern(tree):
        return prover.prove(tree, context)[1]
    for leaf in leaves(tree):
        if leaf[0] == "line":
            return replace(context, codes=prover.ground.lines((leaf[1],)))
        if leaf[0] == "time":
            return context.at(Period.parse(leaf[1]))
    return context


def _row_scene(text: Data, named: Codes, prover: Prover) -> SentenceScene:
    """Return the scene of a row: of its line, of the total, or of all lines without a row of their own."""
    tree, context = tree_in(text), prover.opening()
    if is_pattern(tree) and tree[0] == "other_lines":
        return replace(context, codes=prover.ground.total - named)
    return _scene_of(tree, context, prover)
