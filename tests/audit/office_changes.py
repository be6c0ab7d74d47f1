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
