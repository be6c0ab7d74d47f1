"""What is seen: styles of a page, ink on a PDF, and the shapes of drawings read back to their values."""
