"""Readers: subscribers, approval and sending."""
