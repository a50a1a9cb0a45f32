"""Frames: journal segments, and sealed runs of history and versions."""

import json
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pieces import Wrong, expand, sha256, u32, u64, xor_counter


def parse(data):
    return json.loads(data.decode("utf-8"))


class Segment:
    """The authentic frames of a segment, and what stands behind them."""

    def __init__(self, case, data, magic, label, context, number, segment=0):
        header = data[:96]
        right = magic + case.id + number.to_bytes(8, "big") + segment.to_bytes(2, "big") + bytes(2)
        if len(header) < 96 or header[:36] != right:
            raise Wrong("segment")
        self.link = header[64:]
        made = expand(case.key(label, u32(header, 36)), context + b"\0" + header, 60)
        cipher, base, before = AESGCM(made[:32]), made[32:44], made[44:]
        self.payloads, self.hashes, at = [], [], 96
        while at + 32 <= len(data):
            length, n = u32(data, at), len(self.payloads)
            stop = at + 16 + length + 16
            if length ^ u32(data, at + 4) != 0xFFFFFFFF or u64(data, at + 8) != n or stop > len(data):
                break
            try:
                aad = data[at : at + 16] + before
                self.payloads.append(parse(cipher.decrypt(xor_counter(base, n), data[at + 16 : stop], aad)))
            except InvalidTag:
                break
            self.hashes.append(sha256(data[at:stop]))
            before, at = data[stop - 16 : stop], stop
        self.rest = self.judge(data, at)

    @staticmethod
    def judge(data, at):
        """What the bytes behind the last authentic frame are: none, torn or damaged."""
        if at == len(data):
            return "none"
        if len(data) - at < 8:
            return "torn"
        length = u32(data, at)
        told = length ^ u32(data, at + 4) == 0xFFFFFFFF and length <= 16 * 1024 * 1024
        if told and at + 32 + length != len(data):
            return "torn" if at + 32 + length > len(data) else "damaged"
        first = at
        while first < len(data):
            after = min((first // 512 + 1) * 512, len(data))
            least = 4 if first == at else 8
            if not any(data[first:after]) and (after - first >= least or after == len(data)):
                return "torn"
            first = after
        return "damaged"


def runs(case, folder, suffix, magic, label, context):
    """Every sealed run of a folder, (first number, segment or None), in order."""
    out = []
    for path in sorted((case.folder / folder).glob("*")) if (case.folder / folder).is_dir() else []:
        if not re.fullmatch(r"[0-9a-f]{16}\." + suffix, path.name):
            continue
        first = int(path.name[:16], 16)
        try:
            segment = Segment(case, path.read_bytes(), magic, label, context, first)
            out.append((first, segment if segment.rest == "none" and segment.payloads else None))
        except Wrong:
            out.append((first, None))
    return out
