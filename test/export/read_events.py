"""Reads a TensorBoard event file as TensorBoard does, with Python's standard library alone, and prints one JSON object per event.

The framing is that of tensorflow/core/lib/io/record_writer.h, the messages are Event and Summary by the field numbers of
tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto; what stands under another number is an error.
"""

import json
import struct
import sys


def masked_crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, check = struct.unpack_from("<QI", data, at)
        assert check == masked_crc32c(data[at : at + 8]), f"check sum of the length at {at}"
        record = data[at + 12 : at + 12 + length]
        (check,) = struct.unpack_from("<I", data, at + 12 + length)
        assert check == masked_crc32c(record), f"check sum of the record at {at}"
        yield record
        at += 16 + length


def fields(data):
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        key = varint()
        number, kind = key >> 3, key & 7
        if kind == 0:
            yield number, varint()
            continue
        size = {1: 8, 5: 4}.get(kind) or varint()
        piece = data[at : at + size]
        at += size
        yield number, struct.unpack("<d" if kind == 1 else "<f", piece)[0] if kind in (1, 5) else piece


def value(data):
    tag, number = None, None
    for field, content in fields(data):
        if field == 1:
            tag = content.decode()
        elif field == 2:
            number = content
        else:
            raise ValueError(f"Summary.Value has no field {field} here")
    return tag, number


def event(data):
    found = {"step": 0, "scalars": {}}
    for field, content in fields(data):
        if field == 1:
            found["wall_time"] = content
        elif field == 2:
            found["step"] = content
        elif field == 3:
            found["file_version"] = content.decode()
        elif field == 5:
            for number, piece in fields(content):
                assert number == 1, f"Summary has no field {number} here"
                tag, scalar = value(piece)
                found["scalars"][tag] = scalar
        else:
            raise ValueError(f"Event has no field {field} here")
    return found


with open(sys.argv[1], "rb") as file:
    for record in records(file.read()):
        print(json.dumps(event(record)))
