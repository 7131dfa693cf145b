"""A zip that holds nothing but itself, as Russ Cox found how to make one
("Zip Files All The Way Down", 2010).

Deflate is taken as a language of two words. Each fills one unit of ten bytes:

    L(n)   print the n units that follow here
    R(n)   print once more the n units that were printed last

With P, what stands before the compressed data, and S, what stands behind it,
of p and s units, this program prints the file that it is in:

    P   L(p+1) P L(p+1)  R(p+1)  L(1) R(p+1)  L(1) L(1)
        L(4) R(p+1) L(1) L(1) L(4)  R(4)  L(4) R(4) L(4) R(4) L(4)  R(4)
        L(4) R(4) L(0) L(0) L(s+1)  R(4)  L(0) L(0)
        L(s+1) R(s+1) S  R(s+1)   S

P and S hold the CRC-32 of the whole. A CRC is linear, so the one that is its
own is the solution of 32 equations.
"""

import struct
import zlib

UNIT = 10
NAME = b'itself.zip'  # ten bytes: P then fills whole units


def _stored(size):
    return struct.pack('<BHH', 0, size, size ^ 0xFFFF)


def _literal(units):
    return _stored(0) + _stored(units * UNIT)


class _Bits:

    def __init__(self):
        self.bits = []

    def number(self, value, width):
        self.bits += [value >> i & 1 for i in range(width)]

    def code(self, value, width):  # Huffman codes: highest bit first
        self.bits += [value >> i & 1 for i in reversed(range(width))]

    def to_bytes(self):
        return bytes(sum(bit << i for i, bit in enumerate(self.bits[at:at + 8]))
                     for at in range(0, len(self.bits), 8))


def _repeat(units):
    """A match of units*UNIT bytes, in fixed Huffman codes, filled up."""
    size = units * UNIT
    bits = _Bits()
    bits.number(0b010, 3)  # not the last block, fixed codes
    # RFC 1951, 3.2.5: length codes from 273 (35 bytes), distances from 10 (33).
    for first, code, extra in ((35, 273, 3), (43, 274, 3), (51, 275, 3),
                               (59, 276, 3), (67, 277, 4), (83, 278, 4)):
        if first <= size < first + (1 << extra):
            bits.code(code - 256, 7)
            bits.number(size - first, extra)
    for first, code, extra in ((33, 10, 4), (49, 11, 4), (65, 12, 5)):
        if first <= size < first + (1 << extra):
            bits.code(code, 5)
            bits.number(size - first, extra)
    bits.code(0, 7)        # end of the block
    bits.number(0b010, 3)  # an empty block
    bits.code(0, 7)
    bits.number(0, 3)      # a stored one, from the next byte on
    data = bits.to_bytes() + _stored(0)[1:]
    assert len(data) == UNIT
    return data


def _program(prefix, suffix):
    p, s = len(prefix) // UNIT, len(suffix) // UNIT
    lp, rp, ls, rs = _literal(p + 1), _repeat(p + 1), _literal(s + 1), _repeat(s + 1)
    l0, l1, l4, r4 = _literal(0), _literal(1), _literal(4), _repeat(4)
    return b''.join((
        lp, prefix, lp, rp, l1, rp, l1, l1, l4, rp, l1, l1, l4, r4,
        l4, r4, l4, r4, l4, r4, l4, r4, l0, l0, ls, r4, l0, l0,
        ls, rs, suffix, rs))


def _zip(crc):
    size, packed = 0, 0
    while True:
        fields = struct.pack('<HHHHHIIIHH', 20, 0, 8, 0, 33, crc, packed, size,
                             len(NAME), 0)
        prefix = b'PK\3\4' + fields + NAME
        central = (b'PK\1\2' + struct.pack('<H', 20) + fields +
                   struct.pack('<HHHII', 0, 0, 0, 0, 0) + NAME)
        where = size - len(central) - 22
        end = b'PK\5\6' + struct.pack('<HHHHIIH', 0, 0, 1, 1, len(central),
                                      max(where, 0), 0)
        suffix = b'\3\0' + central + end  # an empty last block comes first
        assert len(prefix) % UNIT == len(suffix) % UNIT == 0
        program = _program(prefix, suffix)
        whole = prefix + program + suffix
        if size == len(whole):
            return whole
        size, packed = len(whole), len(program) + 2


def _crc_of_itself():
    """c with crc32(_zip(c)) == c, by elimination over bits."""
    constant = zlib.crc32(_zip(0))
    # Row i: which bits of c the equation of bit i sums, and to what.
    rows = [(constant >> i & 1) << 32 for i in range(32)]
    for j in range(32):
        column = zlib.crc32(_zip(1 << j)) ^ constant ^ (1 << j)
        for i in range(32):
            rows[i] |= (column >> i & 1) << j
    for j in range(32):
        pivot = next(i for i in range(j, 32) if rows[i] >> j & 1)
        rows[j], rows[pivot] = rows[pivot], rows[j]
        for i in range(32):
            if i != j and rows[i] >> j & 1:
                rows[i] ^= rows[j]
    return sum((rows[j] >> 32) << j for j in range(32))


def quine_zip():
    return _zip(_crc_of_itself())
