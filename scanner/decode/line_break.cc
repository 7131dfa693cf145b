#include "scanner/decode/line_break.h"

namespace patrol {
namespace {

char at_or_nul(std::string_view text, std::uint64_t at) {
  return at < text.size() ? text[at] : '\0';
}

std::uint64_t skip_blanks(std::string_view text, std::uint64_t at) {
  while (at_or_nul(text, at) == ' ' || at_or_nul(text, at) == '\t') ++at;
  return at;
}

// Behind the written end of line, \n or \r\n, at text[at]; else `at`.
std::uint64_t skip_written(std::string_view text, std::uint64_t at) {
  std::uint64_t end = at;
  for (char c : {'r', 'n'}) {
    if (at_or_nul(text, end) == '\\' && at_or_nul(text, end + 1) == c) end += 2;
  }
  return end;
}

std::uint64_t skip_line_end(std::string_view text, std::uint64_t at) {
  if (at_or_nul(text, at) == '\r') ++at;
  if (at_or_nul(text, at) == '\n') ++at;
  return at;
}

}  // namespace

std::uint64_t line_break(std::string_view text, std::uint64_t at) {
  const std::uint64_t begin = skip_blanks(text, at);
  std::uint64_t end = skip_written(text, begin);
  if (end == begin) {
    const std::uint64_t line_end = begin + (at_or_nul(text, begin) == '\\');
    end = skip_line_end(text, line_end);
    if (end == line_end) return 0;
  }
  return skip_blanks(text, end) - at;
}

}  // namespace patrol
