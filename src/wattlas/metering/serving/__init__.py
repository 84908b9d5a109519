"""The serving meter: an engine's own counters beside those of its board."""
