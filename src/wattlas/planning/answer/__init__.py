"""What a plan says: figures, levers, break-evens, shadow prices, what cannot be met."""
