"""Marks and inks: a picture of the story becomes a spec and a drawing; each form of chart is one NAME_plot.py."""
