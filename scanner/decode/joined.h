// Text that is cut in pieces which the reader of the file puts together.
//
//   kJoined   string literals: "ghp_1234" + "5678", over lines too; C's and
//             Python's adjacent ones, JavaScript's +, PHP's ., VB's &
//   kMarkup   documents: <w:t>ghp_1234</w:t></w:r><w:r><w:t>5678</w:t>, as
//             word processors and spreadsheets cut a word where its spelling
//             was checked, or its colour changed
//
// A piece must end and the next begin with what a token may hold: sentences
// that are cut at blanks, nearly all there are, are not put together.
#pragma once

#include "scanner/decode/decoder.h"

namespace patrol {

extern const Decoder kJoined;
extern const Decoder kMarkup;

}  // namespace patrol
