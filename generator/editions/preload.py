"""Ahead of the figures: what draws and prints an edition loads while they are read."""

from generator.page import ready

__all__ = ["ready"]
