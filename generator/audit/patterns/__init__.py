"""Read each text of an edition by its pattern, and check what each pattern asserts.

`pattern_reader.parse` finds the slots of a text in its words. `printed_figures.read` reads the figures among them.
`equations.Prover` compares the claims with the equations of the catalogue (generator/trade/catalogue.txt).
"""
