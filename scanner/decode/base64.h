// Base64 in either alphabet, padded or not, in one line or wrapped, alone or
// glued to other characters of its alphabet.
//
// A long run of base64 characters is common: paths, identifiers, hashes,
// images. What is wanted is a run that holds text, and text has no byte above
// 127. That shows before anything is decoded, in one bit of three characters
// of every four:
//
//   byte     0xxxxxxx 0xxxxxxx 0xxxxxxx
//   char     0xxxxx xx0xxx xxxx0x xxxxxx
//
// Of random characters, 20 such bytes in a row pass once in a million places.
// Where the groups of four begin is not known (a path or a name may be glued
// to the front), so all four ways are tried, at once.
//
// What it cannot do: base64 with a foreign character in each line, as in a
// quoted mail.
//
// Cost: a vector in about 24 bytes of source code; random base64 1 ns a byte.
// Source: RFC 4648 sections 4 and 5, RFC 2045 section 6.8 (wrapping).
#pragma once

#include "scanner/decode/decoder.h"

namespace patrol {

extern const Decoder kBase64;

}  // namespace patrol
