"""The forms of English: times, and the sentences of which the audit reads each part."""

from __future__ import annotations

import re

from generator.audit.tongues.en_demonyms import DEMONYMS
from generator.audit.tongues.lexicon import Beside, Missing, Partners, Parts, Times, Valued, Wholes

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])"
_MONTH = "|".join(MONTHS)
_YEAR = r"(?:19|20)\d\d"
_NO_QUARTER = r"(?![\w-]|\s(?:of|to|on|as|that|before|earlier|ago|after|ended|ending)\b)"
_QUARTERS = (("first", "q1"), ("second", "q2"), ("third", "q3"), ("fourth", "q4"))
TIMES = Times(
    mention=re.compile(
        rf"(?=[\dHTt{''.join({name[0] for name in MONTHS})}])(?:"  # where a time can begin at all
        rf"\b(?P<code>HS\s\d{{2,10}}(?:(?:\s?[,–-]\s?|\s(?:and|or)\s)(?:HS\s)?\d{{2,10}})*)\b"  # juices are HS 2009
        rf"|\b(?P<iso>{_YEAR}-\d\d-\d\d)\b"
        rf"|\b(?P<day>\d{{1,2}}\s(?:{_MONTH})(?:\s{_YEAR})?)\b"
        rf"|(?P<twelve>\b(?:[Tt]welve|12)\smonths\s(?:to|ending|ended)\s(?:in\s)?)?"
        rf"\b(?P<first>{_MONTH})\b(?:\s?(?:–|-|to|and)\s?(?P<last>{_MONTH})\b)?"
        rf"(?:\s(?:of\s)?(?P<year>{_YEAR})(?:-(?P<tail>\d\d)\b)?(?![\d%]|[.,]\d))?"
        rf"|(?<![\d.,$–-])(?P<alone>{_YEAR})(?:-(?P<after>\d\d)(?!\w|-))?(?![\d%]|[.,]\d|-\d))"
    ),
    dates=re.compile(
        rf"(?:\b{_DAY}\s)?\b(?:{_MONTH})(?:\s{_YEAR}(?!\d))|\b{_DAY}\s(?:{_MONTH})\b|\b{_YEAR}-\d{{2}}-\d{{2}}\b"
    ),
    month_year=re.compile(rf"\b(?P<month>{_MONTH})\s(?P<year>{_YEAR})"),
    # "on the quarter" is against the one before, "the quarter before" another one, "the quarter of" a part
    quarter=re.compile(
        r"(?P<own>(?:(?:\A|(?<=[.;:!?]\s)|(?<=\bin\s)|(?<=\bfor\s)|(?<=\bduring\s)|(?<=\bof\s))the|\bthis)\squarter"
        rf"(?:[’']s)?{_NO_QUARTER}|\bthe\squarter[’']s\b)"
        r"|\b(?P<nth>(?:first|second|third|fourth)(?=\squarter)|Q[1-4])(?:\squarter)?"
        rf"(?:\s(?:of\s)?(?P<year>{_YEAR})(?![\d%]|[.,]\d))?{_NO_QUARTER}",
        re.IGNORECASE,
    ),
    quarters={name: place for place, names in enumerate(_QUARTERS, 1) for name in names},
    openings=frozenset({"In", "For", "By"}),
    on_before=re.compile(
        r"(?:^|\s)(?:on|than|than in|than the|against|from|compared with|over|that of)\s(?:the\s)?"
        r"(?:\w+\squarter\sof\s)?$",
        re.IGNORECASE,
    ),
)

MISSING = Missing(
    base=re.compile(r"(?:There is no figure|(?P<some>Not every line has a figure)) for [^,]+, so (?:no|the total)"),
    broken=re.compile(r"(?:same goods in HS \d{4} and HS \d{4}|and these (?:CIF|FOB)), so the total has no change"),
    begun=re.compile(r"figures have just begun"),
    gaps=re.compile(
        r"data used here have no figures of these goods for (?P<some>some months between )?(?P<months>[^.]+)\."
    ),
    withheld=re.compile(r"source withheld (?P<one>HS [^:]+): no sum over"),
    idle=re.compile(r"No trade in HS (?P<codes>[\d, and]+) was recorded in [^,]+, or a year before"),
    until="to",
)

DASHES = {
    "missing": re.compile(r"dash stands where (?:there is no figure|no figure was found)"),
    "bound": re.compile(r"dash stands where a bound or an approximate figure leaves"),
    "lunar": re.compile(r"dash stands where a holiday moves"),
    "ended": re.compile(r"dash stands where trade fell to nothing"),
    "untraded": re.compile(r"dash stands where there was no trade:"),
    "whole": re.compile(r"dash stands where the share of a line would read"),
    "idle": re.compile(r"dash stands where there was no trade, then or"),
    "low": re.compile(r"dash stands where the base was almost nothing"),
    "rounded": re.compile(r"dash stands where the rounding of the source’s figures leaves"),
}

LOW_BASE = "low base", re.compile("^Low base: ")

