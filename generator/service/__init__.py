"""Service: what runs and looks after a desk over the years."""
