"""Editions: builds, drafts, compares, explains and regenerates them."""
