"""Receives HL7 messages by MLLP with python-hl7, and has hl7apy validate each that it stores.

The first argument is the port. Standard input has a word for each message: ERROR and REJECT are answered
AE and AR and not stored, OTHER_ID is answered with another control id, the rest is stored and answered AA.
Prints "ready", then a line of JSON for each message, before its answer.
"""

import asyncio
import json
import sys

import hl7
from hl7.mllp import start_hl7_server

from validate_hl7 import problem_of

REFUSED = {"ERROR": "AE", "REJECT": "AR"}


def received(message, fault):
    if fault in REFUSED:
        print("{}", flush=True)
        return message.create_ack(REFUSED[fault])
    text = str(message)
    told = {"id": str(message.segment("MSH")(10)), "text": text, "problem": problem_of(text)}
    print(json.dumps(told), flush=True)
    ack = message.create_ack("AA")
    if fault == "OTHER_ID":
        ack.segment("MSA").assign_field("SOMEBODY-ELSES", 2)
    return ack


async def connected(reader, writer):
    try:
        message = await reader.readmessage()
        writer.writemessage(received(message, sys.stdin.readline().strip()))
        await writer.drain()
    finally:
        writer.close()


async def serve(port):
    server = await start_hl7_server(
        connected, "127.0.0.1", port, limit=1 << 24, encoding="utf-8", reuse_address=True
    )
    print("ready", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
