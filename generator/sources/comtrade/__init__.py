"""UN Comtrade over the wire: what is out, and the bytes of what was asked; reading them is another module's work."""

from __future__ import annotations

from generator.sources.comtrade.asked import Asked
from generator.sources.comtrade.asking import BASE, Comtrade
from generator.sources.comtrade.bulk import Bulk, BulkFile
from generator.sources.comtrade.releases import Dataset, Update
from generator.sources.comtrade.reply import Reply

__all__ = ["BASE", "Asked", "Bulk", "BulkFile", "Comtrade", "Dataset", "Reply", "Update"]
