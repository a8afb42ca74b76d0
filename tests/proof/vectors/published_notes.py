"""Signed notes and keys as published. Sources: golang.org/x/mod sumdb/note tests; the text of c2sp.org/signed-note."""

TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"

PETER_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"  # published test key
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

ENOCH_VKEY = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_SEED = bytes(32)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)

EXAMPLE_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_TEXT = "This is an example message.\n"
EXAMPLE_LINE = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)

UNUSABLE_VKEYS = (
    "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # 36 bytes, key ID adjusted
    "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # type 0x65, key ID adjusted
)

MALFORMED_NOTES = {
    "no empty line": TEXT,
    "no signatures": TEXT + "\n",
    "no last newline": TEXT + "\n" + PETER_LINE[:-1],
    "a 0x01 byte": "\x01" + TEXT + "\n" + PETER_LINE,
    "a name with a space": TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
    "a line after the signatures": TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
    "101 signatures": TEXT + "\n" + PETER_LINE * 101,
    "a lone short text without newline": "abc",
}
MALFORMED_BYTES = {name: note.encode() for name, note in MALFORMED_NOTES.items()} | {
    "a 0xff byte": b"\xff" + (TEXT + "\n" + PETER_LINE).encode()
}
