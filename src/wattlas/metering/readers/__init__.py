"""Readers: one small file for each source of joules or watts."""
