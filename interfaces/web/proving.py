"""A share as a file that proves itself: signed by the server's key, or in a demonstration by one of the moment."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from application.proof import signing
from application.proof.checkpoints import sign
from application.proof.evidence import Evidence
from application.proof.keys import SigningKey, new_key
from application.proof.packs import Pack, pack_files
from domain.kernel.errors import Refusal
from domain.kernel.money import euros
from interfaces.composition import kept, packing
from interfaces.web.visiting import Visit


class NoSigningKey(Refusal):
    """A proof is signed with a key that was made for it."""

    sentence = "this server has no signing key: `tantieme key new` makes one, and TANTIEME_SIGNING_KEY names its file"


def can_prove(visit: Visit) -> bool:
    """Whether a proof is offered: of how things stand now, where there is a key."""
    return visit.as_of is None and (_key_file(visit).exists() or visit.asked.admitted.is_demo)


def proof_of(visit: Visit, member: str, contract: str, month: str) -> bytes:
    """The zip of a member's share of a contract's month, with its verifier. Raises NoSigningKey, NotFound."""
    secret, home, name = _secret(visit), visit.served.home, visit.name
    log, tree = visit.group.ledger.event_log, home.tree(name)
    signed = sign(signing.checkpoint_of(log, tree, signing.read_through(log, tree, name)), secret)
    evidence = Evidence(tree, signed.checkpoint.size)
    claim = evidence.add_share(member, contract, month)
    title = f"What {member} bears of {contract} for {month}: {euros(claim['posted_cents'])}"
    pack = Pack(name, title, [claim], evidence.forms, {})
    return packing.zipped(pack_files(pack, signed, tree, packing.verifier(), secret))


def _secret(visit: Visit) -> SigningKey:
    file = _key_file(visit)
    if file.exists():
        return kept.signing_key(file)
    if visit.asked.admitted.is_demo:
        return _of_the_moment()
    raise NoSigningKey()


def _key_file(visit: Visit) -> Path:
    file: Path = visit.request.app.state.signing_key
    return file


@cache
def _of_the_moment() -> SigningKey:
    return new_key("demonstration")
