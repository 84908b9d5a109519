"""How sure a plan's power is: units that fail, outages, and backup that is sized."""
