"""What a seeded change writes instead of what stands there, by language and kind of change."""

# ruff: noqa: RUF001 -- Urdu has signs of its own

from __future__ import annotations

from collections.abc import Mapping

Table = Mapping[str, tuple[str, ...]]


def _both(*pairs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        found[one] = (*found.get(one, ()), other)
        found[other] = (*found.get(other, ()), one)
    return found


MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "zh": tuple(f"{month}月" for month in range(1, 13)),
    "ur": (
        *("جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون"),
        *("جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"),
    ),
}

_ENGLISH: dict[str, Table] = {
    "unit": _both(("million", "billion"), ("trillion", "billion"))
    | {"$": ("CNY ", "€"), "tonnes": ("kilograms",), "a tonne": ("a kilogram",), "times": ("%",)},
    "points": {"percentage points": ("%", "per cent"), "points": ("%",), "%": (" percentage points", " points")},
    "direction": _both(
        *(("rose", "fell"), ("increased", "decreased"), ("grew", "declined"), ("up", "down"), ("more", "less")),
        *(("above", "below"), ("gain", "fall"), ("added", "took away"), ("highest", "lowest")),
        *(("largest", "smallest"), ("surplus", "deficit"), ("widened", "narrowed"), ("edged up", "slipped")),
        *(("climbed", "dropped"), ("surged", "plunged"), ("jumped", "slumped"), ("doubled", "halved")),
    ),
    "size": {
        **dict.fromkeys(("rose", "increased", "grew", "climbed"), ("surged", "soared", "rose sharply", "edged up")),
        **dict.fromkeys(("fell", "declined", "decreased", "dropped"), ("plunged", "collapsed", "fell sharply")),
        **dict.fromkeys(("surged", "jumped", "edged up"), ("rose slightly", "doubled")),
        **dict.fromkeys(("plunged", "slumped", "slipped"), ("fell slightly", "halved")),
        "doubled": ("tripled",),
        "halved": ("fell slightly",),
        "little changed": ("sharply higher",),
    },
    "time": {"a year earlier": ("a month earlier",), "in a row": ("in a row to November",)},
    "place": {
        "China": ("India",),
        "Chinese": ("Indian",),
        "Pakistan": ("Iran",),
        "Pakistani": ("Iranian",),
        "Germany": ("France",),
        "Poland": ("Hungary",),
        "Mexico": ("Brazil",),
        "United States": ("Canada",),
    },
}
_CHINESE: dict[str, Table] = {
    "unit": _both(("万", "亿")) | {"美元": ("欧元",), "吨": ("倍",)},
    "points": {"个百分点": ("%",), "%": ("个百分点",)},
    "direction": _both(
        *(("增长", "下降"), ("增加", "减少"), ("上升", "下降"), ("增至", "减至"), ("高于", "低于")),
        *(("最高", "最低"), ("最大", "最小"), ("顺差", "逆差"), ("扩大", "收窄"), ("略增", "略降")),
    ),
    "size": {
        **dict.fromkeys(("增长", "上升", "增加"), ("激增", "飙升", "大幅增长", "略增")),
        **dict.fromkeys(("下降", "减少"), ("锐减", "暴跌", "大幅下降", "略降")),
        "基本持平": ("大幅增长",),
    },
    "time": {"同比": ("环比",), "上年同期": ("上月",)},
    "place": {
        "中国": ("印度",),
        "巴基斯坦": ("伊朗",),
        "德国": ("法国",),
        "波兰": ("匈牙利",),
        "墨西哥": ("巴西",),
        "美国": ("加拿大",),
    },
}
_URDU: dict[str, Table] = {
    "unit": _both(("ارب", "کروڑ"), ("کروڑ", "لاکھ"), ("ہزار", "لاکھ")) | {"ڈالر": ("یورو",), "ٹن": ("گنا",)},
    "points": {"فیصد پوائنٹ": ("فیصد",), "پوائنٹ": ("فیصد",), "فیصد": ("فیصد پوائنٹ",)},
    "direction": _both(
        *(("اضافہ", "کمی"), ("بڑھ کر", "کم ہو کر"), ("زیادہ", "کم"), ("شامل کیے", "کم کیے"), ("سرپلس", "خسارہ")),
        ("سب سے بڑی", "سب سے چھوٹی"),
    ),
    "size": {
        "اضافہ": ("زبردست اضافہ", "نمایاں اضافہ", "معمولی اضافہ"),
        "کمی": ("زبردست کمی", "نمایاں کمی", "معمولی کمی"),
        "معمولی": ("زبردست",),
    },
    "time": {"گزشتہ سال": ("گزشتہ ماہ",), "ایک سال پہلے": ("ایک ماہ پہلے",)},
    "place": {
        "چین": ("بھارت",),
        "پاکستان": ("ایران",),
        "جرمنی": ("فرانس",),
        "پولینڈ": ("ہنگری",),
        "میکسیکو": ("برازیل",),
        "امریکہ": ("کینیڈا",),
    },
}
_AROUND: dict[str, Table] = {  # in notes, over and under pictures and tables
    "en": {
        "by country of origin": ("by country of consignment",),
        "by last known destination": ("by country of sale",),
        "in US dollars": ("in constant US dollars",),
        "in order of size": ("in order of growth",),
        "in order of": ("in the order of growth in",),
        "net weight": ("gross weight",),
        "rounded once": ("rounded down",),
        "the newest": ("the oldest",),
        "Scales differ": ("Scales are the same",),
        "recorded them": ("confirmed them",),
        "traced in claims.json": ("confirmed by customs",),
        "Composed by rules": ("Written by economists",),
        "Provisional": ("Final",),
    },
    "zh": {
        "按原产地统计": ("按启运国统计",),
        "按最终目的国统计": ("按销售国统计",),
        "以美元计": ("以不变价美元计",),
        "按大小排列": ("按增幅排列",),
        "净重": ("毛重",),
        "只取整一次": ("只向下取整",),
        "刻度不同": ("刻度相同",),
        "最新数据": ("最早数据",),
        "由规则": ("由经济学家",),
        "尚未经": ("已经",),
    },
    "ur": {
        "ملکِ اصل کے لحاظ سے": ("ملکِ ترسیل کے لحاظ سے",),
        "آخری معلوم منزل": ("فروخت کے ملک",),
        "امریکی ڈالر میں": ("مستقل امریکی ڈالر میں",),
        "حجم کی ترتیب": ("اضافے کی ترتیب",),
        "خالص وزن": ("مجموعی وزن",),
        "صرف ایک بار": ("نیچے کی طرف",),
        "پیمانے مختلف": ("پیمانے ایک جیسے",),
        "تازہ ترین ہے": ("قدیم ترین ہے",),
        "قواعد کے مطابق مرتب": ("ماہرین نے مرتب",),
    },
}
WRONGS: Mapping[str, Mapping[str, Table]] = {
    tag: table | {"around": _AROUND[tag]} for tag, table in (("en", _ENGLISH), ("zh", _CHINESE), ("ur", _URDU))
}

SENTENCES: Mapping[str, tuple[str, ...]] = {  # that no figure bears out, and that have none
    "en": (
        *("It was the only line that rose.", "Every other line fell.", "Demand was weak.", "The fall eased."),
        *("These figures are final.", "It overtook all other lines.", "Growth slowed.", "The quantity was flat."),
    ),
    "zh": ("这是唯一增长的商品。", "其他商品均下降。", "需求疲软。", "这些数据为最终数据。", "数量没有变化。"),
    "ur": ("صرف اسی مد میں اضافہ ہوا۔", "باقی تمام مدات میں کمی ہوئی۔", "طلب کمزور رہی۔", "یہ اعداد حتمی ہیں۔"),
}

TAILS: Mapping[str, tuple[str, ...]] = {  # that ride on a sentence whose figures hold
    "en": (", the best December in years", ", the only line that did so", ", led by iron ores", ", unlike other goods"),
    "zh": ("，为近年最佳", "，是唯一如此的商品", "，需求旺盛", "，好于预期"),
    "ur": ("، جو برسوں میں بہترین ہے", "، صرف یہی", "، طلب کی کمزوری", "، توقع کے مطابق"),
}
STOPS = {"en": ".", "zh": "。", "ur": "۔"}
