"""Reads a case file, CVF 1.1, written from main/services/vault/FORMAT.md alone.

    read_case.py CASE (--passphrase-file F | --identity-file F) (--out DIR | --verify-only)

Prints one line of JSON, {"ok":true,"notices":[…],"found":[…]} or {"ok":false,"code":…}, the codes being FORMAT.md's.
"""

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

from frames import Segment, parse, runs
from opening import open_case, unb64
from pieces import Wrong, jcs, open_message, sha256, u32, utf16


# --- state ----------------------------------------------------------------------------------------------------------


class State:
    def __init__(self, case, generation):
        self.file = (case.folder / "state" / f"{generation:016x}.snap").read_bytes()
        prefix = self.file[:64]
        right = b"CVSNAP1\n" + case.id + generation.to_bytes(8, "big")
        if len(prefix) < 64 or prefix[:32] != right or any(prefix[36:]):
            raise Wrong("corrupt-snapshot")
        try:
            plain = open_message(self.file[64:], case.key("snap", u32(prefix, 32)), prefix)
        except Wrong:
            raise Wrong("corrupt-snapshot")
        at = 4 + u32(plain, 0)
        self.manifest = parse(plain[4:at])
        if self.manifest["minReader"] > 1:
            raise Wrong("newer-version")
        docs = {}
        for doc in self.manifest["docs"]:
            data = plain[at : at + doc["len"]]
            at += doc["len"]
            if sha256(data).hex() != doc["sha256"]:
                raise Wrong("corrupt-snapshot")
            docs[doc["name"]] = parse(data)
        self.generation, self.tx, self.at = generation, self.manifest["tx"], self.manifest["at"]
        self.seq, self.head = self.manifest["auditSeq"], bytes.fromhex(self.manifest["auditHead"])
        self.blobs = {one["uid"]: one for one in docs.get("blobs", [])}
        root = b"".join(
            bytes.fromhex(uid) + one["size"].to_bytes(8, "big") + bytes.fromhex(one["sha256"])
            for uid, one in sorted(self.blobs.items())
        )
        if sha256(root).hex() != self.manifest["blobRoot"] or any(plain[at:]):
            raise Wrong("corrupt-snapshot")
        self.collections = {}
        for name in docs:
            if name.startswith("c/"):
                records, times = docs[name], docs.get("t/" + name[2:]) or [0] * len(docs[name])
                self.collections[name[2:]] = {r["id"]: (r, tx) for r, tx in zip(records, times, strict=True)}

    def apply(self, frame):
        for op in frame["ops"]:
            if op[0] == "put":
                self.collections.setdefault(op[1], {})[op[2]] = (op[3], frame["tx"])
            elif op[0] == "del":
                self.collections.get(op[1], {}).pop(op[2], None)
            elif op[0] == "blob":
                self.blobs[op[1]] = {**op[2], "uid": op[1]}
        self.tx, self.at = frame["tx"], frame["at"]


def next_head(case, seq, head, salt, entry):
    commitment = sha256(b"\0" + unb64(salt) + entry.encode())
    return sha256(b"\1" + case.id + seq.to_bytes(8, "big") + head + commitment)


def follows(change, last, oldest):
    """Whether each step names the change that touched its record before, as far as that is kept."""
    steps = [op for op in change["ops"] if op[0] != "blob"]
    right = True
    for op in steps:
        place = 4 if op[0] == "put" else 3
        before, known = op[place] if len(op) > place else 0, last.get((op[1], op[2]))
        right = right and (before == known if known is not None else before < oldest)
    for op in steps:
        last[(op[1], op[2])] = change["tx"]
    return right


