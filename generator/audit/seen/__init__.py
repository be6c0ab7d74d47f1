"""What is visible: styles of a page, ink on a PDF, and the shapes of drawings read back as values."""
