"""The terms of the field, as types. This room imports no other."""
