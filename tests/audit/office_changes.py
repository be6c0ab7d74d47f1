"""Seeded changes to a Word document and to a workbook, each of which a reader could be misled by."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from zipfile import ZipFile

from lxml import etree

from tests.audit.sample import Json

Root = Json  # of lxml, which ships no types
Parts = dict[str, bytes]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, STYLES, SHEET = "word/document.xml", "xl/styles.xml", "xl/worksheets/sheet{}.xml"
OTHER_SIGN = {"+": "\N{MINUS SIGN}", "\N{MINUS SIGN}": "+"}


def parts_of(content: bytes) -> Parts:
    """Return the parts of a package by name."""
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """Return the package of `parts`."""
    with ZipFile(file := io.BytesIO(), "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return file.getvalue()


def changed(content: bytes, kind: str, seed: int) -> bytes:
    """Return a document or workbook with one change of that kind, the same for the same seed."""
    parts, chance = parts_of(content), random.Random(seed)  # noqa: S311 -- the same each time
    (IN_WORD if DOCUMENT in parts else IN_WORKBOOK)[kind](parts, chance)
    return packed(parts)


def in_part(name: str, change: Callable[[Root, random.Random], object]) -> Callable[[Parts, random.Random], None]:
    """Return `change` of a root as a change of the part called `name`; {} is a sheet by chance, but not the first."""

    def work(parts: Parts, chance: random.Random) -> None:
        last = sum("worksheets/sheet" in part for part in parts)
        part = name.format(chance.randint(2, last)) if "{}" in name else name
        root = etree.fromstring(parts[part])
        change(root, chance)
        assert etree.tostring(root) != etree.tostring(etree.fromstring(parts[part]))
        parts[part] = etree.tostring(root)

    return work


def in_text(pattern: str, other: Callable[[str, random.Random], str]) -> Callable[[Root, random.Random], None]:
    """Return a change of one match of `pattern` in one text of a root."""

    def work(root: Root, chance: random.Random) -> None:
        texts = [node for node in root.iter("{*}t") if re.search(pattern, node.text or "")]
        node = chance.choice(texts)
        match = chance.choice(list(re.finditer(pattern, node.text)))
        node.text = node.text[: match.start()] + other(match[0], chance) + node.text[match.end() :]

    return work


def next_digit(digit: str, chance: random.Random) -> str:
    """Return another digit."""
    return str((int(digit) + chance.randint(1, 9)) % 10)


def swap(find: Callable[[Root], list[Root]]) -> Callable[[Root, random.Random], None]:
    """Return a change that swaps two elements that are not alike."""

    def work(root: Root, chance: random.Random) -> None:
        nodes = find(root)
        first = chance.choice(nodes)
        second = chance.choice([node for node in nodes if said(node) != said(first)])
        first_twin = etree.fromstring(etree.tostring(first))
        second_twin = etree.fromstring(etree.tostring(second))
        first.getparent().replace(first, second_twin)
        second.getparent().replace(second, first_twin)

    return work


def said(node: Root) -> str:
    """Return the words of an element."""
    return "".join(part.text or "" for part in node.iter("{*}t", "{*}v"))


def drop(path: str) -> Callable[[Root, random.Random], None]:
    """Return a change that drops an element with words."""

    def work(root: Root, chance: random.Random) -> None:
        node = chance.choice([node for node in root.findall(path) if said(node)])
        node.getparent().remove(node)

    return work


def put(path: str, name: str, value: str) -> Callable[[Root, random.Random], None]:
    """Return a change that gives an element an attribute."""
    return lambda root, chance: chance.choice(root.findall(path)).set(name, value)


def in_run(kind: str, value: str) -> Callable[[Root, random.Random], None]:
    """Return a change of how a run looks."""

    def work(root: Root, chance: random.Random) -> None:
        run = chance.choice([node for node in root.iter(f"{WORD}rPr") if said(node.getparent())])
        etree.SubElement(run, WORD + kind).set(f"{WORD}val", value)

    return work


def in_cell(change: Callable[[Root], object]) -> Callable[[Root, random.Random], None]:
    """Return a change of a cell that is a number."""

    def work(root: Root, chance: random.Random) -> None:
        change(chance.choice([cell for cell in root.iter("{*}c") if cell.find("{*}v") is not None]))

    return work


def twice(root: Root, chance: random.Random) -> None:
    """Say a paragraph of the body twice."""
    node = chance.choice([node for node in root.findall("{*}body/{*}p") if said(node)])
    node.addnext(etree.fromstring(etree.tostring(node)))


def swap_pictures(parts: Parts, chance: random.Random) -> None:
    """Lay one picture's file in place of another's."""
    first, second = chance.sample([name for name in parts if name.startswith("word/media/")], 2)
    parts[first], parts[second] = parts[second], parts[first]


def swap_ends(parts: Parts, _chance: random.Random) -> None:
    """Lay the head of pages in place of their foot."""
    links = parts["word/_rels/document.xml.rels"]
    for old, new in ((b"header.xml", b"x"), (b"footer.xml", b"header.xml"), (b'"x"', b'"footer.xml"')):
        links = links.replace(old, new)
    parts["word/_rels/document.xml.rels"] = links


def add_part(name: str) -> Callable[[Parts, random.Random], None]:
    """Return a change that adds a part."""
    return lambda parts, _chance: parts.update({name: b"<x/>"})


def in_bytes(name: str, old: str, new: str) -> Callable[[Parts, random.Random], None]:
    """Return a change of one place of a part."""

    def work(parts: Parts, _chance: random.Random) -> None:
        before = parts[name]
        parts[name] = re.sub(old.encode(), new.encode(), before, count=1)
        assert parts[name] != before

    return work


def in_word(change: Callable[[Root, random.Random], object]) -> Callable[[Parts, random.Random], None]:
    """Return a change of the body of a document."""
    return in_part(DOCUMENT, change)


def in_sheet(change: Callable[[Root, random.Random], object]) -> Callable[[Parts, random.Random], None]:
    """Return a change of a sheet with figures."""
    return in_part(SHEET, change)


def in_table(change: Callable[[Root, random.Random], object]) -> Callable[[Parts, random.Random], None]:
    """Return a change of the last sheet, which has the table of lines."""

    def work(parts: Parts, chance: random.Random) -> None:
        last = sum("worksheets/sheet" in part for part in parts)
        in_part(SHEET.format(last), change)(parts, chance)

    return work


def figure_cells(root: Root) -> list[Root]:
    """Return the cells of the tables of figures of a document."""
    tables = [table for table in root.iter("{*}tbl") if table.find(".//{*}tblHeader") is not None]
    return [cell for table in tables for cell in table.iter("{*}tc")]


def other_value(cell: Root) -> None:
    """Add a digit to a number that its format does not show."""
    cell.find("{*}v").text += "001" if "." in cell.find("{*}v").text else ".0001"


def negative(cell: Root) -> None:
    """Turn a number's sign."""
    value = cell.find("{*}v")
    value.text = value.text.removeprefix("-") if value.text.startswith("-") else f"-{value.text}"


