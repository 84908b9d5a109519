"""What an electricity bill charges: terms as filed, by the hour, and their amount."""

from wattlas.hours.bills.amount import Bill, bill
from wattlas.hours.bills.terms import BillTerms, DemandWindow, Tier
from wattlas.hours.bills.urdb import read_urdb

__all__ = ["Bill", "BillTerms", "DemandWindow", "Tier", "bill", "read_urdb"]
