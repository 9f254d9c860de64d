"""Certificates by authorities of our own, made as an administrator makes them: with openssl."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, each a PEM file."""

    certificate: Path
    key: Path


def authority(folder: Path, name: str) -> Certificate:
    """Make a certificate authority that nobody trusts yet."""
    return _made(folder, name, ["-subj", f"/CN={name}"])


def issued(by: Certificate, folder: Path, name: str, *hosts: str) -> Certificate:
    """Make a server's certificate for these names, signed by the authority."""
    names = ",".join(f"DNS:{host}" for host in hosts)
    signed = ["-CA", str(by.certificate), "-CAkey", str(by.key)]
    limits = ["-addext", f"subjectAltName={names}", "-addext", "basicConstraints=critical,CA:FALSE"]
    return _made(folder, name, ["-subj", f"/CN={hosts[0]}", *signed, *limits])


def _made(folder: Path, name: str, arguments: list[str]) -> Certificate:
    made = Certificate(folder / f"{name}.crt", folder / f"{name}.key")
    files = ["-out", str(made.certificate), "-keyout", str(made.key)]
    subprocess.run(
        ["openssl", "req", "-x509", "-days", "2", *KEY, *files, *arguments],
        check=True,
        capture_output=True,
    )
    return made
