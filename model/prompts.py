"""What the small model is asked, and what it answers: the same words in training and in measuring."""
import json

LIST = "List the findings.\nJSON:"
LABELS = {True: " supported", False: " needs_review"}


def claim(finding):
    article = "" if finding == "cardiomegaly" else "a "
    return f"Claim: there is {article}{finding}.\nLabel:"


def findings_answer(findings):
    return " " + json.dumps({"findings": list(findings)}, separators=(",", ":"))


def nonce(number):
    """The text before the image that keeps a call from meeting another call's image state: 48 bits as hex."""
    return f"case {number:012x}\n"
