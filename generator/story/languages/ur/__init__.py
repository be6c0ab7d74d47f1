"""Urdu: grammar, sentences and words."""
