"""Sharing: which part of what was measured belongs to this run's processes."""
