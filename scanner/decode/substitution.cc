#include "scanner/decode/substitution.h"

#include <cstring>
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

bool is_dense(char c) {
  return static_cast<unsigned char>(c) > ' ' &&
         std::string_view("\"'`<>").find(c) == std::string_view::npos;
}

bool is_token_byte(char c) {
  return c > ' ' && c <= '~' &&
         std::string_view("\"'`\\").find(c) == std::string_view::npos;
}

std::uint64_t find_mark(std::string_view text, std::uint64_t at,
                        std::string_view marks) {
  return std::min<std::uint64_t>(
      text.size(),
      marks.size() == 1 ? text.find(marks[0], at) : text.find_first_of(marks, at));
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
