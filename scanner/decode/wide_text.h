// UTF-16 inside text: what base64 from PowerShell says (-EncodedCommand), and
// strings in dumps. A blob that is UTF-16 as a whole is transcoded while it is
// read (detect/utf16.h).
//
// Only characters below U+0100 are taken for it: tokens have no others, and
// whole words of them tell UTF-16 from binary data. Others end a run.
#pragma once

#include "scanner/decode/decoder.h"

namespace patrol {

extern const Decoder kUtf16Le;
extern const Decoder kUtf16Be;

}  // namespace patrol
