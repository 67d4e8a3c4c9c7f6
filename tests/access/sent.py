"""What a browser would never send, and somebody will."""

from urllib.parse import quote, quote_from_bytes

LONG = "é" * (512 * 1024)
VALUES = [
    *("", " ", "\0", "a\0b", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202e", "e\u0301", "🙂" * 99),
    *("-1", "0", "1.5", "1e309", "NaN", "Infinity", "9" * 30, "-" + "9" * 30, "２", "٣", "1,2"),
    *("9223372036854775807", "9223372036854775808", "2147483648", "0x10", "true", "null"),
    *("2026-02-30", "0000-00-00", "99999-01-01", "9999-12-31", "0001-01-01", "31/02/2026"),
    *("25:61", "24:00", "12:00:00.0000001", "2026-03-10T99", "-", "/", "%", "%s", "%(a)s"),
    *("[]", "{}", '{"a": [1]}', "[[[[[[[[1", "' OR 1=1 --", '"', "\\", "*", "(", "[", "?"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "${7*7}", "../../etc/passwd", "a.pdf\0.html"),
    *("x" * 300, "x " * 2000, "=1+1", "@a", "a@b", "a@" + "b" * 300 + ".fr", "on", "None"),
    *("00000000-0000-0000-0000-000000000000", "not-a-uuid", "csv", "xlsx", "exe", "get", "pk"),
]
# What is no text at all: a lone surrogate, bytes of another encoding.
BYTES = [b"\xed\xa0\x80", b"\xff\xfe", b"\xe9cole", b"%00", b"\x00"]
ELSEWHERE = [
    *("https://ailleurs.test/", "//ailleurs.test", "///ailleurs.test", "////ailleurs.test/%2f.."),
    *("\\\\ailleurs.test", "/\\ailleurs.test", "\\/ailleurs.test", "https:ailleurs.test"),
    *("https:/ailleurs.test", "http:///ailleurs.test", "javascript:alert(1)", "data:text/html,a"),
    *("JaVaScRiPt:alert(1)", " https://ailleurs.test", "\thttps://ailleurs.test", "\x00//a.test"),
    *("https://testserver@ailleurs.test", "https://testserver.ailleurs.test", "//testserver:x"),
    *("https://ailleurs.test#testserver", "https://[::1", "https://[", "//[", "ftp://testserver"),
    *("/%0d%0aLocation:%20//ailleurs.test", "/\r\nLocation: //ailleurs.test", "?next=//a.test"),
    *("/%09/ailleurs.test", "/\t/ailleurs.test", "//ailleurs%E3%80%82test", "vbscript:a", "/" * 99),
]
COMMON = ["q", "page", "format", "next", "tri", "ordre", "id", "once", "langue", "onglet", "action"]
HOSTS = ["ailleurs.test", "testserver:99999", "testserver, ailleurs.test", "[::1", "a b", "é.test"]
COOKIES = [
    *("session=", "session=" + "x" * 4000, "session=../../etc", "session=\x01", "session=é"),
    *("messages=garbage", "messages=[[1,2]]", "csrftoken=", "csrftoken=" + "é" * 32, "=;=;=", ";"),
    *("django_language=../../x", "django_language=" + "z" * 999, "a" * 8000, '"', "session={}"),
]
BROKEN_FORMS = [
    ("multipart/form-data", b"abc"),
    ("multipart/form-data; boundary=", b"--\r\n\r\n----"),
    ("multipart/form-data; boundary=é", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n'),
    (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="q"\r\nContent-Transfer-Encoding: base64'
        + b"\r\n\r\n%%%\r\n--x--\r\n",
    ),
    ("application/json", b'{"a": '),
    ("application/json", b"[" * 5000),
    ("text/plain; charset=nothing", b"a=b"),
    ("application/x-www-form-urlencoded; charset=utf-7", b"a=+ADw-"),
    ("", b"a=b"),
]
FILES = ["../../x.pdf", "a\\b.pdf", "a.pdf\0.html", "x" * 300 + ".pdf", ".htaccess", "é.csv", ""]


def encoded(pairs):
    """A form as bytes: what cannot be written in UTF-8 too."""
    return "&".join(f"{quote(name, safe='')}={percent(value)}" for name, value in pairs)


def percent(value):
    if isinstance(value, bytes):
        return quote_from_bytes(value, safe="")
    return quote(value.encode("utf-8", "surrogatepass"), safe="")


def with_files(pairs, names, random):
    """The same as a form with files, each under a name that no file should have."""
    lines = []
    for name, value in pairs:
        raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")
        lines.append(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + raw)
    for name in names:
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="'
        kind = random.choice(["application/pdf", "image/png", "text/csv", "é", ""])
        body = random.choice([b"", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"a;b\r\n\0"])
        file = random.choice(FILES)
        lines.append(f'{head}{file}"\r\nContent-Type: {kind}\r\n\r\n'.encode() + body)
    return b"\r\n".join([*lines, b"--x--\r\n"])
