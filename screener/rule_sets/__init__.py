"""The rule sets, each a declaration to be read from top to bottom, and the worked patients that hold them."""
