#include "scanner/report/replaced.h"

#include <algorithm>

namespace patrol {

std::string replaced(std::string_view text,
                     std::span<const Replacement> replacements) {
  std::string result;
  for (const char c : text) {
    const auto at =
        std::find_if(replacements.begin(), replacements.end(),
                     [c](const Replacement& r) { return r.character == c; });
    if (at == replacements.end()) {
      result += c;
    } else {
      result += at->text;
    }
  }
  return result;
}

}  // namespace patrol
