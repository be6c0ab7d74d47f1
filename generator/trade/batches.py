"""Batches: one release as published, whatever it holds: trade figures, or what stands beside them."""

from __future__ import annotations

from generator.trade.context import ContextBatch
from generator.trade.names import NamesBatch
from generator.trade.release import Batch, LargeBatch

SideBatch = ContextBatch | NamesBatch  # prices and rates, and names: nothing of them is ever counted as trade
AnyBatch = Batch | LargeBatch | SideBatch
