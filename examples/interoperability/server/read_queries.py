"""Reads pairs of expressions, one JSON array a line, and says which of them odatapy does not read alike.

The second of a pair is what Edmund prints for the first. What odatapy does not read at all in its first form says nothing about the second.
"""

import json
import sys

from odatapy.server.uri.expression_parser import ExpressionParser

unread = 0
for line in sys.stdin:
    original, printed = json.loads(line)
    try:
        expected = repr(ExpressionParser.parse_string(original))
    except Exception:
        unread += 1
        continue
    try:
        found = repr(ExpressionParser.parse_string(printed))
    except Exception as error:
        found = f"{type(error).__name__}: {error}"
    if found != expected:
        print(f"{original}\n  is printed as {printed}\n  and read as {found}\n  instead of {expected}")
print(f"{unread} not read in their first form")
