"""Tongues: the words by which the audit knows what a text claims, one table a language.

`LEXICONS` has the languages that the audit can judge; what is written in another one passes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.audit.tongues.en import ENGLISH
from generator.audit.tongues.lexicon import AFTER, HAN, EditorsWords, Lexicon, Near, Times, Valued, any_of, is_han
from generator.audit.tongues.ur import URDU
from generator.audit.tongues.zh import CHINESE

__all__ = ["AFTER", "HAN", "LEXICONS", "EditorsWords", "Lexicon", "Near", "Times", "Valued", "any_of", "is_han"]

LEXICONS: Mapping[str, Lexicon] = {"en": ENGLISH, "zh": CHINESE, "ur": URDU}
