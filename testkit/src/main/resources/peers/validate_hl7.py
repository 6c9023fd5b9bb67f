"""Validates HL7 messages in files by hl7apy, strictly, with their groups. Prints what is wrong.

hl7apy does not read OBX-2. It takes each OBX-5 of version 2.5 for a ST of at most 199 characters. So
the length of a TX is compared with its own limit here, and hl7apy gets its beginning.
"""

import sys

from hl7apy.consts import VALIDATION_LEVEL
from hl7apy.parser import parse_message

LONGEST_TX = 65536
LONGEST_ST = 199


def beginning(segment):
    fields = segment.split("|")
    if fields[0] != "OBX" or fields[2] not in ("TX", "ED"):
        return segment
    if len(fields[5]) > LONGEST_TX:
        raise ValueError("OBX-5 is longer than a TX")
    parts = fields[5].split("^")
    # an escape sequence must not be cut
    fields[5] = "^".join(
        part if len(part) <= LONGEST_ST else part[:LONGEST_ST].replace("\\", "-") for part in parts
    )
    return "|".join(fields)


def problem_of(text):
    """What is wrong with a message; empty if nothing is."""
    try:
        short = "\r".join(beginning(segment) for segment in text.split("\r"))
        parsed = parse_message(short, validation_level=VALIDATION_LEVEL.STRICT, find_groups=True)
        parsed.validate()
    except Exception as e:
        return f"{type(e).__name__}: {e}"
    return "" if parsed.to_er7() == short.rstrip("\r") else "it reads otherwise"


def problem(file):
    with open(file, encoding="utf-8", newline="") as message:
        return problem_of(message.read())


if __name__ == "__main__":
    failed = 0
    for name in sys.argv[1:]:
        wrong = problem(name)
        if wrong:
            failed += 1
            print(f"{name}: {wrong}")
    sys.exit(1 if failed else 0)
