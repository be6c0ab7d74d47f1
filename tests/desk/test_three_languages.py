"""An editor's file in three languages on the whole line: printed where it holds, refused with its line where not."""

# ruff: noqa: RUF001 -- Chinese and Urdu have signs of their own
from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.errors import SettingsError
from generator.settings.wiring import open_desk
from tests.desk.test_readers import trilingual
from tests.desk.unpaged import Unpaged, unpaged

FRONT = """\
---
headline:
  en: Cotton yarn rises
  zh: 棉纱线进口增长
  ur: سوتی دھاگے کی درآمدات میں اضافہ
quotes:
  - speaker: A. Minister
    role: minister
    organisation: ministry
    medium: The Ledger
    address: http://example.org/a
    date: 2025-12-30
    form: paraphrase
    text:
      en: Goods worth $7 million are sold each month because the rain was good.
      zh: 由于雨水充足，每月卖出超过7000万美元的货物。
      ur: اچھی بارش کی وجہ سے ہر ماہ 7 کروڑ ڈالر سے زیادہ کا مال فروخت ہوتا ہے۔
background:
  - text:
      en: The mills took 21,000 tonnes of cotton.
      zh: 工厂用了2.1万吨棉花。
      ur: ملوں نے 21 ہزار ٹن کپاس استعمال کی۔
    medium: The Ledger
    address: http://example.org/b
    date: 2025-12-30
---
# en
Cotton yarn rose in December 2025. The mills took 21,000 tonnes ([Company report, 4 March 2025](https://example.org/r)).

# zh
2025年12月，棉纱线
增长。由于关税，工厂用了2.1万吨（[公司报告，2025年3月4日](https://example.org/r)）。

# ur
دسمبر 2025 میں سوتی دھاگے کی درآمدات بڑھیں۔
ٹیرف کے باعث ملوں نے 21 ہزار ٹن لیے ([کمپنی رپورٹ، 4 مارچ 2025](https://example.org/r))۔
"""
LABELS = """\
labels:
  "5205":
    en: {full: cotton yarn, short: cotton yarn, head: cotton yarn}
    zh: {full: 棉纱线, short: 棉纱线, head: 棉纱线}
    ur: {full: سوتی دھاگے, short: سوتی دھاگے, head: سوتی دھاگے}
"""


def made(folder: Path, text: str) -> Unpaged:
    """Return the edition of December with `text` as the editor's file."""
    desk = trilingual(folder, "")
    desk.store.close()
    file = folder / "commentary" / "cotton" / "2025-12.md"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    briefing = folder / "briefings" / "cotton.yaml"
    briefing.write_text(briefing.read_text("utf-8") + LABELS, "utf-8")
    desk = open_desk(folder, {})
    with desk.store:
        desk.store.keep(file.read_bytes())
        return unpaged(desk, "cotton", "2025-12")


def test_what_an_editor_writes_is_printed_in_each_language(tmp_path: Path) -> None:
    """Headline, paragraphs, quotes and background, each word of which the audit finds in the figures or in the file."""
    told = made(tmp_path, FRONT)
    assert () == told.findings
    stories = json.loads(told.files["edition.json"])["stories"]
    assert ["棉纱线进口增长", "سوتی دھاگے کی درآمدات میں اضافہ"] == [
        stories[tag]["subject"]["words"] for tag in ("zh", "ur")
    ]
    said = json.dumps(stories["zh"], ensure_ascii=False)
    assert "2025年12月，棉纱线增长。" in said  # a line's end is no space in Chinese
    assert "工厂用了2.1万吨棉花（The Ledger，2025年12月30日）。" in said


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("棉纱线进口增长", "棉纱线锐减", 4, "“锐减”"),
        ("درآمدات میں اضافہ", "درآمدات میں کمی", 5, "“کمی”"),
        ("增长。由于关税，工厂", "下降。由于关税，工厂", 31, "“下降”"),
        ("درآمدات بڑھیں۔", "درآمدات گر گئیں۔", 35, "“گر”"),
    ],
)
def test_what_is_not_so_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    """The file and the line are those that the editor wrote."""
    assert old in FRONT
    with pytest.raises(SettingsError) as fault:
        made(tmp_path, FRONT.replace(old, new, 1))
    assert f"commentary/cotton/2025-12.md:{line}" == fault.value.where
    assert said in fault.value.problem
