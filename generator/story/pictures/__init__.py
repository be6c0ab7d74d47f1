"""The pictures of an edition, one module each: what it needs, what it draws and the words around it."""
