#!/usr/bin/env python3
# ruff: noqa: D101, D102, D103, E401, E701, I001 - it has at most 500 lines, so it is set closer than other modules.
# fmt: off
"""Verify a pack of Tantième with nothing but this file and Python 3.11 or newer: no ledger, no database, no network.

    python3 verify_pack.py PACK.zip [--checkpoint FILE --key FILE]

Alone it proves that the pack agrees with itself: its signed files, its events in the tree of its checkpoint, and the
cents, recomputed in exact fractions. Whoever made it could have made that up. With a checkpoint that you kept and the
key that signed it, these events were in the log by then. Exit: 0 it holds, 1 it does not, 2 it was asked wrongly.
"""
import base64, hashlib, io, itertools, json, pathlib, re, struct, sys, unicodedata, uuid, zipfile
from fractions import Fraction
from typing import Any
FORMAT, ENGINE = "tantieme-pack/1", "1"
Said = dict[str, Any]
Parts = dict[str, Fraction]
class Refused(Exception): """Something in the pack does not hold; the words say what."""
class NotRecomputed(Exception): """Something is beyond this verifier, and is said to be."""
def must(holds: object, reason: str) -> None:
    if not holds: raise Refused(reason)

# ==== CONTAINER: a zip that is byte by byte what a pack is written as: none is compressed, padded, doubled.
def unzipped(data: bytes) -> dict[str, bytes]:
    files, again = dict[str, bytes](), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(again, "w") as written_again:
        for name in sorted(given.namelist()):
            must(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9]+)*", name), "a file has no plain name")
            entry, kept = zipfile.ZipInfo(name), given.getinfo(name)
            fits = kept.compress_type == 0 and again.tell() + kept.file_size <= len(data)
            must(fits and name not in files, f"{name} is compressed, or there twice")
            entry.create_system, entry.external_attr, files[name] = 3, 0o100644 << 16, given.read(name)
            written_again.writestr(entry, files[name])
    must(again.getvalue() == data, "this is not a zip as a pack is written")
    return files
