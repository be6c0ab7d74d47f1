"""Delivery: puts finished editions where they belong."""

from generator.delivery.shelf import Shelf

__all__ = ["Shelf"]
