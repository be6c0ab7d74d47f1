"""UN Comtrade: asked over the wire (`asking`, `bulk`), and read from kept bytes (`reading`), which needs no network.

Nothing is imported here: what only reads does not wait for a client of the network.
"""
