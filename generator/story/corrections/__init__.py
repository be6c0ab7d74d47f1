"""What the last edition printed and a revision has undone; `corrections.corrections` has all of it."""