def as_text(cell: Root) -> None:
    """Write a number as text."""
    value = cell.find("{*}v")
    value.tag = value.tag.replace("}v", "}is")
    etree.SubElement(value, value.tag.replace("}is", "}t")).text, value.text = value.text, None
    cell.set("t", "inlineStr")


def formula(cell: Root) -> None:
    """Have a number computed."""
    etree.SubElement(cell, cell.tag.replace("}c", "}f")).text = "1+1"


def first_number(root: Root, chance: random.Random) -> None:
    """Change a digit of a number."""

    def change(cell: Root) -> None:
        value = cell.find("{*}v")
        at = chance.choice([place for place, sign in enumerate(value.text) if sign in "123456789"])
        value.text = value.text[:at] + str(int(value.text[at]) % 9 + 1) + value.text[at + 1 :]

    in_cell(change)(root, chance)


def rename(root: Root, chance: random.Random) -> None:
    """Call a sheet something else."""
    sheet = chance.choice(list(root.iter("{*}sheet")))
    sheet.set("name", f"{sheet.get('name')[:8]} tea")


def remove_sheet(root: Root, chance: random.Random) -> None:
    """Leave a sheet out."""
    node = chance.choice(list(root.iter("{*}sheet")))
    node.getparent().remove(node)


def exchange(root: Root, chance: random.Random) -> None:
    """Give a sheet the content of another."""
    first, second = chance.sample([link for link in root if "worksheet" in link.get("Type")], 2)
    target = first.get("Target")
    first.set("Target", second.get("Target"))
    second.set("Target", target)


