"""Checkpoints are signed notes as transparency logs exchange them; who signed, and what continues what."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from application.proof.checkpoints import (
    Checkpoint,
    Cosigned,
    NotSigned,
    SignedCheckpoint,
    read_checkpoint,
    sign,
)
from application.proof.consistency import (
    ConsistencyProof,
    NotAContinuation,
    must_continue,
    prove_continued,
    read_consistency_proof,
)
from application.proof.keys import COSIGNS, new_key, read_public_key, read_signing_key
from domain.kernel.errors import BadInput
from domain.kernel.merkle import Tree, leaf_hash, root

# The example key and note of golang.org/x/mod/sumdb/note.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
SAYING = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="

GROUP, AVAL, BRUME = new_key("the-group"), new_key("Aval"), new_key("Brume")
AT = datetime(2026, 3, 31, 10, 20, 30, 123456, UTC)
TREE = Tree(leaf_hash(b"%d" % n) for n in range(20))


def checkpoint(size: int, tree: Tree = TREE) -> Checkpoint:
    return Checkpoint("tantieme/coopairs", size, root(size, tree.node), sha256(b"%d" % size).digest(), AT)


def test_the_published_key_signs_the_published_note() -> None:
    secret, public = read_signing_key(NEUMANN_SECRET), read_public_key(NEUMANN)
    assert (secret.public, public.text(), secret.text()) == (public, NEUMANN, NEUMANN_SECRET)
    signed = base64.b64decode(SIGNATURE)
    assert signed == public.id() + secret.sign(SAYING.encode())
    assert public.verifies(signed[4:], SAYING.encode())


def test_a_checkpoint_is_read_as_it_was_written() -> None:
    signed = sign(checkpoint(7), GROUP).cosigned(AVAL, AT).cosigned(BRUME, AT)
    assert read_checkpoint(signed.text()) == signed
    for key in (GROUP, AVAL, BRUME):
        read_checkpoint(signed.text()).must_be_signed_by(key.public)
    assert [each.cosigned_at for each in signed.signatures] == [None, *[AT.replace(microsecond=0)] * 2]
    assert signed.text().startswith("tantieme/coopairs\n7\n")


def test_a_cosignature_is_that_of_the_published_form() -> None:
    signed = sign(checkpoint(7), GROUP).cosigned(AVAL, AT)
    raw, seconds = signed.signatures[1].signed, int(AT.timestamp())
    message = f"cosignature/v1\ntime {seconds}\n{signed.checkpoint.text()}".encode()
    assert raw[:4] == AVAL.public.id(COSIGNS) != AVAL.public.id()
    assert int.from_bytes(raw[4:12]) == seconds
    assert AVAL.public.verifies(raw[12:], message)


def test_who_has_not_signed_is_not_believed() -> None:
    signed = sign(checkpoint(7), GROUP)
    for stranger in (AVAL, new_key("the-group")):
        with pytest.raises(NotSigned):
            signed.must_be_signed_by(stranger.public)
    with pytest.raises(NotSigned):
        replace(signed, checkpoint=checkpoint(8)).must_be_signed_by(GROUP.public)
    later = signed.cosigned(AVAL, AT).signatures[1]
    raised = replace(later, signed=later.signed[:11] + bytes([later.signed[11] ^ 1]) + later.signed[12:])
    with pytest.raises(NotSigned):
        SignedCheckpoint(signed.checkpoint, (signed.signatures[0], raised)).must_be_signed_by(AVAL.public)


def test_a_member_signs_once() -> None:
    with pytest.raises(Cosigned):
        sign(checkpoint(7), GROUP).cosigned(AVAL, AT).cosigned(AVAL, AT)


def spoilt(text: str) -> list[str]:
    return [
        *("", text[:-1], text + "\n", text.replace("\n\n", "\n", 1), "\n" + text, text.replace("\n", "\r\n")),
        *(
            text.replace("\n7\n", "\n07\n", 1),
            text.replace("\n7\n", "\n-7\n", 1),
            text.replace("chain ", "Chain "),
        ),
        *(text.replace("— ", "- "), text.replace("+00:00", "+01:00"), text.partition("\n\n")[0] + "\n\n"),
        *(text + text.partition("\n\n")[2], text.replace("=\n", "\n", 1)),
    ]


@pytest.mark.parametrize("place", range(14))
def test_what_is_written_otherwise_is_no_checkpoint(place: int) -> None:
    with pytest.raises(BadInput):
        read_checkpoint(spoilt(sign(checkpoint(7), GROUP).text())[place])


def test_a_later_checkpoint_continues_an_earlier_one() -> None:
    proof = prove_continued(checkpoint(7), checkpoint(20), TREE.node)
    must_continue(checkpoint(7), checkpoint(20), read_consistency_proof(proof.text()))


def test_a_rewritten_log_continues_nothing() -> None:
    other = Tree([*(leaf_hash(b"%d" % n) for n in range(6)), *(leaf_hash(b"other%d" % n) for n in range(14))])
    with pytest.raises(NotAContinuation):
        prove_continued(checkpoint(7), checkpoint(20, other), other.node)
    prove_continued(checkpoint(6), checkpoint(20, other), other.node)


@pytest.mark.parametrize(
    "later",
    [
        replace(checkpoint(20), origin="tantieme/other"),
        checkpoint(6),
        replace(checkpoint(7), chain=bytes(32)),
        replace(checkpoint(20), root=bytes(32)),
    ],
    ids=["another log", "fewer events", "as many, not the same", "another root"],
)
def test_what_does_not_continue_is_refused(later: Checkpoint) -> None:
    proof = ConsistencyProof(7, later.size, prove_continued(checkpoint(7), checkpoint(20), TREE.node).hashes)
    with pytest.raises(NotAContinuation):
        must_continue(checkpoint(7), later, proof)


def test_a_proof_of_other_sizes_is_refused() -> None:
    proof = prove_continued(checkpoint(7), checkpoint(20), TREE.node)
    with pytest.raises(NotAContinuation):
        must_continue(checkpoint(7), checkpoint(20), replace(proof, earlier=8))
    with pytest.raises(BadInput):
        read_consistency_proof(proof.text().replace("=", "", 1))


@pytest.mark.parametrize(
    "text",
    ["", "name", NEUMANN.replace("c74f20a3", "c74f20a4"), NEUMANN[:-4], NEUMANN_SECRET, "a b" + NEUMANN],
    ids=["nothing", "a name", "another id", "cut off", "a secret", "a space in the name"],
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_public_key(text)


def test_a_secret_is_never_quoted() -> None:
    with pytest.raises(BadInput) as refused:
        read_signing_key(NEUMANN_SECRET[:-4])
    assert "AYEKFALV" not in str(refused.value)
    assert "AYEKFALV" not in repr(read_signing_key(NEUMANN_SECRET))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\n", "x" * 121])
def test_a_key_s_name_fits_in_a_line(name: str) -> None:
    with pytest.raises(BadInput):
        new_key(name)
