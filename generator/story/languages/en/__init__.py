"""English: what it hears in the sentences that an editor writes."""

from __future__ import annotations

from generator.story.languages.en.code_lists import from_list
from generator.story.languages.en.reading import figures_in, is_named, numbers_in, phrases_in, sentences
from generator.story.languages.en.spoken import sayings_in

__all__ = ["figures_in", "from_list", "is_named", "numbers_in", "phrases_in", "sayings_in", "sentences"]
