#include "scanner/report/markdown_cell.h"

#include "scanner/core/ascii.h"
#include "scanner/report/printable.h"

namespace patrol {
namespace {

// Of text that stands in a cell, not at the start of a line. There a slash and
// a hyphen mean nothing, nor does a full stop but in "www.", which some make a
// link of, nor an underscore within a word.
bool has_meaning(char previous, char c, char next) {
  const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
  if (!is_ascii || is_alnum(c) || c == ' ' || c == '/' || c == '-') {
    return false;
  }
  if (c == '.') return lower(previous) == 'w';
  return c != '_' || !is_alnum(previous) || !is_alnum(next);
}

}  // namespace

std::string markdown_cell(std::string_view untrusted) {
  const std::string text = printable(untrusted);
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char previous = i == 0 ? '\0' : text[i - 1];
    const char next = i + 1 == text.size() ? '\0' : text[i + 1];
    if (has_meaning(previous, text[i], next)) {
      escaped += "&#" + std::to_string(text[i]) + ';';
    } else {
      escaped += text[i];
    }
  }
  return escaped;
}

}  // namespace patrol
