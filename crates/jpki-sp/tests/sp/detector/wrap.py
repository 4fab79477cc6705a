"""Writes each file given, encoded in each way that the detector undoes, into a folder: wrap.py FOLDER FILE..."""
import base64
import gzip
import io
import json
import quopri
import sys
import urllib.parse
import zipfile
import zlib
from pathlib import Path
from xml.sax.saxutils import escape


def zipped(content, name="a", method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("mimetype", "application/octet-stream", zipfile.ZIP_STORED)
        archive.writestr(name, content)
    return file.getvalue()


def streamed(content):
    """With sizes behind the data, as for an output that cannot be gone back in."""

    class Pipe(io.RawIOBase):
        written = b""

        def writable(self):
            return True

        def write(self, octets):
            self.written += bytes(octets)
            return len(octets)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", content)
    return pipe.written


def pdf(dictionary, stream=b""):
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< "
        + dictionary
        + b" /Length %d >>\nstream\n" % len(stream)
        + stream
        + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )


def literal(octets, always=False):
    """A literal string of PDF."""
    signs = b"\\()\r"
    return b"(" + b"".join(
        b"\\%03o" % octet if always or octet in signs else bytes([octet]) for octet in octets
    ) + b")"


def bare(octets):
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(octets) + deflate.flush()


def ways(octets):
    lines = base64.encodebytes(octets)
    text = lines.decode()
    line = base64.b64encode(octets).decode()
    pem = "-----BEGIN CERTIFICATE-----\n" + text + "-----END CERTIFICATE-----\n"
    digits = octets.hex()
    yield "raw", octets
    yield "raw-within", bytes(range(256)) * 3 + octets + b"0\x82" * 7
    yield "pem", pem.encode()
    yield "pem-carriage-returns", pem.replace("\n", "\r\n").encode()
    yield "base64", line.encode()
    yield "base64-after-words", f"the certificate follows: {line}".encode()
    yield "base64-url", base64.urlsafe_b64encode(octets)
    yield "base64-url-unpadded", base64.urlsafe_b64encode(octets).rstrip(b"=")
    yield "base64-quoted-mail", b"".join(b"> " + part + b"\r\n" for part in lines.split())
    yield "base64-in-source", ("const C: &str = \"" + '" +\n    "'.join(text.split()) + '";').encode()
    for alignment in range(1, 4):
        yield f"base64-aligned-{alignment}", base64.b64encode(b"\xff" * alignment + octets)
    yield "json", json.dumps({"certificate": line}).encode()
    yield "json-lines", json.dumps({"certificate": pem}).encode()
    yield "json-array", json.dumps({"lines": text.split()}, indent=2).encode()
    yield "json-solidus", json.dumps({"certificate": line}).replace("/", "\\/").encode()
    yield "json-in-json", json.dumps({"body": json.dumps({"certificate": pem})}).encode()
    yield "json-points", json.dumps({"c": line}).replace("/", "\\u002f").replace("+", "\\u002B").encode()
    yield "xml", f"<X509Certificate>\n  {text}</X509Certificate>".encode()
    yield "xml-references", f"<a b='{escape(text, {chr(10): '&#10;', '/': '&#x2F;'})}'/>".encode()
    yield "xml-in-json", json.dumps({"x": f"<a>{escape(text, {chr(10): '&#xA;'})}</a>"}).encode()
    yield "form", ("certificate=" + urllib.parse.quote(pem, safe="")).encode()
    yield "form-twice", urllib.parse.quote(urllib.parse.quote(line, safe=""), safe="").encode()
    yield "quoted-printable-text", quopri.encodestring(pem.replace("\n", " \n").encode())
    yield "quoted-printable", quopri.encodestring(octets)
    yield "utf-16-le", ("\ufeff" + pem).encode("utf-16-le")
    yield "utf-16-be", ("\ufeff証明書\n" + pem).encode("utf-16-be")
    yield "hexadecimal", digits.encode()
    yield "hexadecimal-upper", digits.upper().encode()
    yield "hexadecimal-odd", ("a " + digits).encode()
    yield "hexadecimal-colons", ":".join(f"{octet:02X}" for octet in octets).encode()
    yield "hexadecimal-source", (
        "char c[] = {\n" + ",\n".join(
            ", ".join(f"0x{octet:02x}" for octet in octets[at : at + 12])
            for at in range(0, len(octets), 12)
        ) + "};"
    ).encode()
    yield "escaped-source", "".join(f"\\x{octet:02x}" for octet in octets).encode()
    yield "zlib", zlib.compress(octets)
    yield "zlib-best", zlib.compress(octets, 9)
    yield "zlib-stored", zlib.compress(octets, 0)
    yield "zlib-within", b"\x78\x9c\x00" * 9 + zlib.compress(octets * 3)
    yield "zlib-cut-off", zlib.compress(octets * 2)[:-9]
    yield "gzip", gzip.compress(octets)
    yield "gzip-second-member", gzip.compress(b"first" * 99) + gzip.compress(octets)
    yield "deflate-base64", base64.b64encode(bare(b"<a>" + lines + b"</a>"))
    yield "zip", zipped(octets)
    yield "zip-stored", zipped(octets, method=zipfile.ZIP_STORED)
    yield "zip-streamed", streamed(octets)
    yield "zip-directory-lost", zipped(octets * 2)[:-40]
    yield "zip-in-zip-in-zip", zipped(zipped(zipped(lines)))
    yield "docx", zipped(f"<a>{line}</a>", "word/document.xml")
    yield "pdf-contents", pdf(b"/Contents <" + digits.encode() + b"00" * 999 + b">")
    yield "pdf-contents-spaced", pdf(b"/Contents <" + b" \n".join(digits[at : at + 31].encode() for at in range(0, len(digits), 31)) + b">")
    yield "pdf-literal", pdf(b"/Cert " + literal(octets))
    yield "pdf-literal-octal", pdf(b"/Cert " + literal(octets, True))
    yield "pdf-stream", pdf(b"/Filter /FlateDecode", zlib.compress(octets))
    yield "pdf-object-stream", pdf(
        b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode",
        zlib.compress(b"7 0 << /Cert <" + digits.encode() + b"> >>"),
    )
    yield "pdf-hexadecimal-flate", pdf(
        b"/Filter [/ASCIIHexDecode /FlateDecode]", zlib.compress(octets).hex().encode() + b">"
    )
    yield "pdf-attachment-in-zip", zipped(pdf(b"/Filter /FlateDecode", zlib.compress(pem.encode())))
    # What cannot be undone.
    yield "not-bzip2", zipped(octets, method=zipfile.ZIP_BZIP2)
    yield "not-lzma", zipped(octets, method=zipfile.ZIP_LZMA)
    yield "not-lzw", pdf(b"/Filter /LZWDecode", octets[::-1])
    yield "not-encrypted-pdf", pdf(b"/Encrypt 2 0 R", octets[::-1])


folder = Path(sys.argv[1])
for name in sys.argv[2:]:
    file = Path(name)
    for way, encoded in ways(file.read_bytes()):
        (folder / f"{file.name}.{way}").write_bytes(encoded)
