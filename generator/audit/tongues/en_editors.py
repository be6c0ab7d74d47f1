"""What an English sentence of an editor's claims without a figure."""

from __future__ import annotations

from generator.audit.tongues.lexicon import EditorsWords


def _either(*words: str) -> str:
    """Return a pattern for any of the words in `words`, which spaces part; an underscore is white space."""
    return "|".join(word.replace("_", r"\s") for line in words for word in line.split())


def _forms(*stems: str) -> str:
    """Return a pattern for the forms of verbs: "ris" stands for rise, rises, rising and risen."""
    return rf"(?:{_either(*stems)})e?(?:s|es|ed|d|ing|n)?"


_UP = ("increas ris grow gain climb advanc expand swell mount accelerat strengthen doubl tripl trebl",)
_UP_STRONG = "surg soar jump leap rocket skyrocket spik balloon boom explod multiply multipli"
_DOWN = (
    "fall drop declin decreas shrink slip slid sink contract retreat weaken soften eas dwindl diminish wan ebb",
    "halv reced slow worsen narrow dip dropp slipp dipp",
)
_DOWN_STRONG = "plung plummet slump collaps crash tumbl nosediv crater tank evaporat crumbl"
_TRADE = r"no(?=\s(?:imports|exports|trade|shipments)\b)"
EDITORS_WORDS = EditorsWords(
    ways={
        "up": f"{_forms(*_UP, _UP_STRONG)}|"
        + _either("rose grew growth leapt swollen higher upturn uptick expansion")
        + r"|up(?!\sto)",
        "down": f"{_forms(*_DOWN, _DOWN_STRONG)}|"
        + _either("fell shrank shrunk sank sunk slide lower down downturn contraction slowdown"),
        "flat": f"{_forms('stagnat plateau stall')}|"
        + _either("flat unchanged steady stable hold_up holds_up held_up"),
        "none": f"{_forms('vanish disappear ceas')}|"
        + _either("dry_up dries_up dried_up zero nil nothing none naught missing gone", _TRADE),
        "new": r"new(?!\s\w)",
    },
    strong=f"{_forms(_UP_STRONG, _DOWN_STRONG)}|"
    + _either("leapt sharply steeply dramatically massively markedly hugely"),
    figures=r"[\w.]+?-?fold|\d+x|(?:quadr|quint|sext|sept|oct|dec|cent)upl(?:e|es|ed|ing)|(?:a|one|two|three)[\s-](?:third|quarter|fifth|tenth)s?"
    r"|thirds|quarters|halves|hundreds|thousands|millions|billions|dozens|scores|thousand|million|billion|couple|pair|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety",
    past=r"all[\s-]time|never|ever|always|every\s\w+|each\s\w+|consecutive|in\sa\srow|straight|again|once\smore|still|continu(?:e|es|ed|ing)\sto"
    r"|keep(?:s)?|kept|rebound(?:s|ed)?|bounc(?:e|es|ed)|recover(?:s|ed)?|rall(?:y|ies|ied)|historic|unprecedented|peak(?:s|ed)?|trough|bottom(?:ed)?"
    r"|throughout|first\stime|steadily|constantly|overt(?:ake|akes|ook)|outpac(?:e|es|ed)|exceed(?:s|ed)?\slast|(?:new|year|month|record)[\s-](?:high|low)s?",
    unsure=_either("not cannot will would could might should expected forecast likely set_to only alone")
    + r"|to(?=\s(?:rise|fall|grow|drop|climb|decline|increase|surge|jump))",
    causes=r"because|push(?:es|ed)?|on\s(?:weak|strong|soft|firm|new|rising|falling|higher|lower)|due\sto|owing\sto|driven|drives?|thanks\sto|on\sthe\sback\sof|following|after|amid(?:st)?|lifted\sby|led\sby|carried\sby|hit\sby"
    r"|hurt\sby|as\sa\sresult|in\sthe\swake\sof|on\sthe\sheels\sof|triggered|caused|prompted|fuel(?:l)?ed|spurred|boosted|dragged|weighed"
    r"|therefore|thereby|consequently",
    no_reason=r"(?:as\s(?:well|much|many|of|in|against|a\swhole|usual|before|at)|(?:well|such|same|known|much|many)\sas)\b",
    breaks=r"while|whereas|although|though|but|as",
    whole=r"(?:re-)?(?:imports?|exports?)|shipments|purchases|deliveries|total|whole",
    flows={"M": ("import", "imports"), "X": ("export", "exports")},
    facts=r"(?:a|the)\s(?:trade\s)?(?:deficit|surplus)|(?:de)?seasonali[sz]ed|seasonally\sadjusted|(?:are|is|now)\sfinal"
    r"|(?:constant|current)\sprices|(?:less\s|more\s)?concentrated|diversified|(?:best|worst|weakest|strongest)\s(?:month|quarter|year)",
    open=r"(?:did|does|do|has|have|was|were)(?:\snot|n['’]t|\stoo|\sas\swell)?[\s.,]*$",
    steps=("month on month", "on the month", "a month earlier", "a month before", "the previous month", "last month"),
)
