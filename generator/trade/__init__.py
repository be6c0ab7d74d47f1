"""The words of the field, as types; imports no other room."""
