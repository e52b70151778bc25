"""How large an expression may be; every message about a limit states it."""

LENGTH = 10_000  # characters
NODES = 1_000  # numbers, names, operators and functions
DEPTH = 50  # of parentheses, and of operations inside each other
DIGITS = 50  # of one number
EXPONENT = 1_000  # size of a number in an exponent, and of the e in 1e9
BITS = 4_096  # of a number worked out from others
NAME = 32  # characters
VARIABLES = 50
