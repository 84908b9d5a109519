"""A plan as money over years: capital, cash, present value, and their ranges."""
