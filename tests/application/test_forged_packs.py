"""Nothing but the pack that was made is accepted: not one byte of it altered, and none made to look like it."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
import rfc8785
from psycopg_pool import ConnectionPool

from application.group import Group
from application.proof.checkpoints import sign
from application.proof.keys import SigningKey, new_key
from application.proof.packs import FORMAT
from infrastructure.exports.packing import zipped
from infrastructure.postgres.canonical import START, canonical, chained
from infrastructure.postgres.log import PostgresEventLog
from infrastructure.postgres.migrations import in_schema
from tests import examples
from tests.application.proving import KEY, Proven, Reader, proven
from tests.examples import carry_out

Files = dict[str, bytes]
SHARE = ("Brume", "platform", "2026-01")
ATTACKER = new_key("confluence")


@pytest.fixture
def january(pool: ConnectionPool, group_schema: str, confluence: Group) -> Proven:
    """What Brume bears of the platform in January: two sevenths of 100.00 EUR."""
    carry_out(confluence, examples.document("platform", "2026-01", 10000))
    examples.post(confluence, "platform", "2026-01")
    return proven(pool, group_schema, confluence, [SHARE])


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def signed_again(files: Files, key: SigningKey) -> Files:
    """A manifest made anew for these files and signed with that key, as a forger does who understands packs."""
    kept = {name: each for name, each in files.items() if not name.startswith("manifest")}
    listed = {name: {"bytes": len(each), "sha256": sha256(each).hexdigest()} for name, each in kept.items()}
    manifest = rfc8785.dumps({"files": listed, "format": FORMAT, "signer": key.public.text()})
    signature = base64.b64encode(key.sign(FORMAT.encode() + b"\n" + manifest)) + b"\n"
    return {**kept, "manifest.json": manifest, "manifest.sig": signature}


def mutated(content: bytes, random: Random) -> bytes:
    """The bytes with one of them turned, dropped, doubled, or a piece moved; never the same."""
    while True:
        at = random.randrange(len(content))
        match random.randrange(4):
            case 0:
                other = content[:at] + bytes([content[at] ^ 1 << random.randrange(8)]) + content[at + 1 :]
            case 1:
                other = content[:at] + content[at + 1 :]
            case 2:
                other = content[: at + 1] + content[at:]
            case _:
                end = min(len(content), at + random.randrange(1, 80))
                other = content[:at] + content[end:] + content[at:end]
        if other != content:
            return other


def test_1200_mutated_packs_are_refused(january: Proven, reader: Reader) -> None:
    random, whole = Random(1), january.zip
    assert reader.verifies(whole).status == 0
    accepted = [n for n in range(1200) if reader.verifies(mutated(whole, random)).status != 1]
    assert accepted == []


def test_500_packs_with_a_mutated_file_and_a_fitting_manifest_are_refused(
    january: Proven, reader: Reader
) -> None:
    random, names = Random(2), sorted(january.files)
    accepted = []
    for n in range(500):
        name = names[n % len(names)]
        files = {**january.files, name: mutated(january.files[name], random)}
        if not name.startswith("manifest"):
            # All fits again, but for the signature, which the forger cannot make.
            files = {**signed_again(files, KEY), "manifest.sig": january.files["manifest.sig"]}
        if reader.verifies(zipped(files)).status != 1:
            accepted.append((n, name))
    assert accepted == []


def test_300_mutated_proofs_are_refused_whoever_signed_them(january: Proven, reader: Reader) -> None:
    """Even the holder of the key cannot prove an event that is not in the tree."""
    random, accepted = Random(3), []
    lines = january.files["events.jsonl"].splitlines()
    for n in range(300):
        place = random.randrange(len(lines))
        row = json.loads(lines[place])
        where = random.randrange(len(row["proof"]) + 1)
        if where == len(row["proof"]):
            row["event"] = base64.b64encode(mutated(base64.b64decode(row["event"]), random)).decode()
        else:
            turned = bytearray(base64.b64decode(row["proof"][where]))
            turned[random.randrange(32)] ^= 1 << random.randrange(8)
            row["proof"][where] = base64.b64encode(turned).decode()
        forged = [*lines[:place], rfc8785.dumps(row), *lines[place + 1 :]]
        files = signed_again({**january.files, "events.jsonl": b"\n".join(forged) + b"\n"}, KEY)
        if reader.verifies(zipped(files)).status != 1:
            accepted.append((n, place, where))
    assert accepted == []


def rewritten(pool: ConnectionPool, schema: str) -> None:
    """The owner of the database changes who certified a reading, and computes every hash again."""
    log, tip = PostgresEventLog(pool, schema), START
    with pool.connection() as connection:
        connection.execute(
            in_schema(schema, "update {}.events set actor = 'person-9' where topic like '%reading-recorded'")
        )
        connection.execute(in_schema(schema, "delete from {}.tree_blocks"))
    with pool.connection() as connection:
        for records in log.stream():
            for record in records:
                tip = chained(tip, canonical(record))
                statement = in_schema(schema, "update {}.events set hash = %s where position = %s")
                connection.execute(statement, (tip, record.position))
        connection.execute(in_schema(schema, "update {}.head set hash = %s"), (tip,))


def test_a_consistent_forgery_is_refused_against_the_held_checkpoint(
    pool: ConnectionPool, group_schema: str, confluence: Group, january: Proven, reader: Reader
) -> None:
    rewritten(pool, group_schema)
    for key in (ATTACKER, KEY):
        forged = proven(pool, group_schema, confluence, [SHARE], key)
        assert reader.verifies(forged.zip).status == 0
        verdict = reader.verifies(forged.zip, january.signed, KEY)
        assert (verdict.status, verdict.said[:8]) == (1, "REFUSED:")


def test_the_true_pack_signed_by_another_key_is_refused_against_the_held_one(
    january: Proven, reader: Reader
) -> None:
    checkpoint = sign(january.signed.checkpoint, ATTACKER).text().encode()
    files = signed_again({**january.files, "checkpoint.txt": checkpoint}, ATTACKER)
    assert reader.verifies(zipped(files)).status == 0
    assert "another key" in reader.verifies(zipped(files), january.signed, KEY).said


def test_a_held_checkpoint_that_was_altered_is_refused(january: Proven, reader: Reader) -> None:
    other = replace(january.signed.checkpoint, size=january.signed.checkpoint.size - 1)
    held = replace(january.signed, checkpoint=other)
    assert "not signed" in reader.verifies(january.zip, held, KEY).said


def claimed(files: Files, change: Callable[[dict[str, object]], None]) -> Files:
    claims = json.loads(files["claims.json"])
    change(claims["shares"][0])
    return signed_again({**files, "claims.json": rfc8785.dumps(claims)}, KEY)


@pytest.mark.parametrize(
    "change",
    [{"posted_cents": 2858}, {"member": "Aval"}, {"runs": []}, {"month": "2026-02"}, {"contract": "other"}],
    ids=str,
)
def test_a_claim_that_does_not_follow_is_refused(
    january: Proven, reader: Reader, change: dict[str, object]
) -> None:
    files = claimed(january.files, lambda claim: claim.update(change))
    assert reader.verifies(zipped(files)).status == 1


def test_a_pack_that_leaves_out_what_the_share_follows_from_is_refused(
    january: Proven, reader: Reader
) -> None:
    lines = january.files["events.jsonl"].splitlines(keepends=True)
    accepted = []
    for dropped, line in enumerate(lines):
        left = b"".join(lines[:dropped] + lines[dropped + 1 :])
        files = signed_again({**january.files, "events.jsonl": left}, KEY)
        # Amendments came after the agreement that the contract rests on: nothing follows from them here.
        needless = b".agreement.amendment" in base64.b64decode(json.loads(line)["event"])
        if reader.verifies(zipped(files)).status != 1 and not needless:
            accepted.append(dropped)
    assert accepted == []


def other_zips(files: Files) -> dict[str, bytes]:
    """Zips that hold the files of a pack and are no packs."""

    def made(
        compression: int = zipfile.ZIP_STORED, names: list[str] | None = None, date: int = 1980
    ) -> bytes:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", compression) as archive:
            for name in names or sorted(files):
                entry = zipfile.ZipInfo(name, (date, 1, 1, 0, 0, 0))
                entry.create_system, entry.external_attr = 3, 0o100644 << 16
                entry.compress_type = compression
                archive.writestr(entry, files.get(name, b""))
        return whole.getvalue()

    names = sorted(files)
    true = made()
    bomb = {**files, "README.txt": bytes(10_000_000)}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(bomb):
            archive.writestr(zipfile.ZipInfo(name), bomb[name], zipfile.ZIP_DEFLATED)
    commented = true[:-2] + struct.pack("<H", 3) + b"abc"
    return {
        "compressed": made(zipfile.ZIP_DEFLATED),
        "a bomb": whole.getvalue(),
        "in another order": made(names=names[::-1]),
        "a file twice": made(names=[*names, names[-1]]),
        "a file more": made(names=sorted([*names, "more.txt"])),
        "a file less": made(names=names[1:]),
        "a path upwards": made(names=sorted([*names, "../evil"])),
        "an absolute path": made(names=sorted([*names, "/evil"])),
        "a folder": made(names=sorted([*names, "folder/"])),
        "a path with a backslash": made(names=sorted([*names, "..\\evil"])),
        "another date": made(date=1981),
        "rubbish behind": true + b"\0",
        "rubbish before": b"\0" + true,
        "a comment": commented,
        "two zips": true + true,
        "cut off": true[:-30],
        "nothing": b"",
        "an empty zip": b"PK\5\6" + bytes(18),
    }


OTHER_ZIPS = (
    *("compressed", "a bomb", "in another order", "a file twice", "a file more", "a file less"),
    *("a path upwards", "an absolute path", "a folder", "a path with a backslash", "another date"),
    *("rubbish behind", "rubbish before", "a comment", "two zips", "cut off", "nothing", "an empty zip"),
)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("what", OTHER_ZIPS)
def test_only_the_zip_of_a_pack_is_read(january: Proven, reader: Reader, what: str) -> None:
    verdict = reader.verifies(other_zips(january.files)[what])
    assert (verdict.status, verdict.said[:8]) == (1, "REFUSED:")


@pytest.mark.parametrize("name", ["claims.json", "manifest.json"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(b":", b": ", 1),
        lambda text: text + b"\n",
        lambda text: b'{"title":"x",' + text[1:],
        lambda text: text.replace(b"}", b',"more":1.5}', 1),
        lambda text: b"[" * 100_000,
    ],
    ids=["spaced", "a line more", "a field twice", "a field more", "deep"],
)
def test_only_canonical_json_is_read(
    january: Proven, reader: Reader, name: str, spoil: Callable[[bytes], bytes]
) -> None:
    files = {**january.files, name: spoil(january.files[name])}
    if name == "manifest.json":
        signature = base64.b64encode(KEY.sign(FORMAT.encode() + b"\n" + files[name])) + b"\n"
        files["manifest.sig"] = signature
    else:
        files = signed_again(files, KEY)
    verdict = reader.verifies(zipped(files))
    assert (verdict.status, verdict.said[:8]) == (1, "REFUSED:")


def test_the_same_claim_makes_the_same_bytes(
    pool: ConnectionPool, group_schema: str, confluence: Group, january: Proven
) -> None:
    assert proven(pool, group_schema, confluence, [SHARE]).zip == january.zip