# JSON: no field twice, no inexact numbers, and in canonical form (RFC 8785) wherever the pack itself wrote it.
def parsed(data: bytes, what: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> Said:
        must(len(dict(pairs)) == len(pairs), f"{what} names a field twice")
        return dict(pairs)
    try:  # An inexact number stays a text, and then equals nothing.
        return json.loads(data.decode(), object_pairs_hook=once, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError): raise Refused(f"{what} is not JSON") from None
def written(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
def canonical(data: bytes, fields: list[str], what: str) -> Any:
    value = parsed(data, what)
    must(isinstance(value, dict) and sorted(value) == fields and written(value) == data, f"{what} is not canonical")
    return value
def unbased(text: Any, length: int, what: str) -> bytes:
    try: raw = base64.b64decode(text, validate=True)
    except (ValueError, TypeError): raise Refused(f"{what} is not base64") from None
    must(base64.b64encode(raw).decode() == text and length in (0, len(raw)), f"{what} has another length")
    return raw
# ==== SIGNATURE: Ed25519 (RFC 8032) on -x² + y² = 1 + d·x²·y², points as (X, Y, Z, T) with x = X/Z, y = Y/Z, T = XY/Z.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
def added(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P
def times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    half = times(number >> 1, added(point, point)) if number else (0, 1, 1, 0)
    return added(half, point) if number & 1 else half
def decompressed(data: bytes) -> tuple[int, ...] | None:
    y = int.from_bytes(data, "little") & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and data[31] >> 7): return None
    x = x if x & 1 == data[31] >> 7 else P - x
    return x, y, 1, x * y % P
def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    base, public = decompressed((4 * pow(5, -1, P) % P).to_bytes(32, "little")), decompressed(key)
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or scalar >= ORDER or public is None or base is None: return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    x, y, z, _ = added(times(scalar, base), times(hashed, (P - public[0], public[1], 1, P - public[3])))
    return (y * pow(z, -1, P) % P | (x * pow(z, -1, P) % P & 1) << 255).to_bytes(32, "little") == signature[:32]
def read_key(text: str) -> tuple[str, bytes, bytes]:
    name, known_as, encoded = (*text.removesuffix("\n").split("+", 2), "", "")[:3]
    raw = unbased(encoded, 33, "the public key")
    id_of = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    must(raw[0] == 1 and id_of.hex() == known_as, "the public key does not fit its own id")
    return name, id_of, raw[1:]
def read_checkpoint(text: str, key: tuple[str, bytes, bytes]) -> tuple[str, int, bytes, str]:
    body, _, lines = text.partition("\n\n")
    form = r"([^\n]+)\n([1-9][0-9]*)\n([^\n]{44})\nchain ([0-9a-f]{64})\nrecorded [0-9T:.+-]{32}"
    found, line = re.fullmatch(form, body), re.fullmatch(r"— (\S+) (\S+)\n(— \S+ \S+\n)*", lines)
    if not found or not line: raise Refused("this is not a checkpoint")
    raw = unbased(line[2], 68, "the log's signature")
    signed = line[1] == key[0] and raw[:4] == key[1] and is_signed(key[2], raw[4:], f"{body}\n".encode())
    must(signed, f"the checkpoint is not signed by {key[0]}")
    return found[1], int(found[2]), unbased(found[3], 32, "the root"), found[4]
# ==== TREE: from the leaf of an event to the root of the checkpoint (RFC 9162).
def rooted(index: int, size: int, leaf: bytes, proof: list[bytes]) -> bytes:
    if size == 1: return b"" if proof else leaf
    half = 1 << (size - 1).bit_length() - 1
    place, width = (index, half) if index < half else (index - half, size - half)
    inner, beside = rooted(place, width, leaf, proof[:-1]), proof[-1]
    return hashlib.sha256(b"\1" + (inner + beside if index < half else beside + inner)).digest()
# ==== EVENTS: eleven fields, each behind its length; what the leaf covers is what is read, and nothing else.
class Event:
    def __init__(self, form: bytes) -> None:
        fields, at = [], 0
        while at + 4 <= len(form):
            [length] = struct.unpack_from("!i", form, at)
            must(-1 <= length <= len(form) - at - 4, "an event is not in canonical form")
            fields.append(form[at + 4 : at + 4 + max(length, 0)])
            at += 4 + max(length, 0)
        must(at == len(form) and len(fields) == 11 and [*map(len, fields[:3])] == [8, 16, 8], "an event is malformed")
        self.position, self.version = int.from_bytes(fields[0], "big"), int.from_bytes(fields[2], "big")
        self.stream, self.name = str(uuid.UUID(bytes=fields[1])), fields[3].decode().rpartition(".")[2]
        self.says, self.actor = parsed(fields[4], f"event {self.position}"), fields[5].decode()
class Log:
    def __init__(self, data: bytes, size: int, root: bytes) -> None:
        self.streams: dict[str, dict[int, Event]] = {}
        before = 0
        for line in data.removesuffix(b"\n").split(b"\n"):
            row = canonical(line, ["event", "proof"], "a line of events.jsonl")
            form, proof = unbased(row["event"], 0, "an event"), [unbased(each, 32, "a hash") for each in row["proof"]]
            event, leaf = Event(form), hashlib.sha256(b"\0" + form).digest()
            must(before < event.position <= size, "the events are not in the order of their positions")
            must(rooted(event.position - 1, size, leaf, proof) == root, f"event {event.position} is not in the tree")
            self.streams.setdefault(event.stream, {})[event.version], before = event, event.position
    def stream(self, *codes: str, noted: Said | None = None) -> list[Event]:
        kind, *given = (unicodedata.normalize("NFC", code) for code in codes)
        normal = [unicodedata.normalize("NFC", code.strip().casefold()) for code in given]
        name = str(uuid.uuid5(uuid.UUID("6f0e8d1c-5f0b-5c57-9a53-7b1d8f4b5a10"), "\x1f".join((kind, *normal))))
        held = self.streams.get(name, {})
        last = noted["version"] if noted else max(held, default=0)
        whole = all(version in held for version in range(1, last + 1)) and (last or noted)
        must(whole and (not noted or noted["stream"] == name), f"{' '.join(codes)} is not complete, or another")
        return [held[version] for version in range(1, last + 1)]
# ==== CENTS: the key's exact parts of the amount, then one rounding. A bound is what one bears at least and at most.
ZERO, ONE, FREE = Fraction(0), Fraction(1), (Fraction(0), None)
def exact(text: str) -> Fraction:
    must(re.fullmatch(r"-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?", text), f"{text[:40]} is not an exact number")
    return Fraction(text)
def numbers(texts: Said) -> Parts: return {name: exact(text) for name, text in texts.items()}
def share(key: Said, amount: Fraction, active: list[str], run: Said) -> tuple[Parts, Said]:
    form = next(name for name in key if name != "rest")
    terms: Any = key[form]
    if form == "blend":
        return together([(exact(p["weight"]), *share(p["key"], amount, active, run)) for p in terms], active)
    if form == "tranches":
        parts, left = [], amount
        for tranche in terms:
            taken = left if tranche.get("remaining") else min(exact(tranche["amount"]) * 100, left)
            parts.append((ONE, *(share(tranche["key"], taken, active, run) if taken else ({}, {}))))
            left -= taken
        return together(parts, active)
    if form == "fixed":
        held = {m: exact(value) * 100 for m, value in terms.items() if m in active}
        rest, others = amount - sum(held.values()), [m for m in active if m not in held]
        must(rest >= 0, "the fixed amounts are above the amount")
        inner, bounds = share(key["rest"], rest, others, run) if rest else ({}, {})
        return inner | held, bounds | {m: (fixed, fixed) for m, fixed in held.items()}
    if form == "threshold":
        counted = {m: run["read"][terms["measure"]][m] for m in active}
        least = exact(terms["below"]) * sum(counted.values())
        return share(terms["key"], amount, [m for m in active if counted[m] >= least], run)
    if form == "limited":
        before, bounds = share(terms["key"], amount, active, run)
        for m in active:
            least, most = bounds.get(m, FREE)
            floor, cap = ((side := terms.get(s, {})).get(m, side.get("*")) for s in ("floor", "cap"))
            least = max(least, exact(floor or "0.00") * 100)
            most = most if cap is None else exact(cap) * 100 if most is None else min(most, exact(cap) * 100)
            bounds = bounds if (least, most) == FREE else {**bounds, m: (least, most)}
        lines = [(ZERO, before.get(m, ZERO), *bounds.get(m, FREE)) for m in active]
        return dict(zip(active, levelled(lines, amount), strict=True)), bounds
    read, weights, measure = run["read"], dict.fromkeys(active, ONE), terms if form == "proportional" else None
    if form == "proportional": weights = {m: read[terms][m] for m in active}
    elif form == "fractions":
        named = {m: exact(part) for m, part in terms.items() if part != "remaining"}
        left = ONE - sum(named.values())
        weights = {m: left if terms.get(m) == "remaining" else named.get(m, ZERO) for m in active}
    elif form == "tiers":
        weights, start, measure = dict.fromkeys(active, ZERO), ZERO, terms["measure"]
        for band in terms["bands"]:
            upto = {m: min(read[measure][m], exact(band["up_to"] or f"{read[measure][m]}")) for m in active}
            weights = {m: w + max(upto[m] - start, ZERO) * exact(band["rate"]) for m, w in weights.items()}
            start = exact(band["up_to"] or "0")
    elif form != "equal": raise NotRecomputed(f"a key by {form}")
    if measure not in run["flow_measures"]:
        weights = {m: weight * exact(run["presence"].get(m, "1")) for m, weight in weights.items()}
    total = sum(weights.values())
    must(total, "the weights of the members that bear sum to zero")
    return {m: amount * weight / total for m, weight in weights.items()}, {}
def together(parts: list[tuple[Fraction, Parts, Said]], active: list[str]) -> tuple[Parts, Said]:
    bounds: Said = {}
    for m in {m for _, _, bound in parts for m in bound}:
        each = [(w, *bound.get(m, FREE if part.get(m) else (ZERO, ZERO))) for w, part, bound in parts if w]
        most = [None if high is None else w * high for w, _, high in each]
        least = sum((w * low for w, low, _ in each), ZERO)
        bounds[m] = (least, None if None in most else sum((high for high in most if high), ZERO))
    return {m: sum((w * part.get(m, ZERO) for w, part, _ in parts), ZERO) for m in active}, bounds
def levelled(lines: list[Any], total: Fraction) -> list[Fraction]:
    def at(level: Fraction) -> list[Fraction]:
        raised = [(v if low is None else max(v, low), high) for o, s, low, high in lines for v in [o + level * s]]
        return [value if high is None else min(value, high) for value, high in raised]
    turns = {(bound - o) / slope for o, slope, *both in lines if slope for bound in both if bound is not None}
    levels = [min(turns, default=ZERO) - 1, *sorted(turns), max(turns, default=ZERO) + 1]
    for low, high in itertools.pairwise(levels):
        below, above = sum(at(low)), sum(at(high))
        if total == below: return at(low)
        if above != below and (low == levels[0] or below <= total) and (high == levels[-1] or total <= above):
            return at(low + (high - low) * (total - below) / (above - below))
    raise Refused("what the bounds cut off would fall on nobody")
def largest_remainders(targets: list[Fraction], total: int) -> list[int]:
    wholes = [target.__floor__() for target in targets]
    first = sorted(range(len(targets)), key=lambda i: wholes[i] - targets[i])[: total - sum(wholes)]
    return [whole + (place in first) for place, whole in enumerate(wholes)]
def within(targets: list[Fraction], total: int, bounds: list[Any]) -> list[int]:
    rounded, left = largest_remainders(targets, total), total - sum(target.__floor__() for target in targets)
    fits = all((a is None or a <= c) and (b is None or c <= b) for c, (a, b) in zip(rounded, bounds, strict=True))
    if fits and 0 <= left <= len(targets): return rounded
    lines = [(target, ONE, low, high) for target, (low, high) in zip(targets, bounds, strict=True)]
    return largest_remainders(levelled(lines, Fraction(total)), total)
def sainte_lague(parts: list[Fraction], total: int) -> list[int]:
    seats = [(part + Fraction(1, 2)).__floor__() for part in parts]
    while sum(seats) != total:
        step = 1 if sum(seats) < total else -1
        prices = [(step * (2 * seats[i] + step) / part, step * i) for i, part in enumerate(parts) if part]
        seats[abs(min(prices)[1])] += step
    return seats
def recomputed(run: Said) -> list[Any]:
    before = {m: exact(part) for m, part in run["posted_exact_cents"].items()}
    there = {m for m, parts in run.get("month_presence", {}).items() if {*parts.values()} - {"0"}}
    members = [m for m in run["members"] if run["presence"][m] != "0" or before.get(m) or m in there]
    absent = {m: ZERO for m, part in run["presence"].items() if part == "0"}
    read = {measure: absent | {m: exact(v) for m, v in by.items()} for measure, by in run["readings"].items()}
    base, total = run["base_cents"], run["base_cents"] - run["posted_base_cents"]
    parts, bounds = share(run["key"], Fraction(abs(base)), members, {**run, "read": read}) if base else ({}, {})
    part = {m: (-1 if base < 0 else 1) * parts.get(m, ZERO) - before.get(m, ZERO) for m in members}
    must(sum(part.values()) == total, "the exact parts do not sum to what is shared")
    # A difference to earlier runs may have mixed signs, and the key's bounds are behind it.
    sign = -1 if total < 0 or (total == 0 and next((p for p in part.values() if p), ZERO) < 0) else 1
    both: list[Any] = [((None, None) if before else bounds.get(m, FREE)) if part[m] else (0, 0) for m in members]
    limits = [(low and low.__floor__(), high and high.__ceil__()) for low, high in both]
    carry = dict.fromkeys(run["members"], ZERO) | numbers(run["carried_cents"])
    targets = [sign * (part[m] - carry[m]) for m in members]
    by_divisors = run["rounding"] == "sainte-lague" and not before
    rounded = sainte_lague(targets, abs(total)) if by_divisors else within(targets, abs(total), limits)
    cents_of = {m: sign * borne for m, borne in zip(members, rounded, strict=True)}
    direct = {m: run["direct_cents"].get(m, 0) - run["posted_direct_cents"].get(m, 0) for m in run["members"]}
    each = [(m, part.get(m, ZERO), cents_of.get(m, 0)) for m in run["members"]]
    return [[m, str(p), borne, str(carry[m] + borne - p), direct[m]] for m, p, borne in each]
# ==== CAUSES: what a run froze is what its pools, documents, readings, contract, carry and decisions say.
LATER: Said = {"month_weights": {}, "month_presence": {}, "averages": {}}  # Added to runs later: silent while empty.
def check_run(log: Log, code: str) -> tuple[list[Said], str]:
    events = log.stream("allocation-run", code)
    at = max(place for place, event in enumerate(events) if event.name == "prepared")
    posted = [event.name for event in events[at + 1 : at + 4]] == ["computed", "approved", "posted"]
    run, approval, contract = LATER | events[at].says, events[at + 2], events[at].says["contract"]
    differ = events[at].actor == run["prepared_by"] != approval.says["approved_by"] == approval.actor
    must(posted and differ and run["run"] == code, f"{code} was not prepared by one and approved by another person")
    frozen = {name: value for name, value in run.items() if value or name not in LATER} | {"prepared_by": ""}
    must(digest(frozen) == run["digest"], f"the inputs of {code} have another digest")
    shares, noted = events[at + 1].says["shares"], {each["what"]: each for each in run["inputs"]}
    kept = picked(shares, "member", "exact_cents", "cents", "carried_after_cents", "direct_cents")
    try:
        must(run["engine_version"] == ENGINE and recomputed(run) == kept, f"{code} does not recompute to its cents")
        words = f"recomputed to the cent for {len(shares)} members"
    except NotRecomputed as beyond: words = f"NOT RECOMPUTED, {beyond} is beyond this verifier; its record is shown"
    said = [event.says for event in log.stream("contract", contract, noted=noted[f"contract {contract}"])]
    words += f"; {check_lines(log, run, noted, said[0]['agreement'])}"
    terms, key = in_force(said, run["service_to"])
    used = [run["key"], run["key_version"], run["provider"], run["rounding"]]
    must([key["key"], key["version"], terms["provider"], said[0]["rounding"]] == used, f"{code} used other terms")
    check_readings(log, run, noted, key)
    first, moved = {*said[0]["beneficiaries"]}, {each["member"] for each in said if "member" in each}
    there = {m for m in run["members"] if run["presence"][m] == "1"}
    must(first - moved <= there and {*run["members"]} <= first | moved, f"{code} is shared by others than benefit")
    moves = [event.says for event in log.stream("carry", contract)]
    [at] = [place for place, move in enumerate(moves) if move["run"] == code]
    carried = moves[at - 1]["carried_cents"] if at else {}
    must({m: c for m, c in carried.items() if c != "0"} == run["carried_cents"], f"{code} used another carry")
    after = carried | {each["member"]: each["carried_after_cents"] for each in shares}
    rolled = run["rounding"] != "carried-remainder" or moves[at]["carried_cents"] == after
    must(rolled and at >= noted[f"carry of {contract}"]["version"], f"the carry after {code} is another")
    return shares, f"{code}: {words}; key {key['version']} by {decided(log, key)}; contract by {decided(log, terms)}"
def picked(rows: list[Said], *names: str) -> list[list[Any]]: return [[row[name] for name in names] for row in rows]
def digest(said: Said) -> str: return hashlib.sha256(written({**said, "digest": ""})).hexdigest()
def in_force(said: list[Said], month: str) -> tuple[Said, Said]:
    begun = [each for each in said if each.get("effective_from", "~") <= month]
    changes, keys = ([each for each in begun if name in each] for name in ("provider", "key"))
    following = [(each["effective_from"], each["version"]) for each in keys if not each.get("effective_through")]
    restating = [each["version"] for each in keys if (each.get("effective_through") or "") >= month]
    version = max([*restating, *(version for _, version in sorted(following)[-1:])])
    terms = max(changes, key=lambda each: str(each["effective_from"]), default=said[0])
    return terms, next(each for each in keys if each["version"] == version)
def check_lines(log: Log, run: Said, noted: Said, agreement: str) -> str:
    lines, posted, flows, words = list[Said](), list[str](), 0, list[str]()
    for what in (what for what in noted if what.startswith("pool ")):
        pool = log.stream("cost-pool", run["contract"], what[-7:], noted=noted[what])
        for event in pool:
            if event.name.endswith("line-added"):
                lines.append(event.says)
                document = log.stream("cost-document", event.says["supplier"], event.says["number"])[0].says
                about = {"contract": run["contract"], "service_month": what[-7:]}
                about |= {name: event.says[name] for name in ("line_number", "nature", "amount_cents", "direct_to")}
                must(any(about.items() <= each.items() for each in document["lines"]), "a line is on no document")
            elif event.name == "closed": posted.append(event.says["run"])
            elif event.name == "reopened": posted.remove(event.says["run"])
        moved = [event.says for event in pool if event.name == "flow-moved"]
        flows += sum(each["amount_cents"] for each in moved)
        of = {code: [each for each in moved if each["code"] == code] for code in (each["code"] for each in moved)}
        words += [check_flows(log, agreement, code, run["contract"], what[-7:], each) for code, each in of.items()]
    base = sum(each["amount_cents"] for each in lines if each["direct_to"] is None) + flows
    direct = summed((each["direct_to"], each["amount_cents"]) for each in lines if each["direct_to"] is not None)
    must([base, direct, len(lines)] == [run["base_cents"], run["direct_cents"], run["line_count"]], "lines are missing")
    runs = [log.stream("allocation-run", code) for code in dict.fromkeys(posted)]
    before = [[event.says for event in events if event.name == "computed"][-1] for events in runs]
    shares = [each for computed in before for each in computed["shares"]]
    exactly = summed((each["member"], exact(each["exact_cents"])) for each in shares)
    charged = summed((each["member"], each["direct_cents"]) for each in shares)
    found = [sum(each["amount_cents"] for each in before), {m: str(part) for m, part in exactly.items()}]
    stated = [run["posted_base_cents"], run["posted_exact_cents"], run["posted_direct_cents"]]
    must([*found, {m: c for m, c in charged.items() if c}] == stated, "what was posted before is not what the run says")
    return "".join([f"{len(lines)} lines of documents", *dict.fromkeys(words), f", less {len(before)} runs before"])
def summed(pairs: Any) -> dict[str, Any]:
    sums = dict[str, Any]()
    for name, value in pairs: sums[name] = sums.get(name, 0) + value
    return sums
def readings(log: Log, measure: str, noted: Said) -> list[tuple[str, Parts]]:
    found = (re.fullmatch(r"(.*) of ([0-9]{4}-[0-9]{2}(-[0-9]{2})?)", what) for what in noted)
    periods = sorted((each[2], each[0]) for each in found if each and each[1].casefold() == measure.casefold())
    events = [(period, log.stream("measurements", measure, period, noted=noted[what])) for period, what in periods]
    return [(at, {e.says["member"]: exact(e.says["value"]) for e in each if "value" in e.says}) for at, each in events]
def check_readings(log: Log, run: Said, noted: Said, key: Said) -> None:
    asked = run["base_cents"] != 0 and run["service_from"] < run["service_to"]
    laid_down, weights = key.get("month_weights") if asked else None, numbers(run["month_weights"])
    stated = {month: exact(laid_down[str(int(month[5:]))]) for month in weights} if laid_down else {}
    must(weights == stated and bool(weights) == bool(laid_down), "months weigh otherwise than the key says")
    there = {m: numbers(by) for m, by in run["month_presence"].items()}
    by_weight = {m: {x: weights.get(x, ONE) * part for x, part in by.items()} for m, by in there.items()}
    parts = {m: sum(by.values()) / sum(weights.get(x, ONE) for x in by) for m, by in by_weight.items()}
    must(all(exact(run["presence"][m]) == part for m, part in parts.items()), "members were there for other parts")
    for measure, by in run["readings"].items():
        is_flow = log.stream("measure", measure, noted=noted[f"measure {measure}"])[0].says["nature"] == "flow"
        is_mean = asked and not is_flow and measure in key.get("averaged_measures", ())
        must(is_mean == (measure in run["averages"]), f"{measure} is averaged where the key does not say so")
        read = readings(log, measure, noted)
        for m, value in by.items():
            counted, may_be = [each[m] for _, each in read if m in each], set[Any]({ZERO})
            present = any(there.get(m, {"": exact(run["presence"][m])}).values())
            if is_mean:  # What was there at the end of each month, by the month's weight and the member's part in it.
                of = {x: w for x, w in (by_weight if any(by_weight[m].values()) else there)[m].items() if w}
                dated = {x: [(on, each[m]) for on, each in read if on <= f"{x}-31" and m in each][-1] for x in of}
                stocks = picked(run["averages"][measure][m], "month", "reference_date", "value", "weight")
                found = [[x, dated[x][0], dated[x][1], w] for x, w in of.items()]
                must(found == [[*at, exact(value), exact(w)] for *at, value, w in stocks], f"{m} had other stocks")
                may_be = {sum(w * dated[x][1] for x, w in of.items()) / (sum(of.values()) or 1)}
            elif not is_flow: may_be = set(counted[-1:]) if present else may_be
            elif run["presence"][m] == "1": may_be = {sum(counted)}
            else:  # Of a flow, a member that was there for a part of the period counts some of its months only.
                for each in counted: may_be |= {known + each for known in may_be}
            must(exact(value) in may_be, f"{measure} of {m} was read otherwise")
# ==== FLOWS: what services bear of each other's cost, from what each cost by its own lines and how much of it was used.
def check_flows(log: Log, agreement: str, code: str, contract: str, month: str, moved: list[Said]) -> str:
    events = log.stream("service-flows", agreement)
    [at] = [place for place, event in enumerate(events) if event.says["code"] == code]
    said, contracts = events[at].says, events[at].says["contracts"]
    moves = picked(said["flows"], "user", "provider", "moved_cents") if said["service_month"] == month else []
    mine = [[u, p, cents if u == contract else -cents] for u, p, cents in moves if cents and contract in (u, p)]
    must(mine == picked(moved, "user", "provider", "amount_cents"), f"{contract} bears other flows")
    must(digest(said) == said["digest"] and said["engine_version"] == ENGINE, f"{code} has another digest")
    noted = {each["what"]: each for each in said["inputs"]}
    rules = [e.says for e in log.stream("mutual-use", agreement, noted=noted[f"mutual use under {agreement}"])]
    rule = max((e for e in rules if e["effective_from"] <= month), key=lambda e: (e["effective_from"], e["version"]))
    ruled = [rule["version"], rule["method"], [each for each in rule["contracts"] if each in contracts]]
    must(ruled == [said["use_version"], said["method"], contracts], f"{code} follows another rule")
    for name in contracts:
        cost, used, members = said["costs_cents"][name], numbers(said["usage"][name]), f"the members of {name}"
        pool = log.stream("cost-pool", name, month) if cost else []
        own = [each.says for each in pool if each.name.endswith("line-added") and each.position < events[at].position]
        must(sum(e["amount_cents"] for e in own if e["direct_to"] is None) == cost, f"{name} cost otherwise")
        counted = [each.items() for _, each in readings(log, rule["measures"].get(name, ""), noted)]
        read = dict(pair for each in counted for pair in each) or {members: ONE}
        most = sum(value for user, value in read.items() if user not in contracts)
        others = {user: read[user] for user in contracts if user != name and counted}
        # The members' part of a month is taken as recorded: together they use at most what was read of them.
        must(0 <= used.pop(members) <= most and used == others, f"{name} was used otherwise")
    by = decided(log, rule)
    if len(contracts) > 40: return f", flows NOT RECOMPUTED: {len(contracts)} services are beyond this verifier"
    now, before, carried = flows_between(said), dict[Any, Any](), dict[Any, Any]()
    for earlier in (event.says for event in events[:at]):
        each = [((f["provider"], f["user"]), exact(f["exact_cents"]), f) for f in earlier["flows"]]
        before = {pair: cents for pair, cents, _ in each if cents} if earlier["service_month"] == month else before
        carried |= {pair: exact(f["carried_after_cents"]) for pair, _, f in each}
    follows = list[Any]()
    for pair in now | before:
        more, carry = now.get(pair, ZERO) - before.get(pair, ZERO), carried.get(pair, ZERO)
        cents = (abs(more - carry) - Fraction(1, 2)).__ceil__() * (-1 if more < carry else 1) if more else 0
        follows.append([*pair, str(now.get(pair, ZERO)), cents, str(carry + cents - more)])
    kept = picked(said["flows"], "provider", "user", "exact_cents", "moved_cents", "carried_after_cents")
    must(sorted(kept) == sorted(follows), f"{code} does not recompute to its cents")
    return f", flows between services recomputed ({said['method']}, by {by})"
def flows_between(said: Said) -> dict[Any, Fraction]:
    names, parts = said["contracts"], dict[str, Parts]()
    after = {name: Fraction(said["costs_cents"][name]) for name in names}
    for place, name in enumerate(names):
        closed = {"direct": names, "step-down": names[: place + 1], "reciprocal": []}[said["method"]]
        used = {user: exact(value) for user, value in said["usage"][name].items() if user not in closed}
        parts[name] = {user: value / sum(used.values()) for user, value in used.items() if value}
        if said["method"] == "step-down":
            after |= {user: after[user] + after[name] * part for user, part in parts[name].items() if user in after}
    if said["method"] == "reciprocal":
        rows = [[int(u == p) - parts[p].get(u, ZERO) for p in names] + [after[u]] for u in names]
        for at in range(len(rows)):  # No column gives more than all of its cost, so no pivot is zero.
            new = [value / rows[at][at] for value in rows[at]]
            rows = [[a - r[at] * b for a, b in zip(r, new, strict=True)] if r is not rows[at] else new for r in rows]
        after = {name: row[-1] for name, row in zip(names, rows, strict=True)}
    return {(p, u): after[p] * part for p in names if after[p] for u, part in parts[p].items() if u in after}
def decided(log: Log, event: Said) -> str:
    under, number, ordinal = (event["authority"].get(each) for each in ("agreement", "number", "enactment"))
    name = told = f"{event['authority']['kind']} {number} of {under}" if number else f"agreement {under}"
    if event["authority"]["kind"] == "resolution":
        events = log.stream("resolution", under, number)
        vote = events[max(place for place, event in enumerate(events) if event.name == "opened") :]
        closed, rule = next(event.says for event in vote if event.name == "closed"), vote[0].says["rule"]
        recused = [event.says["seat"] for event in vote if event.name == "voter-recused"]
        weights = {v["seat"]: exact(v["weight"]) for v in vote[0].says["voters"] if v["seat"] not in recused}
        cast = [(event.says["seat"], event.says["choice"]) for event in vote if event.name == "ballot-cast"]
        sums = dict.fromkeys(("for", "against", "abstain", "blank"), ZERO) | summed((c, weights[s]) for s, c in cast)
        blocks = rule.get("college_votes") == "block" and rule.get("colleges")
        stated = [exact(closed[each]) for each in ("in_favour", "against", "abstained", "blank")]
        counts = len(dict(cast)) == len(cast) and (blocks or ([*sums.values()] == stated and stated[0] >= stated[1]))
        must(counts and ordinal and closed["outcome"] == "adopted", f"the votes on {name} do not carry it")
        told = f"{name} ({closed['in_favour']} for, {closed['against']} against{', NOT RECOUNTED' * bool(blocks)})"
    else:  # The events of an agreement are its own and those of its amendments, which name their number.
        events = [e for e in log.stream("agreement", under) if number == e.says.get("amendment", e.says.get("number"))]
        must(any(e.name.endswith("entered-into-force") for e in events), f"{name} is not in force")
    if ordinal:
        enacts = next(e.says["enactments"] for e in events if e.name.endswith(("drafted", "tabled")))[ordinal - 1]
        steps = [(e.name, e.says.get("condition")) for e in events if e.says.get("ordinal") == ordinal]
        met = all(("enactment-condition-met", each) in steps for each in enacts.get("conditions", ()))
        must(met and ("enactment-executed", None) in steps, f"{name} did not carry out enactment {ordinal}")
        terms = {each: said for each, said in enacts["terms"].items() if each in event and said is not None}
        must(len(terms) > 1 and plain(terms) == plain({n: event[n] for n in terms}), f"{name} adopted something else")
    return told
def plain(said: Any) -> Any:
    if isinstance(said, dict): return {plain(name): plain(value) for name, value in said.items() if value != {}}
    if isinstance(said, list): return sorted(map(plain, said)) if {*map(type, said)} == {str} else [*map(plain, said)]
    text = "+".join(sorted(str(said).strip().casefold().split("+")))
    return str(exact(text)) if re.fullmatch(r"[0-9]+([./][0-9]+)?", text) else text
# ==== ANSWER: what holds, in sentences, and what that proves.
def verified(data: bytes, held: str | None = None, held_key: str | None = None) -> list[str]:
    sys.set_int_max_str_digits(0)  # A carry may be an exact fraction of thousands of digits.
    files = unzipped(data)
    manifest = canonical(files.get("manifest.json", b""), ["files", "format", "signer"], "manifest.json")
    key, signed = read_key(manifest["signer"]), files.pop("manifest.json")
    signature = files.pop("manifest.sig", b"").decode()
    must(signature.endswith("\n") and manifest["format"] == FORMAT, f"this is not a signed pack of {FORMAT}")
    message, raw = FORMAT.encode() + b"\n" + signed, unbased(signature[:-1], 64, "manifest.sig")
    must(is_signed(key[2], raw, message), f"the manifest is not signed by {key[0]}")
    listed = {name: {"bytes": len(each), "sha256": hashlib.sha256(each).hexdigest()} for name, each in files.items()}
    must(listed == manifest["files"], "the files of the pack are not those of its manifest")
    told = [f"files: {len(files) + 2}, those of the manifest that {key[0]} signed"]
    at = read_checkpoint(files["checkpoint.txt"].decode(), key)
    if held is not None and held_key is not None:
        must(read_key(held_key) == key, "the pack is signed with another key than yours")
        must(read_checkpoint(held, key) == at, f"the pack rests on another checkpoint, of {at[1]} events, than yours")
    log = Log(files["events.jsonl"], at[1], at[2])
    told.append(f"events: each is in the tree of {at[0]} at {at[1]} events, root {at[2].hex()}")
    runs: dict[str, list[Said]] = {}
    for claim in canonical(files["claims.json"], ["group", "shares", "title"], "claims.json")["shares"]:
        contract, month, member = claim["contract"], claim["month"], claim["member"]
        posted = [(e.name, e.says["run"]) for e in log.stream("cost-pool", contract, month) if "run" in e.says]
        own = [code for name, code in posted if name == "closed" and code.startswith(f"{contract} {month} #")]
        standing = [code for code in own if ("reopened", code) not in posted]
        for code in (code for code in own if code not in runs):
            runs[code], words = check_run(log, code)
            told.append(words)
        shares = [each for code in standing for each in runs[code] if each["member"] == member]
        borne = sum(each["cents"] + each["direct_cents"] for each in shares)
        must([own, borne] == [claim["runs"], claim["posted_cents"]], f"{member} does not bear what is claimed")
        euros = f"{'-' if borne < 0 else ''}{abs(borne) // 100:,}.{abs(borne) % 100:02d} EUR"
        told.append(f"{member} bears {euros} of {contract} for {month}")
    beyond = any("NOT RECOMPUTED" in line for line in told)
    cents = "NOT ALL cents were recomputed, as said above" if beyond else "the cents follow from its events"
    return [*told, (ALONE if held is None else HELD).format(cents), LIMIT]
ALONE = """CONSISTENT: the pack agrees with itself; {}. That is all this proves: whoever made it could have made it up.
To prove that it is the log's, give the checkpoint you kept and the key that signed it: --checkpoint FILE --key FILE"""
HELD = "AUTHENTIC: these events were in the log when the checkpoint that you hold was signed; {}."
LIMIT = "What was recorded after the checkpoint, and whether documents and readings were true, no pack can show."
def main(words: list[str]) -> int:
    options, path = dict(zip(words[1::2], words[2::2], strict=False)), pathlib.Path
    if len(words) not in (1, 5) or sorted(options) not in ([], ["--checkpoint", "--key"]):
        sys.stderr.write("python3 verify_pack.py PACK.zip [--checkpoint FILE --key FILE]\n")
        return 2
    try: told = verified(path(words[0]).read_bytes(), *(path(options[n]).read_text("utf-8") for n in sorted(options)))
    except Refused as refused: told = [f"REFUSED: {refused}"]
    except Exception as lack:  # Whatever else goes wrong, the pack is not one that Tantième makes.
        told = [f"REFUSED: something is missing or misstated ({type(lack).__name__}: {lack})"]
    sys.stdout.write("\n".join(told) + "\n")
    return int(told[-1].startswith("REFUSED"))
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
