"""English, whole: numbers, prose, furniture and the reading of an editor's sentences."""

from __future__ import annotations

from generator.story.languages.en.amounts import *  # noqa: F403
from generator.story.languages.en.balances import *  # noqa: F403
from generator.story.languages.en.beside import *  # noqa: F403
from generator.story.languages.en.code_lists import *  # noqa: F403
from generator.story.languages.en.columns import *  # noqa: F403
from generator.story.languages.en.furniture import *  # noqa: F403 -- the language is one door
from generator.story.languages.en.lines import *  # noqa: F403
from generator.story.languages.en.monthly import *  # noqa: F403
from generator.story.languages.en.notes import *  # noqa: F403
from generator.story.languages.en.numbers import *  # noqa: F403
from generator.story.languages.en.pictures import *  # noqa: F403
from generator.story.languages.en.prose import *  # noqa: F403
from generator.story.languages.en.reading import *  # noqa: F403
from generator.story.languages.en.spoken import *  # noqa: F403
from generator.story.languages.en.trades import *  # noqa: F403

LANGUAGE, DIRECTION = "en", "ltr"
