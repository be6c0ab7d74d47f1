"""The engine: measures a panel of thousands of series at once, in arrays with time first and series second."""
