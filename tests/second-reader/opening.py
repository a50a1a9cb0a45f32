"""From a folder and a secret to the keys of a case: header, slots, ring."""

import base64
import hmac
import json
import re
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pieces import Wrong, age_open, expand, hkdf, sha256, u16, u32, u64

MAGIC = bytes.fromhex("894356460D0A1A0A")


def unb64(text):
    return base64.b64decode(text, validate=True)


# --- the header ---------------------------------------------------------------------------------------------------


def read_header(case, notices):
    """The newer of the copies that are sound: its bytes, its slots as (type, id, body), and its ring."""
    read = []
    for name in ("header.cv", "header.cv.bak"):
        try:
            read.append(take_apart((case / name).read_bytes() if (case / name).is_file() else b""))
        except Wrong as wrong:
            read.append(wrong.code)
    if "newer-version" in read:
        raise Wrong("newer-version")
    good = [one for one in read if not isinstance(one, str)]
    if not good:
        raise Wrong("not-a-case" if read == ["not-a-case"] * 2 else "damaged-header")
    if len(good) < 2:
        notices.append("damaged-header")
    return max(good, key=lambda one: u64(one[0], 32))


def take_apart(header):
    size, end = len(header), len(header) - 72
    if header[:8] != MAGIC:
        raise Wrong("not-a-case")
    if not 512 <= size <= 524_288 or size % 512 != 0 or u32(header, 12) != size:
        raise Wrong("damaged-header")
    if sha256(header[:end])[:8] != header[end : end + 8]:
        raise Wrong("damaged-header")
    if u16(header, 8) > 1 or u16(header, 44) > 1:
        raise Wrong("newer-version")
    count, ring_length = u16(header, 46), u32(header, 48)
    if any(header[52:64]) or not 1 <= count <= 64 or u32(header, 40) < 1 or 0 in (u16(header, 8), u16(header, 44)):
        raise Wrong("damaged-header")
    slots, at = [], 64
    for _ in range(count):
        stop = at + 20 + u16(header, at + 2)
        if stop + 4 > end or sha256(header[at:stop])[:4] != header[stop : stop + 4]:
            raise Wrong("damaged-header")
        if header[at] in (1, 2) and header[at + 1] != 0:
            raise Wrong("damaged-header")
        slots.append((header[at], header[at + 4 : at + 20], header[at + 20 : stop]))
        at = stop + 4
    ring = header[at : at + ring_length]
    at += ring_length
    while at + 6 <= end and u16(header, at) != 0:
        if u16(header, at) & 0x8000:
            raise Wrong("newer-version")
        at += 6 + u32(header, at + 2)
    if at > end or any(header[at:end]):
        raise Wrong("damaged-header")
    return header, slots, ring


# --- slots --------------------------------------------------------------------------------------------------------


def passphrase_bytes(text):
    spaces = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in text)
    plain = unicodedata.normalize("NFC", spaces)
    if plain.strip(" ") == "" or any(unicodedata.category(sign) == "Cc" for sign in plain):
        raise Wrong("wrong-passphrase")
    return plain.encode("utf-8")


def by_passphrase(case_id, slots, text):
    pw, faults = passphrase_bytes(text), []
    for kind, slot_id, body in slots:
        if kind != 1:
            continue
        memory, passes, lanes = u32(body, 0), u32(body, 4), body[8]
        if not (19_456 <= memory <= 2_097_152 and 1 <= passes <= 16 and 1 <= lanes <= 16) or body[9] != 0x13:
            faults.append("kdf-params")
            continue
        ikm = hash_secret_raw(pw, body[12:44], passes, memory, lanes, 32, Type.ID, 0x13)
        made = hkdf(hashes.SHA512(), ikm, case_id, b"cvf/1/slot\0" + bytes([kind]) + slot_id, 64)
        if not hmac.compare_digest(made[32:], body[44:76]):
            faults.append("wrong-passphrase")
            continue
        length = u16(body, 88)
        sealed, rest = body[90 : 90 + length], 90 + length
        aad = b"cvf/slot/1\0" + case_id + slot_id + bytes([kind]) + body[:44]
        try:
            identity = AESGCM(made[:32]).decrypt(body[76:88], sealed, aad).decode("ascii")
        except InvalidTag:
            raise Wrong("header-tampered")
        return identity, body[rest + 2 : rest + 2 + u16(body, rest)]
    raise Wrong("wrong-passphrase" if "wrong-passphrase" in faults else [*faults, "not-a-recipient"][0])


def by_identity(slots, text):
    for identity in re.findall(r"AGE-SECRET-KEY-1[A-Z0-9]+", text.upper()):
        for kind, _, body in slots:
            at = {1: 90 + u16(body, 88) if len(body) > 90 else 0, 2: 0}.get(kind)
            file = b"" if at is None else body[at + 2 : at + 2 + u16(body, at)]
            if file and age_open(file, identity) is not None:
                return identity, file
    raise Wrong("not-a-recipient")


def case_key(header, identity, file):
    """CK of the header's epoch."""
    try:
        inside = age_open(file, identity)
    except (ValueError, InvalidTag):
        inside = None
    if inside is None or len(inside) != 52 or inside[32:48] != header[16:32] or inside[48:] != header[40:44]:
        raise Wrong("header-tampered")
    return inside[:32]


class Case:
    """An opened header: names, holders and the keys of every epoch."""

    def __init__(self, folder, header, ck, ring):
        self.folder, self.id, self.header_gen = folder, header[16:32], u64(header, 32)
        epoch = u32(header, 40)
        self.cks = {epoch: ck}
        size = len(header)
        mac = hmac.new(self.key("hdr-mac", epoch, 64), header[: size - 64], "sha512").digest()
        if not hmac.compare_digest(mac, header[size - 64 :]):
            raise Wrong("header-tampered")
        try:
            self.ring = json.loads(AESGCM(self.key("ring", epoch)).decrypt(ring[:12], ring[12:], header[:44]))
        except (InvalidTag, ValueError):
            raise Wrong("header-tampered")
        self.cks |= {one["epoch"]: unb64(one["ck"]) for one in self.ring["history"]}

    def key(self, label, epoch, length=32, extra=b""):
        if epoch not in self.cks:
            raise Wrong("no-key")
        info = b"cvf/1/" + label.encode() + b"\0" + self.id + epoch.to_bytes(4, "big") + extra
        return expand(self.cks[epoch], info, length)

    def signed_well(self, signed, seq, head):
        """Whether a signature under a head is that of a holder, present or past."""
        text = f"cvf/{self.id.hex()}\n{seq}\n{base64.b64encode(head).decode()}\n"
        for one in self.ring["holders"] + self.ring.get("past", []):
            if one["slot"] == signed["slot"] and one["edPub"]:
                try:
                    Ed25519PublicKey.from_public_bytes(unb64(one["edPub"])).verify(unb64(signed["sig"]), text.encode())
                    return True
                except InvalidSignature:
                    continue
        return False


def open_case(folder, passphrase, identity, notices):
    """The case and its slots. `passphrase` or `identity` is a text, the other None."""
    header, slots, ring = read_header(folder, notices)
    if passphrase is None:
        found = by_identity(slots, identity)
    else:
        found = by_passphrase(header[16:32], slots, passphrase)
    return Case(folder, header, case_key(header, *found), ring), slots
