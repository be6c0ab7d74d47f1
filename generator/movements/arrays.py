"""The types of arrays: of values, of truths and of column numbers, with one column a series and one row a period."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]  # NaN where a value is not known
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]
