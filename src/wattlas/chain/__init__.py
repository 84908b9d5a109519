"""The chain from work to footprint: pure functions on floats or numpy arrays.

One equation each. A function's name is the quantity that it returns, with boundary
and unit; its parameters are the names of the quantities that it needs. So a result
of one function is the input of the next by name.
"""
