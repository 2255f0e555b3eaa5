"""A certificate as long as those of free certificate authorities: a leaf, and the intermediate that signed it.

How long they are matters: both are sent before the page, in the same few packets that a server may send at first.
"""

import base64
import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID, ObjectIdentifier
from proxy import HOST

FILES_HOST = "files.example.org"
# Two signed timestamps of logs, which every public certificate has in it.
TIMESTAMPS = ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
TIMESTAMP_BYTES = 242
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


@dataclass(frozen=True)
class Chain:
    """A key, its certificate, and that of the authority in between."""

    key: ec.EllipticCurvePrivateKey
    leaf: x509.Certificate
    intermediate: x509.Certificate

    @property
    def sent_bytes(self) -> int:
        return sum(len(one.public_bytes(DER)) for one in (self.leaf, self.intermediate))

    @property
    def fingerprint(self) -> str:
        """Of its public key, as Chromium is told whom to trust."""
        public = self.key.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(public).digest()).decode()

    def write(self, folder: Path) -> None:
        """As nginx reads them."""
        sent = b"".join(one.public_bytes(PEM) for one in (self.leaf, self.intermediate))
        (folder / "fullchain.pem").write_bytes(sent)
        form = serialization.PrivateFormat.PKCS8
        (folder / "key.pem").write_bytes(self.key.private_bytes(PEM, form, serialization.NoEncryption()))


def make() -> Chain:
    """A new one, for the site and for the files beside it."""
    root_key = rsa.generate_private_key(65_537, 4096)
    between_key = ec.generate_private_key(ec.SECP384R1())
    key = ec.generate_private_key(ec.SECP256R1())
    root = _name("US", "A root of twenty-odd letters", "Root X1")
    between = _name("US", "An authority", "E7")
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    intermediate = (
        _certificate(root, between, between_key, "http://x1.i.example.org/", root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(FILES_HOST)])
    leaf = (
        _certificate(
            between,
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)]),
            key,
            "http://e7.i.example.org/",
            between_key,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(x509.UnrecognizedExtension(TIMESTAMPS, bytes(range(TIMESTAMP_BYTES))), critical=False)
        .sign(between_key, hashes.SHA384())
    )
    return Chain(key, leaf, intermediate)


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def _certificate(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuers_address: str, signs: Key
) -> x509.CertificateBuilder:
    """What every certificate of a chain has."""
    now = datetime.datetime.now(datetime.UTC)
    address = x509.UniformResourceIdentifier(issuers_address)
    at = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, address)
    revoked = x509.UniformResourceIdentifier(f"{issuers_address}84.crl")
    policy = x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), None)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key()), critical=False)
        .add_extension(x509.AuthorityInformationAccess([at]), critical=False)
        .add_extension(x509.CertificatePolicies([policy]), critical=False)
        .add_extension(
            x509.CRLDistributionPoints([x509.DistributionPoint([revoked], None, None, None)]), critical=False
        )
        .add_extension(_USAGE, critical=True)
    )


_USAGE = x509.KeyUsage(True, False, False, False, False, False, False, False, False)


def _name(country: str, organisation: str, name: str) -> x509.Name:
    words = ((NameOID.COUNTRY_NAME, country), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in words])
