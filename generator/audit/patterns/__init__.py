"""Read each text of an edition by its pattern, and hold each pattern to what it asserts.

`parse` finds the slots of a text in its words, `prints` reads the figures among them, and `prove` compares the claims
with the equations of the catalogue (generator/trade/catalogue.txt).
"""
