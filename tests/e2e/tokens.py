"""Tokens with right check digits, made up while a test runs.

No file of this repository may hold a string that looks like a live token, and
patrol finds nothing that lacks its check digits. So each token is computed
from a seed text: the same seed, the same token. The formulas are written here
once more, from their descriptions, so that they also check patrol's.
"""

import base64
import hashlib
import json
import struct
import zlib

BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
_WORD = 0xFFFFFFFF


def random_base62(seed, length):
    digest = hashlib.shake_256(seed.encode()).digest(length)
    return ''.join(BASE62[byte % 62] for byte in digest)


def _base62(number):
    digits = ''
    while number:
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits


def base62_crc32(body):
    """Six check digits, as GitHub and others compute them of the body."""
    return _base62(zlib.crc32(body.encode())).rjust(6, '0')


def github_pat(seed='github'):
    """40 characters: a prefix, 30 random ones, six digits of their CRC-32."""
    body = random_base62(seed, 30)
    return 'ghp' + '_' + body + base62_crc32(body)


def json_web_token(claims, seed='jwt'):
    """Of these claims; the signature is drawn, and signs nothing."""
    def encoded(part):
        text = base64.urlsafe_b64encode(json.dumps(part).encode())
        return text.decode().rstrip('=')
    return '.'.join((encoded({'typ': 'JWT', 'alg': 'RS256'}), encoded(claims),
                     random_base62(seed, 43)))


def azure_legacy_pat(seed='legacy', kind=0xE0B9692D):
    """52 characters of base32 over 32 bytes, four of which are check digits.

    bytes  0 1  [2]  3..6  [7] [8]  9..21  [22]  23..31
    The CRC-32 of the others, exclusive-or the kind of the token (a user's, or
    0x1019F92E: an application's), stands in 22, 8, 7, 2.
    """
    data = hashlib.sha256(seed.encode()).digest()[:28]
    check = struct.pack('<I', zlib.crc32(data) ^ kind)
    token = bytearray(32)
    token[0:2], token[3:7] = data[0:2], data[2:6]
    token[9:22], token[23:32] = data[6:19], data[19:28]
    token[22], token[8], token[7], token[2] = check
    return base64.b32encode(bytes(token)).decode().rstrip('=').lower()


def _rotate(word, by):
    return ((word << by) | (word >> (32 - by))) & _WORD


def _marvin_block(a, b):
    b ^= a
    a = (_rotate(a, 20) + b) & _WORD
    b = _rotate(b, 9) ^ a
    a = (_rotate(a, 27) + b) & _WORD
    return a, _rotate(b, 19)


def marvin32(data, seed):
    a, b = seed & _WORD, seed >> 32
    whole = len(data) - len(data) % 4
    for at in range(0, whole, 4):
        word = int.from_bytes(data[at:at + 4], 'little')
        a, b = _marvin_block((a + word) & _WORD, b)
    tail = int.from_bytes(data[whole:] + b'\x80', 'little')
    a, b = _marvin_block((a + tail) & _WORD, b)
    a, b = _marvin_block(a, b)
    return a ^ b


def _azure_pat_core(seed, made='CF'):
    # As they are issued: five characters of what the platform reserves vary.
    varying = random_base62('platform ' + seed, 5)
    return ''.join((random_base62(seed, 52), 'JQQJ', '99' + made, 'ACAAAAA',
                    varying, 'AAAS', 'AZ', 'DO'))


def _azure_pat_check(core):
    check = marvin32(base64.b64decode(core), int.from_bytes(b'Default0', 'big'))
    return struct.pack('<I', check)


def azure_pat(seed='cask', made='CF'):
    """84 characters: CASK's fixed parts, and base64 digits of its Marvin32.
    `made`: the year, A is 2024, and the month, A is January."""
    core = _azure_pat_core(seed, made)
    return core + base64.b64encode(_azure_pat_check(core)).decode()[:4]


def azure_pat_base62(seed='cask'):
    """The same with base62 digits, as they are issued now: of one number, a 0
    ahead for each zero byte that it begins with, filled with 0 behind."""
    core = _azure_pat_core(seed)
    check = _azure_pat_check(core)
    zeros = len(check) - len(check.lstrip(b'\0'))
    digits = '0' * zeros + _base62(int.from_bytes(check, 'big'))
    return core + digits.ljust(6, '0')[:4]
