"""The words of Urdu: a word that no writer uses costs nothing here."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.audit.tongues import forces
from generator.audit.tongues.lexicon import Corrected, Crossings, Lexicon, near
from generator.audit.tongues.tables import monies_in
from generator.audit.tongues.ur_forms import (
    BESIDE,
    DASHES,
    LOW_BASE,
    MISSING,
    MONTHS,
    OTHER_GOODS,
    PARTNERS,
    TIMES,
    VALUED,
    WHOLES,
)

_NUMBERS = ("ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو", "دس", "گیارہ", "بارہ")
_MORE = ("تیرہ", "چودہ", "پندرہ", "سولہ", "سترہ", "اٹھارہ", "انیس", "بیس")
_ORDINALS = {  # as of a masculine noun before a postposition, and of a feminine one; "پہلے" is "before" as well
    "دوسرے": 2,
    "دوسری": 2,
    "تیسرے": 3,
    "تیسری": 3,
    "چوتھے": 4,
    "چوتھی": 4,
    "پانچویں": 5,
    "چھٹے": 6,
    "چھٹی": 6,
    "ساتویں": 7,
    "آٹھویں": 8,
    "نویں": 9,
    "دسویں": 10,
    "گیارہویں": 11,
    "بارہویں": 12,
    "تیرہویں": 13,
    "چودہویں": 14,
    "پندرہویں": 15,
    "سولہویں": 16,
    "سترہویں": 17,
    "اٹھارہویں": 18,
    "انیسویں": 19,
    "بیسویں": 20,
}
_TWICE = (near("ratio", "1.94", "2.06"), near("pct", "94", "106"))
_HALF = (near("pct", "-52", "-48"), near("ratio", "0.48", "0.52"))
_CHANGE = frozenset({"change", "change_abs", "multiple"})
_PLACE = frozenset({"rank", "record", "since", "placed"})
_NONE: frozenset[str] = frozenset()
_MONIES = {**monies_in("ur")} | {"روپے": ("INR", "LKR", "MUR", "NPR", "PKR", "SCR"), "روپیہ": ("INR", "NPR", "PKR")}
_UP = (
    *("اضافہ", "اضافے", "اضافہ ہوا", "بڑھ کر", "بڑھ گیا", "بڑھ گئی", "بڑھ گئیں", "بڑھی", "بڑھیں", "بڑھا", "بڑھتے"),
    *("دگنی سے زیادہ ہو گئی", "دگنی سے زیادہ ہو گئیں", "تین گنا ہو گئی", "تین گنا ہو گئیں"),
    *("تین گنا سے زیادہ ہو گئی", "تین گنا سے زیادہ ہو گئیں"),
    *(
        "شامل کیے",
        "زیادہ کیے",
        "بڑھنے والی",
        "دگنی ہو گئی",
        "دگنی ہو گئیں",
        "تگنی ہو گئی",
        "دگنا ہو گیا",
        "اوپر گئی",
        "بلند ہو",
    ),
)
_DOWN = (
    *(
        "کمی",
        "کم ہو کر",
        "کم ہو گیا",
        "کم ہو گئی",
        "کم ہو گئیں",
        "کم ہوئی",
        "کم ہونے والی",
        "کم ہوئیں",
        "کم ہوا",
        "کم کیے",
        "کم کر دیے",
    ),
    *(
        "گھٹ کر",
        "گھٹ گئی",
        "گھٹی",
        "گھٹا",
        "گر کر",
        "گر گئی",
        "گریں",
        "گراوٹ",
        "تنزلی",
        "سکڑ",
        "نصف رہ گئی",
        "نصف رہ گئیں",
        "نصف سے بھی کم رہ گئی",
        "نصف سے بھی کم رہ گئیں",
    ),
)


def _money_block(unit: str, scale: str) -> str:
    """Return a pattern for the words over bare numbers: ملین امریکی ڈالر."""
    named = "|".join(re.escape(name) for name, codes in _MONIES.items() if codes == (unit.upper(),))
    return f"{ {'million': 'ملین', 'billion': 'ارب', 'thousand': 'ہزار'}.get(scale, scale) } (?:{named or '(?!)'})"


# "million" and "points" are what edition.json calls the scale of a picture, in any language
URDU = Lexicon(
    numbers={
        **{word: place for place, word in enumerate((*_NUMBERS, *_MORE), 1)},
        **_ORDINALS,
    },
    sizes={
        **dict.fromkeys(("دگنی ہو گئی", "دگنی ہو گئیں", "دگنا ہو گیا", "دگنی", "دگنا"), _TWICE),
        **dict.fromkeys(("نصف رہ گئی", "نصف رہ گئیں", "آدھی رہ گئی", "آدھی رہ گئیں"), _HALF),
        **dict.fromkeys(("نصف", "آدھا", "آدھی"), (near("pct", "48", "52"), near("ratio", "0.48", "0.52"))),
        **dict.fromkeys(("تگنی", "تگنا"), (near("ratio", "2.91", "3.09"), near("pct", "191", "209"))),
        "بیشتر": (near("pct", "50", "100"),),
        "چوتھائی": (near("pct", "24", "26"), near("ratio", "0.24", "0.26")),
    },
    scales={"ہزار": Decimal(10) ** 3, "لاکھ": Decimal(10) ** 5, "کروڑ": Decimal(10) ** 7, "ارب": Decimal(10) ** 9}
    | {"کھرب": Decimal(10) ** 11, "ملین": Decimal(10) ** 6, "بلین": Decimal(10) ** 9, "ٹریلین": Decimal(10) ** 12}
    | {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9},
    units={
        **dict.fromkeys(("فیصد", "%"), "pct"),
        **dict.fromkeys(("فیصد پوائنٹ", "پوائنٹ", "فیصد پوائنٹس", "points"), "pp"),
        "گنا": "ratio",
        **dict.fromkeys(("فی ٹن", "ڈالر فی ٹن"), "usd_per_t"),
        "ٹن": "kg",
        **{name: codes[0].lower() for name, codes in _MONIES.items() if len(codes) == 1},
    },
    monies=_MONIES,
    before={
        "over": (">",),
        "at_least": ("کم از کم", "≥"),
        "about": ("تقریباً", "لگ بھگ", "قریب", "قریباً", "اندازاً", "≈", "~"),
        "under": ("زیادہ سے زیادہ", "<", "≤"),
    },
    after={
        "at_least": ("یا زیادہ", "یا اس سے زیادہ"),
        "over": ("سے زیادہ", "سے زائد", "سے اوپر"),
        "under": ("سے بھی کم", "تک محدود"),
        "about": ("کے لگ بھگ", "کے قریب"),
    },
    up=(*_UP, "اونچی"),
    down=_DOWN,
    moved=(*_UP[:10], *_DOWN),
    open_question=("بڑھی یا کم ہوئی", "اضافے یا کمی", "کسی مد میں", "کسی مد کے"),
    causes=(
        *(
            "کی وجہ سے",
            "کے باعث",
            "کی بدولت",
            "کے نتیجے میں",
            "کے سبب",
            "کی بنا پر",
            "کے پیش نظر",
            "عکاسی",
            "عکاس",
            "ظاہر کرتا ہے",
        ),
        *(
            "کے طفیل",
            "کے زیر اثر",
            "کیونکہ",
            "چونکہ",
            "کے سہارے",
            "کے دباؤ",
            "مرہون منت",
            "کے اثر سے",
            "کا نتیجہ",
            "غماز",
        ),
    ),
    judgements={
        **dict.fromkeys(("مضبوط", "مستحکم", "شاندار", "نمایاں", "حوصلہ افزا", "متاثر کن", "تیز"), _NONE),
        **dict.fromkeys(("زبردست", "سب سے تیز", "بھرپور", "قابل ذکر", "ہوشربا", "بہترین", "کمزور"), _NONE),
        "متنوع": frozenset({"index"}),
        "مسلسل": frozenset({"streak", "ran"}),
        "ریکارڈ سطح": frozenset({"record"}),
        **dict.fromkeys(
            ("سب سے زیادہ", "سب سے کم", "سب سے بڑی", "سب سے بڑا", "سب سے چھوٹی", "بلند ترین", "کم ترین"), _PLACE
        ),
        **dict.fromkeys(("دگنی", "دگنا", "تگنی", "نصف رہ گئی", "نصف رہ گئیں", "آسمان", "لڑھک"), _CHANGE),
    },
    strong=frozenset({"آسمان", "لڑھک"}),
    crossings=Crossings(
        passed=("سے تجاوز", "تجاوز", "عبور", "کی حد پار", "سے آگے نکل"),
        first=("پہلی بار", "پہلی مرتبہ", "پہلی دفعہ"),
        stayed=("اب بھی", "بدستور", "تاحال"),
    ),
    continued=("مزید",),
    forces={
        **dict.fromkeys(("نمایاں اضافہ", "خاصا اضافہ"), forces.MARKED_UP),
        **dict.fromkeys(("نمایاں کمی", "خاصی کمی"), forces.MARKED_DOWN),
        **dict.fromkeys(("بہت بڑا اضافہ", "غیر معمولی اضافہ", "زبردست اضافہ", "تیز اضافہ"), forces.STRONG_UP),
        **dict.fromkeys(("بہت بڑی کمی", "غیر معمولی کمی", "زبردست کمی", "شدید کمی"), forces.STRONG_DOWN),
        **dict.fromkeys(("دگنی ہو گئی", "دگنی ہو گئیں", "دگنا ہو گیا"), forces.DOUBLED),
        **dict.fromkeys(("دگنی سے زیادہ ہو گئی", "دگنی سے زیادہ ہو گئیں"), forces.OVER_TWICE),
        **dict.fromkeys(("تین گنا ہو گئی", "تین گنا ہو گئیں"), forces.TRIPLED),
        **dict.fromkeys(("تین گنا سے زیادہ ہو گئی", "تین گنا سے زیادہ ہو گئیں"), forces.OVER_THRICE),
        **dict.fromkeys(("نصف رہ گئی", "نصف رہ گئیں", "آدھی رہ گئی", "آدھی رہ گئیں"), forces.HALVED),
        **dict.fromkeys(("نصف سے بھی کم رہ گئی", "نصف سے بھی کم رہ گئیں"), forces.UNDER_HALF),
        **dict.fromkeys(("اتار چڑھاؤ والا", "اتار چڑھاؤ"), forces.SWINGING),
    },
    months=MONTHS,
    revision=r"نظرِ? ثانی {n}(?!\d)",
    places={
        "high": ("سب سے زیادہ", "سب سے بڑی", "سب سے بڑا", "بلند ترین", "سب سے اوپر"),
        "low": ("سب سے کم", "سب سے چھوٹی", "سب سے چھوٹا", "کم ترین"),
    },
    nothing=("صفر", "0", "0 ڈالر", "کوئی تجارت نہیں"),
    beside={
        "up": (
            *("زیادہ", "زائد", "اضافہ", "اضافے", "کا اضافہ", "کے اضافے", "پوائنٹ کا اضافہ", "فیصد پوائنٹ کا اضافہ"),
            *("کا نمایاں اضافہ", "کا بہت بڑا اضافہ", "کا غیر معمولی اضافہ"),
            *("بڑھ کر", "بڑھ گیا", "کا معمولی اضافہ", "پوائنٹ شامل کیے", "فیصد پوائنٹ شامل کیے", "شامل کیے"),
        ),
        "down": (
            *("کم", "کمی", "کی کمی", "پوائنٹ کی کمی", "فیصد پوائنٹ کی کمی", "کی معمولی کمی"),
            *("کی نمایاں کمی", "کی بہت بڑی کمی", "کی غیر معمولی کمی"),
            *("پوائنٹ کم کیے", "فیصد پوائنٹ کم کیے", "کم ہو کر", "گھٹ کر"),
        ),
    },
    earlier={
        "year": (
            *("گزشتہ سال کے اسی عرصے", "ایک سال پہلے", "گزشتہ سال", "پچھلے سال", "سالانہ بنیاد پر", "سالانہ تبدیلی"),
            *("ایک سال قبل", "سال بہ سال", "سالانہ"),
        ),
        "month": (
            "گزشتہ ماہ",
            "پچھلے ماہ",
            "گزشتہ مہینے",
            "پچھلے مہینے",
            "ماہانہ بنیاد پر",
            "ایک ماہ پہلے",
            "ایک ماہ قبل",
        ),
    },
    spans={
        "date": ("سال کے آغاز سے", "رواں سال", "اس سال اب تک", "جنوری سے اب تک"),
        "twelve": ("بارہ ماہ", "12 ماہ", "بارہ مہینوں", "پورے سال"),
    },
    part_of=(),
    part_after=(
        " میں سے",
        " پوائنٹ میں سے",
        " فیصد پوائنٹ میں سے",
        " فیصد پوائنٹ کے اضافے میں سے",
        " فیصد پوائنٹ کی کمی میں سے",
    ),
    partial="نامکمل اعداد",
    provisional="عبوری",
    scope=re.compile(r"\((?:جزوی|(?P<lines>[^()]+) کے بغیر)\)"),
    illustrative="فرضی اعداد",
    rounded="تقریب صرف ایک بار",
    draft="مشین سے مرتب مسودہ",
    footmarks=("الف ب ج د ہ و ز ح ط ی", "نوٹ {}"),
    flagged=("قابلِ توجہ۔",),
    accepted=("منظور شدہ۔",),
    sides={"surplus": ("سرپلس", "فاضل"), "deficit": ("خسارہ", "خسارے")},
    prices=("قیمت", "قیمتیں", "قیمتوں", "نرخ", "دام", "مہنگا", "مہنگی", "سستا", "سستی"),
    no_price=("قیمت نہیں", "قیمتیں نہیں", "عالمی بینک کی اجناس کی قیمتوں کے اعداد"),
    worth=re.compile(r"فی (?P<unit>\S+) اوسط مالیت"),
    times=TIMES,
    missing=MISSING,
    dashes=DASHES,
    low_base=LOW_BASE,
    corrected=Corrected(
        "تصحیح: ",
        "تصحیح، {day}",
        "{then} کو واپس لیا گیا، تصحیح کے بعد {day} سے دوبارہ جاری",
        ("پہلے لکھا تھا:", "درست یہ ہے:"),
        "یہ جملہ اب شامل نہیں۔",
        "ان سے متعلق دوسرے اعداد بھی اپنی جگہ درست کر دیے گئے ہیں۔",
        "وجہ:",
    ),
    valued=VALUED,
    priced=BESIDE,
    partners=PARTNERS,
    wholes=WHOLES,
    other_goods=OTHER_GOODS,
    clause=re.compile("[؛۔]|جبکہ"),
    of_lines=re.compile(r"\s(?:مدات|مالیت ان مدات)"),
    money_block=_money_block,
    headline=90,
    slight=(  # with the word before: "غیر معمولی" is out of the ordinary
        *(
            f"{before} معمولی {what}"
            for before in ("کا", "کے", "کی", "میں", "فیصد")
            for what in ("اضافہ", "اضافے", "کمی")
        ),
        *("ہلکا سا", "ہلکی سی", "ذرا سا", "ذرا سی"),
    ),
    letters=True,
    free=(
        re.compile(
            "ایک (?:سال|ماہ|مہینے|مہینہ|کوڈ|مد|ہی|لکیر|بار|جانچ|شخص|تعطیل|نہیں|دن|عدد|ساتھ)|کسی ایک|ہر ایک|جس کی ایک"
            "|دوسری? اشیا|تقریب صرف ایک بار|(?:بارہ|12) (?:ماہ|مہینوں|مہینے)|ایک نہیں|ان دو"
        ),
        re.compile(r"\S+ سہ ماہی"),
    ),
    partner_before=r"(?:میں سے|سے|تا|اور|–)\s[\d.,]+",
    times_words=("گنا",),
    quotes=("”", "“"),
    translated="سے ترجمہ",
    composed=True,
    trims=True,
    verb_last=True,
)
