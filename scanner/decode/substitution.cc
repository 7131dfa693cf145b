#include "scanner/decode/substitution.h"

#include <string>

namespace patrol {

Substitute substitute(std::uint64_t size, char32_t character) {
  std::string bytes;
  append_utf8(character, bytes);
  Substitute out;
  out.size = size;
  out.count = bytes.size();
  std::ranges::copy(bytes, out.bytes.begin());
  out.telling = bytes.size() == 1 && is_token_byte(bytes[0]);
  return out;
}

Substitute nothing(std::uint64_t size) {
  Substitute out;
  out.size = size;
  out.telling = true;
  return out;
}

void add_runs(std::string_view text, const std::vector<Span>& dense,
              std::vector<Span>& out) {
  std::uint64_t after = 0;  // behind the last run
  for (const Span& span : dense) {
    if (span.size() < kLeastDecoded) continue;
    const std::uint64_t begin =
        span.begin - std::min(span.begin, kDecodedContext);
    const std::uint64_t end =
        std::min<std::uint64_t>(text.size(), span.end + kDecodedContext);
    if (after != 0 && begin <= after) {
      out.back().end = end;
    } else {
      out.push_back({begin, end});
    }
    after = end;
  }
}

}  // namespace patrol
