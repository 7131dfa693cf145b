#include <array>

#include "scanner/decode/base64.h"
#include "scanner/decode/decoder.h"
#include "scanner/decode/escapes.h"
#include "scanner/decode/hex.h"
#include "scanner/decode/joined.h"
#include "scanner/decode/wide_text.h"

namespace patrol {

std::span<const Decoder> decoders() {
  static const std::array kDecoders = {
      kBase64, kHex,    kBackslashEscapes, kPercentEscapes, kXmlEntities,
      kJoined, kMarkup, kUtf16Le,          kUtf16Be};
  return kDecoders;
}

}  // namespace patrol
