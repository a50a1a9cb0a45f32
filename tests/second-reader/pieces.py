"""What the case file is made of and Python does not bring: RFC 8785, bech32, age v1, chunked encryption."""

import base64
import hashlib
import hmac
import json
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Wrong(Exception):
    """Something does not hold; `code` is one of the codes of FORMAT.md."""

    def __init__(self, code, what=""):
        super().__init__(f"{code}: {what}")
        self.code = code


# --- RFC 8785 ---------------------------------------------------------------------------------------------------


def utf16(text):
    return text.encode("utf-16-be", "surrogatepass")


def number(value):
    """As ECMAScript writes it."""
    if isinstance(value, int) and abs(value) < 10**21:
        return str(value)
    value = float(value)
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    digits = whole + ("" if part == "0" else part)
    point = len(whole) + int(exponent or 0)
    if digits.startswith("0"):
        shorter = digits.lstrip("0")
        point -= len(digits) - len(shorter)
        digits = shorter
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    power = f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
    return sign + (digits if count == 1 else f"{digits[0]}.{digits[1:]}") + power


def jcs(value):
    if isinstance(value, dict):
        keys = sorted(value, key=utf16)
        return "{" + ",".join(f"{jcs(key)}:{jcs(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(jcs(one) for one in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return number(value)


# --- keys -------------------------------------------------------------------------------------------------------


def expand(prk, info, length):
    return HKDFExpand(hashes.SHA512(), length, info).derive(prk)


def hkdf(hash_, ikm, salt, info, length):
    return HKDF(hash_, length, salt, info).derive(ikm)


def sha256(data):
    return hashlib.sha256(data).digest()


def xor_counter(base, count):
    return (int.from_bytes(base, "big") ^ count).to_bytes(12, "big")


# --- C2SP chunked encryption ------------------------------------------------------------------------------------

CHUNK = 16_384


def open_message(message, key, context):
    """The plaintext, or Wrong("commitment") for another's message, Wrong("chunk") for a damaged one."""
    if len(message) < 56 + 16:
        raise Wrong("chunk", "too short")
    salt, commitment = message[:24], message[24:56]
    label = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0"
    made = expand(key, label + salt + context, 76)
    if not hmac.compare_digest(made[44:], commitment):
        raise Wrong("commitment")
    cipher, base, out = AESGCM(made[:32]), made[32:44], []
    for k, at in enumerate(range(56, len(message) + 1, CHUNK + 16)):
        chunk = message[at : at + CHUNK + 16]
        try:
            out.append(cipher.decrypt(xor_counter(base, k), chunk, None))
        except (InvalidTag, ValueError):
            raise Wrong("chunk", f"chunk {k}")
        if len(chunk) < CHUNK + 16:
            return b"".join(out)
    raise Wrong("chunk", "the last chunk is missing")


# --- age v1, X25519 ---------------------------------------------------------------------------------------------

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def bech32(text):
    """The bytes of a bech32 text, whatever its prefix; its check is checked."""
    prefix, _, tail = text.lower().rpartition("1")
    values = [ALPHABET.index(sign) for sign in tail]
    check = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> i & 1 else 0
    if check != 1:
        raise ValueError("not bech32")
    bits = "".join(f"{value:05b}" for value in values[:-6])
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) - 7, 8))


def unpadded(text):
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def age_open(data, identity):
    """The plaintext of a binary age file, or None if it is not for this X25519 identity."""
    own = X25519PrivateKey.from_private_bytes(bech32(identity))
    recipient = own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    end = data.index(b"\n---")
    lines = data[:end].decode("ascii").split("\n")
    if lines[0] != "age-encryption.org/v1":
        raise ValueError("not age v1")
    key, at = None, 1
    while at < len(lines):
        words, body = lines[at].split(" "), ""
        at += 1
        while at < len(lines) and not lines[at].startswith("-> "):
            body += lines[at]
            at += 1
        if words[:2] == ["->", "X25519"] and len(words) == 3:
            share = unpadded(words[2])
            shared = own.exchange(X25519PublicKey.from_public_bytes(share))
            wrap = hkdf(hashes.SHA256(), shared, share + recipient, b"age-encryption.org/v1/X25519", 32)
            try:
                key = ChaCha20Poly1305(wrap).decrypt(bytes(12), unpadded(body), None)
            except InvalidTag:
                continue
    if key is None:
        return None
    stop = data.index(b"\n", end + 1)
    mac = hmac.new(hkdf(hashes.SHA256(), key, b"", b"header", 32), data[: end + 4], "sha256").digest()
    if not hmac.compare_digest(mac, unpadded(data[end + 5 : stop].decode("ascii"))):
        raise ValueError("the age header was changed")
    nonce, payload = data[stop + 1 : stop + 17], data[stop + 17 :]
    stream = ChaCha20Poly1305(hkdf(hashes.SHA256(), key, nonce, b"payload", 32))
    out, step = b"", 65_536 + 16
    count = max(1, -(-len(payload) // step))
    for k in range(count):
        chunk_nonce = k.to_bytes(11, "big") + (b"\1" if k == count - 1 else b"\0")
        out += stream.decrypt(chunk_nonce, payload[k * step : (k + 1) * step], None)
    return out


def u16(data, at):
    return struct.unpack_from(">H", data, at)[0]


def u32(data, at):
    return struct.unpack_from(">I", data, at)[0]


def u64(data, at):
    return struct.unpack_from(">Q", data, at)[0]
