"""The story: from figures and movements to an edition as data; decides what is said, never how it looks.

`composing.compose` is its door. What prints a story imports its plan alone, not the movements behind it.
"""
