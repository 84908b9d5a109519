"""The words of reports, by code and language."""
