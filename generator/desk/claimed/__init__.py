"""Claims of any text, checked: an article or a file of claims in, a verdict on each out; docs/check.md is its page."""

from generator.desk.claimed.data import as_json
from generator.desk.claimed.files import STREAM
from generator.desk.claimed.judged import Checked, checked, counts, failed
from generator.desk.claimed.told import in_words

__all__ = ["STREAM", "Checked", "as_json", "checked", "counts", "failed", "in_words"]
