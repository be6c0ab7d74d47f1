"""What stands in a text of any language alike: HS codes, years, pages, the end of a sentence."""

from __future__ import annotations

import re

from generator.audit.tongues.lexicon import AFTER, BEFORE, LETTER

_JOINED = r"\s?[,–、،-]\s?|\s(?:and|or|to|اور|یا|تا)\s|\s?[和及或至]\s?"
_CODES = rf"\d{{2}}(?:\d{{2}}){{0,4}}(?:(?:{_JOINED})(?:HS\s)?\d{{2}}(?:\d{{2}}){{0,4}})*"
# what such a code and a year begin with comes first, and then what may not stand before: so they are found fastest
HS = re.compile(rf"HS(?<!{LETTER}HS)\s(?P<codes>{_CODES}){AFTER}")
HS_AFTER = re.compile(r"(?:\s\(|（)HS\s(\d+)[)）]")
BARE_CODES = re.compile(rf"(?:HS\s)?(?P<codes>{_CODES})")
_YEARS = r"(?:2022|2017|2012|2007|2002|1996|1992)"  # in which an edition of the HS began
NOMENCLATURE = re.compile(
    rf"{BEFORE}HS\s?(?:codes\s|代码|کوڈ\s)?[(（]?{_YEARS}{AFTER}|[(（]{_YEARS}(?:(?:, |、|، |，){_YEARS})*[)）]"
)
PAGE = re.compile(r"\{pages?\}|\bPage\s\d+\sof\s\d+|第\d+页|共\d+页|صفحہ \d+ از \d+", re.IGNORECASE)
# a span of months, and the head over sparks
MONTHS = re.compile(r"\b(?P<number>[Tt]welve|12)(?=\smonths\sto\b)|^(?P<drawn>\d+)(?=\smonths$|个月$|\sماہ$)")
_UNITS = "万|亿|吨|元|美元|个|项|倍|种|百分|ہزار|لاکھ|کروڑ|ارب|ملین|ڈالر|ٹن|فیصد|پوائنٹ|گنا|مد"  # no year stands there
YEAR = re.compile(rf"(?:1[89]|20)(?<![\d.,$]..)\d{{2}}(?![\d%]|[.,]\d|\s?(?:{_UNITS}))")
SENTENCE_END = re.compile("[。۔]")  # of languages in which a time stands first
_OPEN, _CLOSE, _STOP = "(（", ")）", ".。۔"
# a sentence's own source at its end, and an account with its medium and day
SOURCE = re.compile(rf"[{_OPEN}]([^{_OPEN}{_CLOSE}]+)[{_CLOSE}][{_STOP}]?\s*$")
SOURCED = re.compile(
    rf"(.+?)\s?[{_OPEN}]([^{_OPEN}{_CLOSE}]+)[,，،]\s?[^,，،{_OPEN}{_CLOSE}]+[{_CLOSE}][{_STOP}]", re.DOTALL
)
