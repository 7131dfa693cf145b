#include "scanner/core/location.h"

namespace patrol {

void PositionCursor::advance(std::string_view bytes) {
  for (char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte == '\n') {
      if (!after_cr_) ++line_;
      column_ = 1;
      ++units_;
    } else if (byte == '\r') {
      ++line_;
      column_ = 1;
      ++units_;
    } else if ((byte & 0xC0) != 0x80) {  // not a UTF-8 continuation byte
      ++column_;
      units_ += byte >= 0xF0 ? 2 : 1;
    }
    after_cr_ = byte == '\r';
  }
}

}  // namespace patrol
