// Between a text and what was decoded from a part of it: is that worth a
// search, and where does what was found there stand in the text?
//
//   text      token: Z2hwX3l0S3ZlYi4uLg==
//   decoded          g h p _ y t K v e b ...
//                    each byte comes from some characters of the text
//
// The detector decodes three deep; each level's offsets are translated to those
// of the level around it, so a finding ends up with offsets of the file.
// Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "scanner/decode/decoder.h"
#include "scanner/detect/context.h"
#include "scanner/detect/detector.h"

namespace patrol {

// Is a token's worth of it printable? Zeros, or base64 that is no text after
// all, are not.
bool may_hold_token(std::string_view decoded);

// Makes the places of out.candidates from `first` on, and of out.dropped from
// `first_dropped` on, those of place.text, of which place.where was decoded to
// `decoded`; and notes the decoder in the candidates. Those are taken out that
// the text has just so, with the bytes beside them: the search of the text sees
// them too, and whole, where what was decoded ends in the middle of them:
//
//   text      // don\'t … token = "eyJhbGciOi . . . . . . . . . . . ."
//   decoded   // don't … token = "eyJhbGciOi . . . |
void translate(const Place& place, const Decoder& decoder,
               std::string_view decoded, std::size_t first,
               std::size_t first_dropped, Detected& out);

}  // namespace patrol
