// Hexadecimal digits, two a byte, in either case: "6768705f…" is "ghp_…".
//
// Hashes are hexadecimal too, and there are many. They fail one test: bytes of
// text. Of random bytes two in five would do for text; twenty in a row, one
// run in a hundred million. As with base64 an odd character may be glued to
// the front, so both ways to pair the digits are tried.
//
// What it cannot do: dumps, with blanks, commas or 0x between the bytes.
#pragma once

#include "scanner/decode/decoder.h"

namespace patrol {

extern const Decoder kHex;

}  // namespace patrol
