"""The words of English: a word that no writer uses costs nothing here."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.audit.tongues import forces
from generator.audit.tongues.en_forms import (
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
from generator.audit.tongues.lexicon import Corrected, Crossings, Lexicon, near

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_ORDINALS = (
    *("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
    *("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
_TWICE = (near("ratio", "1.94", "2.06"), near("pct", "94", "106"))
_THRICE = (near("ratio", "2.91", "3.09"), near("pct", "191", "209"))
_CHANGE = frozenset({"change", "change_abs", "multiple"})
_PLACE = frozenset({"rank", "record", "since", "placed"})
_NONE: frozenset[str] = frozenset()

_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "BBD", "BMD", "BND", "BSD", "BZD", "FJD", "GYD", "JMD")
_MONIES = {  # what a currency is called, and which ones are called so
    **dict.fromkeys(("dollar", "dollars"), (*_DOLLARS, "KYD", "LRD", "SBD", "SRD", "TTD", "XCD")),
    **dict.fromkeys(("us dollar", "us dollars", "greenback"), ("USD",)),
    **dict.fromkeys(("yuan", "renminbi", "rmb"), ("CNY",)),
    **dict.fromkeys(("euro", "euros"), ("EUR",)),
    **dict.fromkeys(("yen",), ("JPY",)),
    **dict.fromkeys(("rupee", "rupees"), ("INR", "LKR", "MUR", "NPR", "PKR", "SCR")),
    **dict.fromkeys(("pakistani rupee", "pakistani rupees"), ("PKR",)),
    **dict.fromkeys(("indian rupee", "indian rupees"), ("INR",)),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles"), ("RUB", "BYN")),
    **dict.fromkeys(("dirham", "dirhams"), ("AED", "MAD")),
    **dict.fromkeys(("pounds sterling", "british pounds"), ("GBP",)),
    **dict.fromkeys(("swiss franc", "swiss francs"), ("CHF",)),
    **dict.fromkeys(("ringgit", "ringgits"), ("MYR",)),
    **dict.fromkeys(("rupiah", "rupiahs"), ("IDR",)),
}


def _money_block(unit: str, scale: str) -> str:
    """Return a pattern for the words over bare numbers: "US$ million", "CNY million"."""
    if unit != "usd":
        return rf"\b{unit.upper()}\s{scale}\b"
    return rf"(?:\$|dollars?)\s?(?:in\s)?{scale}|{scale}\s(?:US\s)?dollars"


_VERBS = "rose|fell|grew|climbed|jumped|surged|soared|dropped|declined|decreased|increased|slipped|dipped|shrank|gained"
_MOVED = rf"\b(?:{_VERBS})"
_ABOUT = r"(?:(?:about|more than|at least|nearly|over|almost)\s)?"

ENGLISH = Lexicon(
    numbers={
        **{word: place for place, word in enumerate(_NUMBERS, 1)},
        **{word: place for place, word in enumerate(_ORDINALS, 2)},
        "dozen": 12,
        "hundred": 100,
    },
    sizes={
        **dict.fromkeys(("half",), (near("pct", "48", "52"), near("ratio", "0.48", "0.52"))),
        **dict.fromkeys(
            ("halve", "halves", "halved", "halving"), (near("pct", "-52", "-48"), near("ratio", "0.48", "0.52"))
        ),
        **dict.fromkeys(("double", "doubles", "doubled", "doubling", "twice"), _TWICE),
        **dict.fromkeys(
            ("triple", "triples", "tripled", "tripling", "treble", "trebles", "trebled", "thrice"), _THRICE
        ),
        "quarter": (near("pct", "24", "26"), near("ratio", "0.24", "0.26")),
        "most": (near("pct", "50", "100"),),
        "nearly all": (near("pct", "90", "100"),),
    },
    scales={
        **dict.fromkeys(("thousand", "k"), Decimal(10) ** 3),
        **dict.fromkeys(("million", "m", "mn"), Decimal(10) ** 6),
        **dict.fromkeys(("billion", "bn"), Decimal(10) ** 9),
        "trillion": Decimal(10) ** 12,
    },
    units={
        **dict.fromkeys(("%", "per cent", "percent"), "pct"),
        **dict.fromkeys(("percentage points", "percentage point", "points", "point", "pp"), "pp"),
        **dict.fromkeys(("times", "fold", "-fold"), "ratio"),
        **dict.fromkeys(("US dollars", "dollars"), "usd"),
        **dict.fromkeys(("tonnes", "tonne"), "kg"),
        **dict.fromkeys(("a tonne", "per tonne"), "usd_per_t"),
    },
    monies=_MONIES,
    before={
        "over": ("over", "above", "more than", "exceeded", "exceeding", "exceeds", "topped", ">"),
        "at_least": ("at least", "no less than", "\N{GREATER-THAN OR EQUAL TO}"),
        "about": (
            "about",
            "around",
            "roughly",
            "approximately",
            "nearly",
            "almost",
            "close to",
            "\N{ALMOST EQUAL TO}",
            "~",
        ),
        "under": ("under", "below", "less than", "fewer than", "up to", "at most", "<", "\N{LESS-THAN OR EQUAL TO}"),
    },
    after={"at_least": ("or more",), "over": ("or more", "and above"), "under": ("or less", "or fewer")},
    up=(
        *(
            "rose",
            "rise",
            "rises",
            "risen",
            "rising",
            "grew",
            "grow",
            "grown",
            "growth",
            "growing",
            "increase",
            "increased",
        ),
        *(
            "increases",
            "increasing",
            "gain",
            "gained",
            "gains",
            "climbed",
            "climb",
            "jumped",
            "jump",
            "surged",
            "surge",
        ),
        *("up", "higher", "added", "widened", "advanced", "edged up", "doubled", "tripled", "expanded", "rebounded"),
        *("double", "doubles", "doubling", "triple", "triples", "tripling", "treble", "trebles", "trebled"),
        *("ups", "addition", "additions", "adding", "adds"),
    ),
    down=(
        *("fell", "fall", "falls", "fallen", "falling", "decline", "declined", "declines", "declining", "decrease"),
        *(
            "decreased",
            "decreases",
            "dropped",
            "drop",
            "drops",
            "lost",
            "loss",
            "losses",
            "shrank",
            "shrunk",
            "slipped",
        ),
        *("halve", "halves", "halving"),
        *("plunged", "slumped", "down", "lower", "narrowed", "halved", "edged down", "contracted", "reduced", "cut"),
        *("took away", "taken away", "takes away", "taking away", "taken off", "took off", "subtracted"),
    ),
    moved=(
        *("rose", "grew", "increased", "gained", "climbed", "jumped", "surged", "advanced", "expanded", "rebounded"),
        *("fell", "declined", "decreased", "dropped", "shrank", "slipped", "plunged", "slumped", "contracted"),
    ),
    open_question=("whether", "or fell", "or fallen", "or rose", "neither", "nothing"),
    causes=(
        *("because", "due to", "owing to", "driven by", "thanks to", "on the back of", "reflecting", "reflects"),
        *("reflected", "underscoring", "underscores", "highlighting", "highlights", "amid", "boosted by", "fuelled by"),
        *("supported by", "as demand", "spurred by", "helped by", "in response to", "as a result of", "supporting"),
    ),
    judgements={
        **dict.fromkeys(("robust", "strong", "strongly", "solid", "booming", "boom", "soared", "skyrocketed"), _NONE),
        **dict.fromkeys(("encouraging", "impressive", "standout", "remarkable", "stable", "steady", "steadily"), _NONE),
        "diversified": frozenset({"index"}),
        **dict.fromkeys(("sharply", "steeply", "dramatically", "massively"), _NONE),
        "remained": frozenset({"change", "change_abs", "crossing"}),
        "continued to": frozenset({"streak"}),
        "record": frozenset({"record"}),
        **dict.fromkeys(("highest", "lowest", "largest", "smallest", "biggest"), _PLACE),
        **dict.fromkeys(("surged", "jumped", "plunged", "slumped", "doubled", "tripled", "halved"), _CHANGE),
    },
    strong=frozenset({"surged", "jumped", "plunged", "slumped"}),
    continued=("continued to",),
    crossings=Crossings(
        passed=(
            *("reached", "reaches", "reaching", "topped", "tops", "topping", "exceeded", "exceeds", "exceeding"),
            *("surpassed", "surpasses", "surpassing", "crossed", "crosses", "crossing", "hit", "hits", "hitting"),
            *("broke through", "breaks through", "breaking through", "passed the", "passing the", "climbed above"),
        ),
        first=("for the first time", "first time", "first ever", "never before"),
        stayed=("remained above", "remaining above", "remains above", "stayed above", "staying above", "held above"),
    ),
    forces={
        **dict.fromkeys(("climbed", "rose sharply", "rose steeply"), forces.MARKED_UP),
        **dict.fromkeys(("dropped", "fell sharply", "fell steeply"), forces.MARKED_DOWN),
        **dict.fromkeys(("jumped", "surged", "leapt", "soared", "shot up"), forces.STRONG_UP),
        **dict.fromkeys(("plunged", "slumped", "tumbled", "collapsed", "plummeted", "crashed"), forces.STRONG_DOWN),
        "doubled": forces.DOUBLED,
        "more than doubled": forces.OVER_TWICE,
        "tripled": forces.TRIPLED,
        "more than tripled": forces.OVER_THRICE,
        "halved": forces.HALVED,
        "more than halved": forces.UNDER_HALF,
        **dict.fromkeys(("volatile", "a volatile series", "erratic"), forces.SWINGING),
    },
    months=MONTHS,
    revision=r"(?<!\w)(?:revision|r)\s?{n}(?!\d)",
    places={
        "high": ("highest", "largest", "biggest", "record", "top", "leading", "most"),
        "low": ("lowest", "smallest", "least"),
    },
    nothing=("no trade recorded", "no trade", "nil", "nothing", "none", "0", "$0"),
    beside={
        "up": ("more", "above", "higher", "greater", "up"),
        "down": ("less", "below", "lower", "fewer", "smaller", "down"),
    },
    earlier={
        "year": (
            *("a year earlier", "a year before", "the year before", "year-earlier", "year on year", "on the year"),
            *("the same month", "the same months", "the same period", "y/y", "a year ago"),
        ),
        "month": (
            *("a month earlier", "a month before", "the month before", "month on month", "on the month"),
            *("the previous month", "m/m", "a month ago"),
        ),
    },
    spans={
        "date": ("year to date", "so far this year", "the year so far", "since January"),
        "twelve": ("twelve months", "12 months", "the year", "year to date"),
    },
    part_of=(" of the",),
    partial="partial figures",
    provisional="provisional",
    scope=re.compile(r"\((?:in part|without (?P<lines>[^()]+))\)"),
    illustrative="illustrative figures",
    rounded="rounded once",
    draft="",
    footmarks=("a b c d e f g h i j k l m n o p q r s t u v w x y z", "note {}"),
    flagged=("Flagged.",),
    accepted=("Accepted.",),
    sides={"surplus": ("surplus", "surpluses"), "deficit": ("deficit", "deficits")},
    prices=("price", "prices", "priced", "pricing", "dearer", "cheaper", "costlier"),
    no_price=(
        *("no price", "not a price", "not prices", "not the price", "not of prices", "is not price", "no prices"),
        "World Bank Commodity Price Data",  # a publication's name
    ),
    worth=re.compile(r"average value of an? (?P<unit>\w+)"),
    times=TIMES,
    missing=MISSING,
    dashes=DASHES,
    low_base=LOW_BASE,
    corrected=Corrected(
        "Corrected: ",
        "Corrected on {day}",
        "Withdrawn on {then}; corrected, and valid again, on {day}",
        ("Printed:", "Right:"),
        "This is said no more.",
        "Other figures that went with these are corrected in their places.",
        "Why:",
    ),
    valued=VALUED,
    priced=BESIDE,
    partners=PARTNERS,
    wholes=WHOLES,
    other_goods=OTHER_GOODS,
    clause=re.compile(r"\b(?:while|whereas|although|but|as)\b|;"),
    of_lines=re.compile(r"\s(?:lines|of the lines)\b"),
    money_block=_money_block,
    headline=12,
    moved_by=re.compile(rf"{_MOVED}\b.* by\s{_ABOUT}$", re.IGNORECASE),
    moved_to=re.compile(rf"{_MOVED} to\s{_ABOUT}$", re.IGNORECASE),
    slight=("edged", "slipped", "slightly", "marginally", "inched", "ticked up", "ticked down", "dipped"),
    partner_before=r"\s(?:to|and|or|–|of\sthe)\s[\d.,]+",
)
