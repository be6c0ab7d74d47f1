"""Delivery: puts finished editions where they belong: on the shelf, and to each reader once."""

from generator.delivery.shelf import Shelf

__all__ = ["Shelf"]
