"""The story: turns figures and movements into an edition as data. It decides what is said, never how it looks.

`composing.compose` is the entry point. A module that prints stories imports only `plan`, and so does not load the
movements.
"""