def turn_table(root: Root, _chance: random.Random) -> None:
    """Let the columns of a table run the other way."""
    look = next(table for table in root.iter("{*}tbl") if table.find(".//{*}tblHeader") is not None).find("{*}tblPr")
    turned = look.find("{*}bidiVisual")
    if turned is None:
        etree.SubElement(look, f"{WORD}bidiVisual")
    else:
        look.remove(turned)


def turn(root: Root, _chance: random.Random) -> None:
    """Let the columns of a sheet run the other way."""
    view = next(root.iter("{*}sheetView"))
    view.set("rightToLeft", "0" if view.get("rightToLeft") == "1" else "1")


def other_name(root: Root, chance: random.Random) -> None:
    """Call a line by the name of another one, in a table or a sentence."""
    firsts = [next(row.iter("{*}t")) for row in root.iter("{*}tr", "{*}row") if len(list(row.iter("{*}t", "{*}v"))) > 3]
    names = sorted({node.text for node in firsts})
    node = chance.choice([node for node in root.iter("{*}t") if any(name in (node.text or "") for name in names)])
    name = next(name for name in names if name in node.text)
    node.text = node.text.replace(name, chance.choice([other for other in names if other != name]), 1)


def other_rows(root: Root, chance: random.Random) -> None:
    """Give two lines of a table the figures of each other."""
    tables = [list(node) for node in root.iter("{*}tbl", "{*}sheetData")]
    rows = [row for row in chance.choice([rows for rows in tables if len(rows) > 3]) if len(figures(row)) > 0]
    first, second = chance.sample(rows, 2)
    swapped = list(zip(figures(first), figures(second), strict=False))
    assert any(before.text != after.text for before, after in swapped)
    for before, after in swapped:
        before.text, after.text = after.text, before.text


def figures(row: Root) -> list[Root]:
    """Return what holds the figures of a row: its cells' words but for the name, or its numbers."""
    if row.tag.endswith("row"):
        return list(row.iter("{*}v"))
    return [node for cell in row.findall("{*}tc")[1:] for node in cell.iter("{*}t")]


def other_look(parts: Parts, chance: random.Random) -> None:
    """Give a number the style of a cell whose number format is another."""
    styles: Root = etree.fromstring(parts[STYLES])
    forms = [node.get("numFmtId") for node in styles.find("{*}cellXfs")]

    def work(root: Root, chance: random.Random) -> None:
        cell = chance.choice([cell for cell in root.iter("{*}c") if cell.find("{*}v") is not None])
        own = forms[int(cell.get("s"))]
        cell.set("s", str(chance.choice([at for at, form in enumerate(forms) if form != own])))

    in_sheet(work)(parts, chance)


def raise_digit(root: Root, chance: random.Random) -> None:
    """Set the last digit of a figure as a power."""
    nodes = [node for node in root.iter(f"{WORD}t") if re.search(r"\d\d$", node.text or "")]
    node = chance.choice(nodes)
    raised: Root = etree.fromstring(etree.tostring(node.getparent()))
    node.text, raised.find(f"{WORD}t").text = node.text[:-1], node.text[-1]
    etree.SubElement(raised.find(f"{WORD}rPr"), f"{WORD}vertAlign").set(f"{WORD}val", "superscript")
    node.getparent().addnext(raised)


def turn_run(root: Root, chance: random.Random) -> None:
    """Let the words of a run go the other way: a range is read from its end, and a sign stands behind."""
    run = chance.choice([node for node in root.iter(f"{WORD}rPr") if said(node.getparent())])
    turned = run.find(f"{WORD}rtl")
    if turned is None:
        etree.SubElement(run, f"{WORD}rtl")
    else:
        run.remove(turned)


def span(root: Root, chance: random.Random) -> None:
    """Have a cell take the column beside it, so that the figures of its row stand under other heads."""
    cell = chance.choice([cell for cell in figure_cells(root) if cell.find("{*}tcPr/{*}gridSpan") is None])
    etree.SubElement(cell.find("{*}tcPr"), f"{WORD}gridSpan").set(f"{WORD}val", "2")


def mirror(root: Root, chance: random.Random) -> None:
    """Draw a picture from its other side."""
    chance.choice(list(root.iter("{*}xfrm"))).set("flipH", "1")


