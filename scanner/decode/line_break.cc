#include "scanner/decode/line_break.h"

namespace patrol {
namespace {

std::uint64_t skip_blanks(std::string_view text, std::uint64_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

// Behind `token` if it stands at text[at], else `at`.
std::uint64_t skip(std::string_view text, std::uint64_t at,
                   std::string_view token) {
  return text.substr(at).starts_with(token) ? at + token.size() : at;
}

}  // namespace

std::uint64_t line_break(std::string_view text, std::uint64_t at) {
  const std::uint64_t begin = skip_blanks(text, at);
  std::uint64_t end = skip(text, skip(text, begin, "\\r"), "\\n");
  if (end == begin) {
    const std::uint64_t line_end = skip(text, begin, "\\");
    end = skip(text, skip(text, line_end, "\r"), "\n");
    if (end == line_end) return 0;
  }
  return skip_blanks(text, end) - at;
}

}  // namespace patrol