_HOW = "(?:CIF and FOB|CIF|FOB)"
VALUED = Valued(
    now=re.compile(rf", (?:by [a-z ]+|all [a-z ]+ together), (?P<now>{_HOW}), "),
    rule=re.compile(r"The rule for (?P<flow>imports|exports) is (?P<rule>CIF|FOB);(?P<does>[^.]+)\."),
    before=re.compile(r"Earlier figures, the last of them for (?P<when>[^,]+), are (?P<then>CIF|FOB); none"),
    base=re.compile(r"The figures for (?P<when>[^,]+) are (?P<then>CIF|FOB) and these (?P<now>CIF|FOB),"),
    both=re.compile(r"Earlier figures are (?P<then>CIF|FOB), these (?P<now>CIF|FOB),"),
    odd=re.compile(r"are not valued alike \(CIF or FOB\)\."),
    does={"some of": "CIF and FOB", "include": "CIF", "leave out": "FOB"},
    flows={"imports": "M", "exports": "X"},
    both_ways="CIF and FOB",
)

_AMOUNT = r"(?:\$|[A-Z]{3} )[\d,]+(?:\.\d+)?"
BESIDE = Beside(
    form=re.compile(
        rf"The (?:World Bank’s price of (?P<series>.+?),?|(?P<money>[\w ]+?))"
        rf"(?: (?P<opposed>went the other way): it)? averaged (?P<level>{_AMOUNT})(?: (?P<unit>an? [\w ]+?))?"
        rf" in (?P<when>(?:{_MONTH}|the|\d)"
        rf"[\w –]*?), (?:(?P<rate>[\d,.]+%) (?P<way>above|below)|little changed from (?P<base>{_AMOUNT}))"
        rf" a year earlier \((?P<source>[^()\d]+), (?P<dated>updated|as of) (?P<day>\d+ \w+ \d{{4}})\)\."
    ),
    units={
        "$/mt": "a tonne",
        "$/kg": "a kilogram",
        "$/bbl": "a barrel",
        "$/mmbtu": "a million British thermal units",
        "$/dmtu": "a dry metric tonne unit",
        "$/cubic meter": "a cubic metre",
        "$/troy oz": "a troy ounce",
    },
    monies={
        "AUD": "Australian dollar",
        "EUR": "euro",
        "GBP": "pound sterling",
        "IEP": "Irish pound",
        "NZD": "New Zealand dollar",
    },
    dollar="US dollar",
    ways={"above": "up", "below": "down"},
    updated="updated",
    terms=("World Bank Commodity Price Data (The Pink Sheet)", "CC BY 4.0"),
)

_GOODS = r"(?:\s[\w-]+){0,6}?\s"


def _parts(flows: frozenset[str], stem: str, way: str, own: str) -> Parts:
    noun = rf"(?i:{stem}s)"
    by = (rf"<who>(?:[\u2019']s?){_GOODS}{noun}\b", rf"<who>\s{stem}ed\b", rf"\b{noun}\s{own}\s(?:the\s)?<who>")
    to = (rf"\b{noun}{_GOODS}{way}\s(?:the\s)?<who>", rf"\b{noun}\s{way}\s(?:the\s)?<who>")
    return Parts(flows, stem, by, to)


PARTNERS = Partners(
    parts=(
        _parts(frozenset({"M", "RM"}), "import", "from", "into"),
        _parts(frozenset({"X", "RX"}), "export", "to", "from"),
    ),
    each=re.compile(r"\bby (?:country of origin|last known destination|partner)\b"),
    together=re.compile(r"\ball (?:countries of origin|destinations|partners) together\b"),
    every=re.compile(
        r"\b(?:from|to|with) "
        r"(?:all (?:countries|partners|economies|origins|destinations|suppliers|markets)|everywhere)\b"
        r"|\b[Tt]he (?:whole |entire )?[Ww]orld\b(?! Bank| Trade| Customs)|\b[Ww]orldwide\b"
    ),
    demonyms=DEMONYMS,
)

WHOLES = Wholes(
    sentence=re.compile(r"(?<=[.!?:;])\s+(?=[A-Z“])"),
    noun=re.compile(
        r"(?:(?P<before>[^\s(]+)\s)?(?<![\w-])(?P<noun>(?:re-)?(?:imports|exports))\b(?P<told>\sof\b)?", re.IGNORECASE
    ),
    verb=re.compile(
        r"\b(?:re-)?(?:im|ex)ported\s(?:at\sleast\s|about\s)?(?:goods|products|more|less|(?:\$|(?-i:[A-Z]{3})\s)[\d.,]+(?:\s[mbtr]+illion)?)\s(?:goods\s)?(?:(?:from|to)\b|in\s(?:the\b|\d{4}|(?-i:[A-Z])))",
        re.IGNORECASE,
    ),
    bare=frozenset(
        (
            *("of", "in", "and", "the", "all", "its", "their", "total", "overall", "whole", "entire", "merchandise"),
            *("goods", "monthly", "annual", "yearly", "quarterly", "this", "that", "more", "less", "bilateral"),
        )
    ),
    whose=("’s", "'s", "s’", "s'"),
)

OTHER_GOODS = re.compile(
    r"(?P<codes>HS [\d, and]+|Some lines) (?:(?:is|are) not known to|(?:does|do) not) cover the same goods in"
    r" HS (?P<then>\d{4}) and HS (?P<now>\d{4})"
)
