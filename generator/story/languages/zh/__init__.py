"""Chinese: what it hears in the sentences that an editor writes; its words are hearing.yaml."""

from __future__ import annotations

from generator.story.hearing import Hearing

__all__ = ["figures_in", "from_list", "is_named", "numbers_in", "phrases_in", "sayings_in", "sentences"]

_EAR = Hearing("zh")
figures_in, from_list, is_named = _EAR.figures_in, _EAR.from_list, _EAR.is_named
numbers_in, sayings_in, sentences = _EAR.numbers_in, _EAR.sayings_in, _EAR.sentences
phrases_in = _EAR.phrases_in