class Reading:
    """The state, with what was found on the way."""

    def __init__(self, case, notices):
        self.case, self.notices, self.found = case, notices, []
        folder = case.folder / "state"
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        self.segments = {}
        for name in names:
            if match := re.fullmatch(r"([0-9a-f]{16})\.([0-9a-f]{4})\.jrn", name):
                self.segments.setdefault(int(match[1], 16), []).append(int(match[2], 16))
            elif not re.fullmatch(r"[0-9a-f]{16}\.snap", name):
                self.say("forked")
        snaps = [int(name[:16], 16) for name in names if name.endswith(".snap")]
        newest = max([*snaps, *self.segments], default=0)
        self.state = self.newest_sound(snaps)
        if self.state.generation < newest:
            self.say("corrupt-snapshot")
        if case.header_gen < self.state.manifest.get("headerGen", 0):
            self.say("rollback-suspected")
        self.entries, self.changes = [], []
        self.sealed_tx = self.state.tx
        self.base = {name: [tx for _, tx in rows.values()] for name, rows in self.state.collections.items()}
        self.seq, self.head = self.state.seq, self.state.head
        signed = self.state.manifest.get("signed")
        if signed and not case.signed_well(signed, self.seq, self.head):
            self.say("audit-broken")
        for generation in range(self.state.generation, newest + 1):
            if not self.journal(generation):
                break

    def say(self, code):
        if code not in self.notices:
            self.notices.append(code)

    def find(self, code):
        if code not in self.found:
            self.found.append(code)

    def newest_sound(self, snaps):
        for generation in sorted(snaps, reverse=True):
            try:
                return State(self.case, generation)
            except Wrong as wrong:
                if wrong.code != "corrupt-snapshot":
                    raise
        raise Wrong("corrupt-snapshot")

    def journal(self, generation):
        """Follows the segments of a generation. Whether all of it could be followed."""
        numbers = sorted(self.segments.get(generation, []))
        there = [number for place, number in enumerate(numbers) if number == place]
        segments = [self.segment(generation, number) for number in there]
        whole = there == numbers
        link = sha256(self.state.file) if generation == self.state.generation else None
        for place, segment in enumerate(segments):
            if segment is None or (link is not None and segment.link != link):
                whole = False
                break
            ends = [segment.link, *segment.hashes]
            counted = len(segment.hashes)
            last = place + 1 == len(segments)
            if not last:
                follower = segments[place + 1]
                named = [at for at, end in enumerate(ends) if follower is not None and end == follower.link]
                if not named or counted - named[-1] > 1:
                    self.say("forked" if named[-1:] == [0] else "corrupt-journal")
                    last = True
                else:
                    counted = named[-1]
            for payload in segment.payloads[:counted]:
                if not self.frame(payload):
                    return False
            if last and place + 1 < len(segments):
                return False
            if last and segment.rest == "torn":
                self.say("torn-tail")
            if last and segment.rest == "damaged":
                whole = False
            link = ends[counted]
        if not whole:
            self.say("corrupt-journal")
        return whole

    def segment(self, generation, number):
        data = (self.case.folder / "state" / f"{generation:016x}.{number:04x}.jrn").read_bytes()
        try:
            return Segment(self.case, data, b"CVJRNL1\n", "jrn", b"cvf/1/jseg", generation, number)
        except Wrong:
            return None

    def frame(self, frame):
        if frame["tx"] != self.state.tx + 1:
            self.say("corrupt-journal")
            return False
        seq, head, taken = self.seq, self.head, []
        for salt, entry in frame["audit"]:
            seq += 1
            head = next_head(self.case, seq, head, salt, entry)
            taken.append((seq, salt, entry, head))
            if json.loads(entry)["seq"] != seq:
                self.say("audit-broken")
                return False
        if head.hex() != frame["head"]:
            self.say("audit-broken")
            return False
        signed = frame.get("signed")
        if signed and not self.case.signed_well(signed, seq, head):
            self.say("audit-broken")
            return False
        self.seq, self.head = seq, head
        self.entries += taken
        self.state.apply(frame)
        self.changes.append({name: frame[name] for name in ("tx", "at", "actor", "ops")})
        return True

    # --- history, versions, stored files ---

    def audit(self):
        """All entries from the first, (seq, salt, entry, head)."""
        seq, head, out = 0, sha256(b"\2" + self.case.id), []
        heads = {0: head}
        for first, run in runs(self.case, "audit", "aud", b"CVAUDT1\n", "aud", b"cvf/1/aseg"):
            if run is None or first != seq + 1 or run.link != head:
                self.find("audit-broken")
                break
            for payload in run.payloads:
                for salt, entry in payload["audit"]:
                    seq += 1
                    head = next_head(self.case, seq, head, salt, entry)
                    heads[seq] = head
                    out.append((seq, salt, entry, head))
                    if json.loads(entry)["seq"] != seq:
                        self.find("audit-broken")
                for signed in payload.get("signed", []):
                    if not self.case.signed_well(signed, signed["seq"], heads.get(signed["seq"], b"")):
                        self.find("audit-broken")
        if heads.get(self.state.seq) != self.state.head:
            self.find("audit-broken")
            return out
        for one in self.entries:
            if one[0] <= seq and heads[one[0]] != one[3]:
                self.find("audit-broken")
            if one[0] > seq:
                out.append(one)
        return out

    def versions(self):
        """Every change that is kept, oldest first."""
        out, last = {}, {}
        expected = oldest = None
        for first, run in runs(self.case, "versions", "ver", b"CVVERS1\n", "ver", b"cvf/1/vseg"):
            oldest = first if oldest is None else oldest
            if run is None or (expected or first) != first or run.link != bytes(32):
                self.find("corrupt-journal")
                break
            expected = first + len(run.payloads)
            for at, change in enumerate(run.payloads):
                if change["tx"] != first + at or not follows(change, last, oldest):
                    self.find("corrupt-journal")
                out[change["tx"]] = change
        named = [tx for records in self.base.values() for tx in records]
        sealed = oldest if oldest is not None else self.sealed_tx + 1
        if (expected or sealed) <= self.sealed_tx or any(0 < tx < sealed for tx in named):
            self.find("corrupt-journal")
        for change in self.changes:
            out.setdefault(change["tx"], change)
        return [out[tx] for tx in sorted(out)]

    def files(self):
        """Each stored file of the index, (uid, bytes or None)."""
        folder = self.case.folder / "blobs"
        there = {path.parent.name + path.name for path in folder.glob("*/*")} if folder.is_dir() else set()
        for uid, meta in sorted(self.state.blobs.items()):
            if uid not in there:
                self.find("missing-blob")
                yield uid, None
                continue
            raw = bytes.fromhex(uid)
            try:
                sealed = (folder / uid[:2] / uid[2:]).read_bytes()
                plain = open_message(
                    sealed, self.case.key("blob", meta["epoch"], extra=raw), b"cvf/1/blob\0" + self.case.id + raw
                )
                if len(plain) != meta["size"] or hashlib.sha256(plain).hexdigest() != meta["sha256"]:
                    raise Wrong("chunk")
                yield uid, plain
            except Wrong as wrong:
                self.find("foreign-blob" if wrong.code == "commitment" else "corrupt-blob")
                yield uid, None
        if there - set(self.state.blobs):
            self.find("orphan-blob")


