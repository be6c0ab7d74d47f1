"""Patterns: each text of an edition read by its own pattern, and each pattern held to what it asserts.

`parse` finds the slots of a text in its words, `prints` reads the figures among them, `prove` holds the equations of
the catalogue (generator/trade/catalogue.txt) to the claims.
"""
