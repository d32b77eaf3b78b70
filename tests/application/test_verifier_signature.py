"""The verifier's own Ed25519: the vectors of RFC 8032, and no other verdict than the library's."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from application.proof.keys import PublicKey
from infrastructure.exports.verify_pack import ORDER, is_signed

# RFC 8032, section 7.1: secret, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_the_published_vectors_hold(secret: str, public: str, message: str, signature: str) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert is_signed(bytes.fromhex(public), bytes.fromhex(signature), bytes.fromhex(message))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 8 * 96 - 1))
@settings(max_examples=60, deadline=None)
def test_one_turned_bit_is_refused_as_the_library_refuses_it(seed: bytes, message: bytes, bit: int) -> None:
    secret = Ed25519PrivateKey.from_private_bytes(seed)
    key, signature = secret.public_key().public_bytes_raw(), secret.sign(message)
    assert is_signed(key, signature, message)
    turned = (int.from_bytes(key + signature) ^ 1 << bit).to_bytes(96)
    other_key, other = turned[:32], turned[32:]
    assert not is_signed(other_key, other, message)
    assert not PublicKey("key", other_key).verifies(other, message)
    assert not is_signed(key, signature, message + b"\0")


def test_a_second_signature_made_of_the_first_is_refused() -> None:
    _, public, message, signature = VECTORS[1]
    raw = bytes.fromhex(signature)
    moved = (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    assert not is_signed(bytes.fromhex(public), raw[:32] + moved, bytes.fromhex(message))
    assert not is_signed(bytes.fromhex(public), raw[:63], bytes.fromhex(message))
