"""A briefing of three thousand lines: the largest stand one by one, and each file says where the others are."""

import csv
import io
from collections.abc import Sequence
from email import message_from_bytes, policy

import pikepdf
import pypdfium2
import pytest

from generator.trade.editions import Edition, descriptions
from tests.desk.conftest import StarterDesk

SOURCE = """
  office:
    kind: tables
    title: {en: Test office}
    covers: listed
    reporter: KEN
    partner: IND
    flow: import
    columns: {period: period, code: code, value: value, published: published}
"""
BRIEFING = """
title: {en: Kenya’s goods from India}
frequency: annual
figures: {source: office, reporter: KEN, partner: IND, flow: import, codes: [CODES]}
"""
LINES = 3000
SAID = "Lines without a row of their own: 2,988. Their figures are in figures.csv, inside the PDF of this edition."
IN_MAIL = SAID.replace("2,988", "2,994")


def with_lines(desk: StarterDesk, codes: Sequence[str]) -> StarterDesk:
    """Return the desk with a briefing of so many codes, each of two years."""
    settings = desk.folder / "desk.yaml"
    text = settings.read_text(encoding="utf-8").replace("\nsources:", f"\nsources:{SOURCE}")
    settings.write_text(text + "limits: {render_seconds: 300}\n", encoding="utf-8")
    quoted = ", ".join(f'"{code}"' for code in codes)
    (desk.folder / "briefings" / "many.yaml").write_text(BRIEFING.replace("CODES", quoted), encoding="utf-8")
    levels = [(code, 1_000_000 + 7919 * place) for place, code in enumerate(codes)]
    rows = [f"{year},{code},{level * (year - 2023)},2026-02-10" for code, level in levels for year in (2025, 2024)]
    (desk.folder / "inbox" / "office").mkdir()
    (desk.folder / "inbox" / "office" / "table.csv").write_text(
        "\n".join(["period,code,value,published", *rows]), encoding="utf-8"
    )
    return desk


def folded(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())


@pytest.mark.long
def test_three_thousand_lines_are_capped_and_all_of_them_go_with_the_edition(fresh: StarterDesk) -> None:
    """Twelve rows, one of the other 2,988, the total; in the mail six: their cells lie inside the PDF."""
    codes = sorted(code for code in descriptions(Edition("HS2022")) if len(code) == 6)[:LINES]
    desk = with_lines(fresh, codes)
    made = desk.run("build", "many")
    assert made.code == 0, made.said
    edition = desk.folder / "output" / "many" / "2025" / "r1"
    for name in ("en.txt", "en.md"):
        text = folded((edition / name).read_text(encoding="utf-8"))
        assert SAID in text.replace("\\", "")
        assert "2,988 other lines" in text
    assert SAID.split(": ", maxsplit=1)[0] in (edition / "en.html").read_text(encoding="utf-8")
    mail = message_from_bytes((edition / "en.eml").read_bytes(), policy=policy.default)
    html = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_content()
    assert IN_MAIL in folded(html)
    with pypdfium2.PdfDocument(edition / "en.pdf") as pdf:
        assert SAID in folded(" ".join(page.get_textpage().get_text_bounded() for page in pdf)).replace("\r\n", " ")
        assert len(pdf) < 7  # one of them for the codes in the note
    with pikepdf.open(edition / "en.pdf") as tagged:
        inside = bytes(tagged.attachments["figures.csv"].get_file().read_bytes())
    assert {row["code"] for row in csv.DictReader(io.StringIO(inside.decode()))} == set(codes)
