"""A drawing as it is read from what vl-convert wrote."""

from generator.charts.svg import read_drawing


def test_a_size_is_in_hundredths_of_a_px() -> None:
    """Its parts were added up as floats, on Python 3.11 plainly: 476 came out as a bit more."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="476.00000000000006" height="168.125"></svg>'
    drawing = read_drawing(svg)
    assert (476.0, 168.12) == (drawing.width, drawing.height)
