#include "scanner/detect/leet.h"

#include "scanner/core/ascii.h"

namespace patrol {

std::string unleeted(std::string_view text, const LeetReading& reading) {
  std::string out = lowered(text);
  for (char& c : out) {
    const std::size_t at = reading.signs.find(c);
    if (at != reading.signs.npos) c = reading.letters[at];
  }
  return out;
}

}  // namespace patrol