def other_face(root: Root, chance: random.Random) -> None:
    """Set the words of a run in signs."""
    run = chance.choice([node for node in root.iter(f"{WORD}rPr") if said(node.getparent())])
    etree.SubElement(run, f"{WORD}rFonts").set(f"{WORD}ascii", "Wingdings")


def other_places(root: Root, chance: random.Random) -> None:
    """Have two rows stand in the places of each other, with the order of the file as it was."""
    first, second = chance.sample([row for row in root.iter("{*}row") if said(row)], 2)
    numbers = first.get("r"), second.get("r")
    for row, number in ((first, numbers[1]), (second, numbers[0])):
        row.set("r", number)
        for cell in row:
            cell.set("r", re.sub(r"\d+", number, cell.get("r")))


def turn_cell(parts: Parts, _chance: random.Random) -> None:
    """Let the words of cells go the other way."""
    styles: Root = etree.fromstring(parts[STYLES])
    for node in styles.find("{*}cellXfs").iter("{*}alignment"):
        node.set("readingOrder", "1" if node.get("readingOrder") == "2" else "2")
    parts[STYLES] = etree.tostring(styles)


IN_WORD: dict[str, Callable[[Parts, random.Random], None]] = {
    "digit": in_word(in_text(r"\d", next_digit)),
    "sign": in_word(in_text("[+\N{MINUS SIGN}]", lambda sign, _: OTHER_SIGN[sign])),
    "unit": in_word(in_text("million|万|لاکھ|ملین", lambda _, __: "billion")),
    "word": in_word(in_text(r"[^\W\d]{2,}", lambda word, _: word[::-1] if word[::-1] != word else "tea")),
    "word left out": in_word(in_text(r"[^\W\d]{2,}", lambda _, __: "")),
    "cells swapped": in_word(swap(figure_cells)),
    "row dropped": in_word(drop(".//{*}tr")),
    "cell dropped": in_word(drop(".//{*}tc")),
    "paragraph dropped": in_word(drop("{*}body/{*}p")),
    "paragraphs swapped": in_word(swap(lambda root: [node for node in root.findall("{*}body/{*}p") if said(node)])),
    "paragraph twice": in_word(twice),
    "pictures swapped": swap_pictures,
    "alternative text": in_word(put(".//{*}docPr", "descr", "A picture of tea.")),
    "picture cut": in_word(put(".//{*}srcRect", "b", "30000")),
    "picture stretched": in_word(put(".//{*}extent", "cy", "9000000")),
    "hidden": in_word(in_run("vanish", "1")),
    "white": in_word(in_run("color", "FFFFFF")),
    "theme": in_bytes("word/styles.xml", 'w:color w:val="595959"', 'w:color w:val="595959" w:themeColor="background1"'),
    "moved away": in_bytes("word/styles.xml", 'w:ind w:left="284"', 'w:ind w:left="30000"'),
    "tiny": in_word(in_run("sz", "2")),
    "head": in_part("word/header.xml", in_text(r"[^\W\d]{2,}", lambda _, __: "tea")),
    "foot": in_part("word/footer.xml", in_text(r"\d(?=\d)", next_digit)),
    "head as foot": swap_ends,
    "page field": in_bytes("word/footer.xml", " PAGE ", " DATE "),
    "title": in_bytes("docProps/core.xml", "<dc:title>", "<dc:title>Tea and "),
    "link": in_bytes("word/_rels/document.xml.rels", 'Id="styles"', 'Id="styles" TargetMode="External"'),
    "comments": add_part("word/comments.xml"),
    "no number": in_bytes("word/styles.xml", 'w:sz w:val="[0-9]+"', 'w:sz w:val="x"'),
    "name of a line": in_word(other_name),
    "figures of two lines": in_word(other_rows),
    "raised digit": in_word(raise_digit),
    "run turned": in_word(turn_run),
    "cell spans two": in_word(span),
    "picture mirrored": in_word(mirror),
    "signs for letters": in_word(other_face),
    "hung off the page": in_bytes("word/styles.xml", 'w:ind w:left="284"', 'w:ind w:left="284" w:hanging="2900"'),
    "off the paper": in_bytes(DOCUMENT, 'w:left="1134"', 'w:left="11000"'),
    "head nowhere": in_bytes(DOCUMENT, 'headerReference w:type="default"', 'headerReference w:type="even"'),
    "list": in_bytes("word/numbering.xml", 'lvlText w:val="[^"]*"', 'lvlText w:val="7"'),
    "direction": in_word(turn_table),
}
IN_WORKBOOK: dict[str, Callable[[Parts, random.Random], None]] = {
    "digit": in_sheet(first_number),
    "digit of a text": in_part(SHEET.format(1), in_text(r"\d", next_digit)),
    "hidden digit": in_sheet(in_cell(other_value)),
    "sign": in_sheet(in_cell(negative)),
    "format": in_bytes(STYLES, 'formatCode="#,##0.0*', 'formatCode="#,##0.00000'),
    "unit": in_bytes(STYLES, 'formatCode="#,##0', 'formatCode="&quot;T&quot;#,##0'),
    "nothing displayed": in_bytes(STYLES, 'formatCode="[^"]*"', 'formatCode=";;;"'),
    "format of a cell": other_look,
    "name of a line": in_table(other_name),
    "figures of two lines": in_table(other_rows),
    "rows in other places": in_table(other_places),
    "words cut": in_sheet(lambda root, _: next(root.iter("{*}col")).set("width", "4")),
    "zeros hidden": in_sheet(lambda root, _: next(root.iter("{*}sheetView")).set("showZeros", "0")),
    "rows scrolled away": in_sheet(lambda root, _: next(root.iter("{*}sheetView")).set("topLeftCell", "A9")),
    "cells turned": turn_cell,
    "ground of a theme": in_bytes(
        STYLES,
        '<patternFill */>|<patternFill>|<patternFill patternType="none" */>',
        '<patternFill patternType="solid"><fgColor theme="1"/></patternFill>',
    ),
    "signs for letters": in_bytes(STYLES, '<name val="Calibri"/><b', '<name val="Wingdings"/><b'),
    "number as text": in_sheet(in_cell(as_text)),
    "formula": in_sheet(in_cell(formula)),
    "word": in_sheet(in_text(r"[^\W\d]{2,}", lambda word, _: word[::-1] if word[::-1] != word else "tea")),
    "word of the first sheet": in_part(SHEET.format(1), in_text(r"[^\W\d]{2,}", lambda _, __: "tea")),
    "cells swapped": in_sheet(swap(lambda root: list(root.iter("{*}is")))),
    "numbers swapped": in_sheet(swap(lambda root: list(root.iter("{*}v")))),
    "row dropped": in_sheet(drop("{*}sheetData/{*}row")),
    "cell dropped": in_sheet(drop("{*}sheetData/{*}row/{*}c")),
    "cell moved": in_sheet(in_cell(lambda cell: cell.set("r", "Z" + cell.get("r")[1:]))),
    "row hidden": in_sheet(put("{*}sheetData/{*}row", "hidden", "1")),
    "row flat": in_sheet(put("{*}sheetData/{*}row", "ht", "1")),
    "column hidden": in_sheet(put("{*}cols/{*}col", "hidden", "1")),
    "column narrow": in_sheet(put("{*}cols/{*}col", "width", "1")),
    "sheet renamed": in_part("xl/workbook.xml", rename),
    "sheet hidden": in_part("xl/workbook.xml", put(".//{*}sheet", "state", "hidden")),
    "sheet dropped": in_part("xl/workbook.xml", remove_sheet),
    "sheets swapped": in_part("xl/_rels/workbook.xml.rels", exchange),
    "white": in_bytes(STYLES, 'rgb="00000000"', 'rgb="00FFFFFF"'),
    "repeated": in_bytes(STYLES, 'horizontal="right"', 'horizontal="fill"'),
    "turned": in_bytes(STYLES, 'wrapText="1"', 'wrapText="1" textRotation="90"'),
    "title": in_bytes("docProps/core.xml", "(<dc:title[^>]*>)", r"\1Tea and "),
    "direction": in_sheet(turn),
    "link": in_part(SHEET.format(1), put(".//{*}hyperlink", "location", "'Tea'!A1")),
    "no number": in_sheet(in_cell(lambda cell: setattr(cell.find("{*}v"), "text", "x"))),
    "comments": add_part("xl/comments1.xml"),
}