def holders(case, slots):
    kinds = {slot_id.hex(): kind for kind, slot_id, _ in slots}
    old = lambda one: "recovery" if one["label"] == "Recovery key" else ["passphrase", "identity"][kinds[one["slot"]] - 1]
    told = [{"kind": one.get("kind") or old(one), "label": one["label"], "slot": one["slot"]} for one in case.ring["holders"]]
    past = [{"label": one["label"], "slot": one["slot"]} for one in case.ring.get("past", [])]
    return sorted(told, key=lambda one: one["slot"]), past


def main():
    words = argparse.ArgumentParser()
    words.add_argument("case", type=Path)
    words.add_argument("--passphrase-file", type=Path)
    words.add_argument("--identity-file", type=Path)
    words.add_argument("--out", type=Path)
    words.add_argument("--verify-only", action="store_true")
    told = words.parse_args()
    notices = []
    text = (told.passphrase_file or told.identity_file).read_text("utf-8").rstrip("\r\n")
    secret = (text, None) if told.passphrase_file else (None, text)
    case, slots = open_case(told.case, *secret, notices)
    reading = Reading(case, notices)
    state = reading.state
    audit, versions = reading.audit(), reading.versions()
    if told.out:
        (told.out / "files").mkdir(parents=True)
    for uid, plain in reading.files():
        if told.out and plain is not None:
            (told.out / "files" / uid).write_bytes(plain)
    if told.out:
        now, past = holders(case, slots)
        whole = {
            "at": state.at,
            "audit": {"head": reading.head.hex(), "seq": reading.seq},
            "blobs": [state.blobs[uid] for uid in sorted(state.blobs)],
            "caseId": case.id.hex(),
            "collections": {
                name: [{"record": r, "tx": tx} for r, tx in sorted(rs.values(), key=lambda one: utf16(one[0]["id"]))]
                for name, rs in state.collections.items()
                if rs
            },
            "holders": now,
            "name": case.ring["name"],
            "past": past,
            "tx": state.tx,
        }
        lines = [{"entry": entry, "head": head.hex(), "salt": salt} for _, salt, entry, head in audit]
        (told.out / "state.json").write_text(jcs(whole) + "\n", "utf-8")
        (told.out / "audit.jsonl").write_text("".join(jcs(one) + "\n" for one in lines), "utf-8")
        (told.out / "versions.jsonl").write_text("".join(jcs(one) + "\n" for one in versions), "utf-8")
    return {"ok": True, "notices": sorted(notices), "found": sorted(reading.found)}


if __name__ == "__main__":
    try:
        answer = main()
    except Wrong as wrong:
        answer = {"ok": False, "code": wrong.code}
    print(json.dumps(answer))
    sys.exit(0 if answer["ok"] else 1)
