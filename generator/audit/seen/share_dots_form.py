"""Shares of partners: a ring for the year before and a disc for this one in each row, ours on a tint."""

from __future__ import annotations

from generator.audit.edition_data import Data
from generator.audit.seen.drawings import DrawingSheet, FormReading
from generator.audit.seen.svg_marks import SvgMark, demand

_NEAR = 1.0  # px


def _read_dots(sheet: DrawingSheet) -> None:
    """Read the tint of our row, the pale line of each, the joints, the rings and discs, and the words beside them."""
    curves = sheet.block["curves"]
    own = [at for at, curve in enumerate(curves) if curve["role"] == "own"]
    demand(len(own) == 1, f"{len(own)} rows are the edition's own")
    [tint] = sheet.take("box", 1, "tints")
    lines = sheet.take("rule", len(curves), "lines of rows")
    [zero] = sheet.take("rule", 1, "lines of zero")
    sheet.put("share", 0.0, zero.x, "the line of zero")
    pairs = [(at, curve) for at, curve in enumerate(curves) if None not in curve["points"]]
    joined = [(at, curve) for at, curve in pairs if curve["points"][0] != curve["points"][1]]
    joints = sheet.take_rest("rule")
    if len(joints) != len(joined):
        sheet.faults.append(f"{len(joints)} rules join a ring and a disc, {len(joined)} partners have both")
    for (at, curve), joint in zip(joined, joints, strict=False):
        ends = (min(curve["points"]), max(curve["points"]))
        sheet.span("share", ends, sheet.ends(joint), f"the rule of {_name(curve)}")
        sheet.put(f"row {at}", 0.0, joint.y, f"the rule of {_name(curve)}")
    rings = sheet.take("dot", len(pairs), "rings")
    discs = sheet.take("dot", len(curves), "discs")
    for (at, curve), ring in zip(pairs, rings, strict=True):
        sheet.put("share", curve["points"][0], ring.x, f"the ring of {_name(curve)}")
        sheet.put(f"row {at}", 0.0, ring.y, f"the ring of {_name(curve)}")
    for at, (curve, disc, line) in enumerate(zip(curves, discs, lines, strict=True)):
        sheet.put("share", curve["points"][1], disc.x, f"the disc of {_name(curve)}")
        sheet.put(f"row {at}", 0.0, disc.y, f"the disc of {_name(curve)}")
        sheet.put(f"row {at}", 0.0, line.y, f"the line of {_name(curve)}")
    inks = {disc.fill for at, disc in enumerate(discs) if at != own[0]}
    grounded = [at for at, disc in enumerate(discs) if tint.holds(disc)]
    if len(inks) > 1 or discs[own[0]].fill in inks or grounded != own:
        sheet.faults.append(f"{_name(curves[own[0]])} has not a colour and a ground of its own")
    sheet.put(f"row {own[0]}", 0.0, tint.y, "the ground of the edition's own row")
    _read_words(sheet, [disc.y for disc in discs], own[0], tint)
    _read_key(sheet)


def _name(curve: Data) -> str:
    return str(curve["label"]["words"])


def _read_words(sheet: DrawingSheet, rows: list[float], own: int, tint: SvgMark) -> None:
    """Record names, shares and changes beside another row, heads over another column, and a ground of another width.

    The ground of our row reaches from its rank to its change.
    """
    curves = sheet.block["curves"]
    columns = [[curve["cells"][at]["words"] for curve in curves] for at in (0, 1)]
    for words in ([_name(curve) for curve in curves], *columns):
        sheet.check_names(zip(words, rows, strict=True))
    edges = [_beside(sheet, words[own], rows[own]) for words in columns]
    ends = (_beside(sheet, curves[own]["figure"]["words"], rows[own]), edges[-1])
    for end, edge in zip(sheet.ends(tint), ends, strict=True):
        if edge is None or abs(edge - end) > _NEAR:
            sheet.faults.append(f"the ground of {_name(curves[own])} does not end at its words")
    for head, edge in zip(sheet.block["ticks"], edges, strict=True):
        over = [mark for mark in sheet.texts(head["words"]) if mark.foot < min(rows)]
        if edge is None or not any(abs(mark.x - edge) < _NEAR for mark in over):
            sheet.faults.append(f"{head['words']} stands over another column")


def _beside(sheet: DrawingSheet, words: str, row: float) -> float | None:
    """Return where words of a row have their edge, or None where the row does not have them."""
    return next((mark.x for mark in sheet.texts(words) if mark.far(row) < _NEAR), None)


def _read_key(sheet: DrawingSheet) -> None:
    """Record a key whose dots are not those of its words: the ring of the year before comes first."""
    dots = sheet.take("dot", 2, "dots of the key")
    for dot, step in zip(dots, sheet.block["steps"], strict=True):
        after = [mark for mark in sheet.texts(step["words"]) if (mark.x < dot.x) == sheet.is_turned]
        nearest = min(after, key=lambda mark: abs(mark.x - dot.x), default=None)
        if nearest is None or nearest.far(dot.y) > _NEAR or abs(nearest.x - dot.x) > 2 * nearest.size:
            sheet.faults.append(f"{step['words']} stands at another dot of the key")
    if dots[0].fill == dots[1].fill:
        sheet.faults.append("ring and disc of the key look alike")


FORMS = {"share_dots": FormReading(_read_dots, curves="suppliers")}
