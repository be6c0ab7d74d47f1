"""Delivery: writes finished editions to the shelf, and sends them to each reader once."""

from generator.delivery.shelf import Shelf

__all__ = ["Shelf"]
