"""The forms of Urdu: times, and the sentences of which the audit reads each part."""

from __future__ import annotations

import re

from generator.audit.tongues.lexicon import Beside, Missing, Partners, Parts, Times, Valued, Wholes
from generator.audit.tongues.tables import economies_in

MONTHS = (
    *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون"),
    *("جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d"
_COUNTED = "ہزار|لاکھ|کروڑ|ارب|ملین|ڈالر|ٹن|فیصد|پوائنٹ|گنا"  # what is no year stands before these
_OTHER = ("گزشتہ", "پچھلی", "سابقہ", "اگلی", "آئندہ", "ہر", "کی", "والی", "ایک", "آخری", "کسی", "ہی")
_NO_OTHER = "".join(rf"(?<!{word}\s)" for word in (*_OTHER, "پہلی", "دوسری", "تیسری", "چوتھی"))
TIMES = Times(
    mention=re.compile(
        rf"(?=[\dH{''.join({name[0] for name in MONTHS})}])(?:"  # where a time can begin at all
        r"\b(?P<code>HS\s\d{2,10}(?:(?:\s?[،,–-]\s?|\s(?:اور|یا|تا)\s)(?:HS\s)?\d{2,10})*)\b"
        rf"|\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
        rf"|\b(?P<day>\d{{1,2}}\s(?:{_MONTH})(?:\s{_YEAR})?)\b"
        rf"|\b(?P<first>{_MONTH})\b(?:\s?(?:تا|اور|–|-)\s?(?P<last>{_MONTH})\b)?"
        rf"(?:\s(?P<year>{_YEAR})(?:-(?P<tail>\d\d)\b)?(?![\d%]|[.,]\d|\s(?:{_COUNTED})))?"
        r"(?P<twelve>\sتک\s(?:کے\s)?(?:بارہ|12)\s(?:ماہ|مہینوں|مہینے))?"
        rf"|(?<![\d.,$–-])(?P<alone>{_YEAR})(?:-(?P<after>\d\d)(?!\w|-))?"
        rf"(?![\d%]|[.,]\d|-\d|\s(?:{_COUNTED})))"
    ),
    dates=re.compile(
        rf"(?:\b{_DAY}\s)?\b(?:{_MONTH})(?:\s{_YEAR}(?!\d))|\b{_DAY}\s(?:{_MONTH})\b|\b{_YEAR}-\d{{2}}-\d{{2}}\b"
    ),
    month_year=re.compile(rf"\b(?P<month>{_MONTH})\s(?P<year>{_YEAR})"),
    quarter=re.compile(
        rf"\b(?P<own>(?:اس|رواں|زیر جائزہ)\sسہ ماہی\b|{_NO_OTHER}سہ ماہی(?=\s(?:میں|کے دوران)\b))"
        rf"|\b(?:(?P<year>{_YEAR})\sکی\s)?(?P<nth>پہلی|دوسری|تیسری|چوتھی)\sسہ ماہی\b"
    ),
    quarters={"پہلی": 1, "دوسری": 2, "تیسری": 3, "چوتھی": 4},
    on_before=re.compile(r"(?!)"),
    on_after=re.compile(r"(?:\sکی\s\S+\sسہ ماہی)?\s(?:کے مقابلے|کی نسبت|کے تقریباً برابر|کے برابر|سے(?!\sدستیاب))"),
    closing=re.compile(r"\sتک"),
    openings=frozenset({""}),
    lead=True,
)

MISSING = Missing(
    base=re.compile(
        r"(?:(?P<some>ہر مد کے )?(?P<when>[^،۔]+) کے اعداد نہیں ہیں)، اس لیے (?:مجموعے کی )?سالانہ تبدیلی نہیں دی گئی"
    ),
    broken=re.compile(
        r"(?:ایک ہی اشیا شامل (?:نہیں|ہیں)|یہ اعداد (?:CIF|FOB) ہیں)، اس لیے مجموعے کی سالانہ تبدیلی نہیں دی گئی"
    ),
    begun=re.compile("یہ اعداد ابھی شروع ہوئے ہیں"),
    gaps=re.compile(
        "استعمال کیے گئے اعداد میں ان اشیا کے (?P<months>[^۔]+?)(?P<some> کے درمیان بعض مہینوں)? کے اعداد نہیں ہیں۔"
    ),
    withheld=re.compile("ماخذ نے (?P<one>HS [^:]+) کے اعداد ظاہر نہیں کیے:"),
    idle=re.compile(r"HS (?P<codes>[\d، اور]+) میں [^،]+ میں، یا ایک سال پہلے، کوئی تجارت ریکارڈ نہیں ہوئی"),
    until="تا",
)

DASHES = {
    "missing": re.compile("جہاں کوئی عدد نہیں، یا موازنے[^۔]*خط ہے|خط کا مطلب ہے کہ عدد نہیں ملا"),
    "bound": re.compile("جہاں عدد محض حد یا تخمینہ ہے[^۔]*خط ہے"),
    "lunar": re.compile("جہاں ایک تعطیل ان مہینوں[^۔]*خط ہے"),
    "ended": re.compile("جہاں تجارت صفر ہو گئی، وہاں خط ہے"),
    "untraded": re.compile("جہاں کوئی تجارت نہیں ہوئی، وہاں خط ہے"),
    "whole": re.compile("جہاں کسی مد کا حصہ پورے مجموعے[^۔]*خط ہے"),
    "idle": re.compile("جہاں اس عرصے میں یا ایک سال پہلے[^۔]*خط ہے"),
    "low": re.compile("جہاں بنیاد تقریباً صفر[^۔]*خط ہے"),
    "rounded": re.compile("جہاں ماخذ کے اعداد کی تقریب سے[^۔]*خط ہے"),
}

LOW_BASE = "کم بنیاد", re.compile("^کم بنیاد: ")

_HOW = "(?:CIF اور FOB|CIF|FOB)"
_FLOW = "(?:دوبارہ )?(?:درآمدات|برآمدات)"
VALUED = Valued(
    now=re.compile(rf"، (?:[^،]+ کے لحاظ سے|تمام [^،]+ ملا کر)، (?P<now>{_HOW})، "),
    rule=re.compile(rf"(?P<flow>{_FLOW}) کے لیے قاعدہ (?P<rule>CIF|FOB) ہے؛(?P<does>[^۔]+)۔"),
    before=re.compile("پہلے کے اعداد، جن میں آخری (?P<when>[^،]+) کے ہیں، (?P<then>CIF|FOB) ہیں؛"),
    base=re.compile("(?P<when>[^،۔]+) کے اعداد (?P<then>CIF|FOB) اور یہ اعداد (?P<now>CIF|FOB) ہیں،"),
    both=re.compile("پہلے کے اعداد (?P<then>CIF|FOB) اور یہ اعداد (?P<now>CIF|FOB) ہیں،"),
    odd=re.compile(r"کی مالیت کا طریقہ ایک نہیں \(CIF یا FOB\)۔"),
    does={"بعض مالیتوں": "CIF and FOB", "شامل نہیں": "FOB", "شامل ہے": "CIF"},
    flows={"درآمدات": "M", "برآمدات": "X", "دوبارہ درآمدات": "M", "دوبارہ برآمدات": "X"},
    both_ways="CIF اور FOB",
)

_AMOUNT = r"[\d,]+(?:\.\d+)?[^،؛()]*?"
BESIDE = Beside(
    form=re.compile(
        rf"(?:عالمی بینک کے اعداد میں (?P<series>.+?) کی قیمت|(?P<money>[^\d،]+?) کی قدر)"
        rf"(?: (?P<opposed>مخالف سمت میں گئی)؛ یہ)? (?P<when>\S[^،]*?) میں اوسطاً (?P<level>{_AMOUNT})"
        rf"(?P<unit> فی [^،]+?)? رہی، یعنی ایک سال پہلے"
        rf"(?: سے (?P<rate>[\d,.]+ فیصد) (?P<way>زیادہ|کم)| کے (?P<base>{_AMOUNT}) کے تقریباً برابر)"
        r" \((?P<source>[^()\d]+)، (?P<dated>تازہ کاری )?(?P<day>\d+ \w+ \d{4})(?: تک)?\)۔"
    ),
    units={
        "$/mt": " فی ٹن",
        "$/kg": " فی کلوگرام",
        "$/bbl": " فی بیرل",
        "$/mmbtu": " فی دس لاکھ برطانوی حرارتی اکائی",
        "$/dmtu": " فی خشک میٹرک ٹن اکائی",
        "$/cubic meter": " فی مکعب میٹر",
        "$/troy oz": " فی ٹرائے اونس",
    },
    monies={
        "AUD": "آسٹریلوی ڈالر",
        "EUR": "یورو",
        "GBP": "برطانوی پاؤنڈ",
        "IEP": "آئرش پاؤنڈ",
        "NZD": "نیوزی لینڈ ڈالر",
    },
    dollar="امریکی ڈالر",
    ways={"زیادہ": "up", "کم": "down"},
    updated="تازہ کاری ",
    terms=("World Bank Commodity Price Data, The Pink Sheet", "CC BY 4.0"),
)


def _parts(flows: frozenset[str], stem: str, whence: str) -> Parts:
    return Parts(
        flows,
        stem,
        (rf"<who> (?:کی|کے|نے)(?= [^،۔]*{stem})",),
        (rf"<who> {whence}(?= [^،۔]*{stem})",),
    )


PARTNERS = Partners(
    parts=(_parts(frozenset({"M", "RM"}), "درآمدات", "سے"), _parts(frozenset({"X", "RX"}), "برآمدات", "کو")),
    each=re.compile("(?:ملکِ اصل|آخری معلوم منزل|شراکت دار) کے لحاظ سے"),
    together=re.compile("تمام (?:ممالکِ اصل|منزلیں|شراکت دار) ملا کر"),
    every=re.compile("(?:تمام|سب) (?:ممالک|ملکوں|شراکت داروں|منڈیوں) (?:سے|کو)|پوری دنیا|دنیا بھر|ساری دنیا"),
    demonyms=economies_in("ur"),
)

# a noun of trade is bare where only an economy, a time or a word for all stands before it
WHOLES = Wholes(
    sentence=re.compile("(?<=[۔؟!:؛])"),
    noun=re.compile(rf"(?:(?P<before>[^\s(،؛]+)(?: (?:کی|سے|کو|میں))? )?(?P<noun>{_FLOW})\b(?P<told>(?!))?"),
    verb=None,
    bare=frozenset(
        (
            "",
            "کل",
            "مجموعی",
            "تمام",
            "ماہانہ",
            "سالانہ",
            "سہ",
            "ماہی",
            "اور",
            "اس",
            "ان",
            "اپنی",
            "یہ",
            "پوری",
        )
    ),
    whose=(),
)

OTHER_GOODS = re.compile(
    r"(?P<codes>HS [\d، اور]+|بعض مدات) کے (?:تحت|بارے میں معلوم نہیں کہ) "
    r"HS (?P<then>\d{4}) اور HS (?P<now>\d{4}) میں ایک ہی اشیا شامل"
)
