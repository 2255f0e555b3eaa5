"""Signatures that stand beside a review: NAME.toml.sig, made with

    ssh-keygen -Y sign -f KEY -n kyphoplasty-review reviews/NAME.toml

Who may sign is listed in reviews/signers, in the form of ssh's allowed signers. A review without a signature counts
too: then it is the commit that says who added it.
"""

import shutil
import subprocess
from pathlib import Path

from reviews.ledger import Ledger, LedgerError
from web.toml_tables import read_text

SIGNERS, NAMESPACE = "signers", "kyphoplasty-review"


def verify(ledger: Ledger) -> None:
    """Raises LedgerError for a signature that cannot be shown to be that of its signer."""
    for review in ledger.reviews:
        path = ledger.folder / f"{review.id}.toml"
        signature = ledger.folder / f"{path.name}.sig"
        if signature.is_file() or review.signer:
            _verify(path, signature, review.signer)


def _verify(path: Path, signature: Path, signer: str) -> None:
    where, signers = f"reviews/{path.name}", path.parent / SIGNERS
    if not signature.is_file():
        raise LedgerError(f"{where} names {signer} as its signer, and has no signature beside it.")
    if not signer:
        raise LedgerError(f"{where} has a signature beside it, and names no signer.")
    if not signers.is_file() or signer not in _principals(signers):
        raise LedgerError(f"{where} is signed by {signer}, who is not listed in reviews/{SIGNERS}.")
    program = shutil.which("ssh-keygen")
    if program is None:
        raise LedgerError(f"{where} is signed, and ssh-keygen is not here to verify it. Install openssh-client.")
    command = [program, "-Y", "verify", "-f", str(signers), "-I", signer, "-n", NAMESPACE, "-s", str(signature)]
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise LedgerError(f"{where} is not what {signer} signed: {done.stderr.decode().strip() or 'wrong signature'}.")


def _principals(signers: Path) -> set[str]:
    lines = [line.split() for line in read_text(signers, LedgerError).splitlines()]
    return {name for line in lines if line and not line[0].startswith("#") for name in line[0].split(",")}
