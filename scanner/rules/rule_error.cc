#include "scanner/rules/rule_error.h"

namespace patrol {
namespace {

constexpr std::size_t kQuotedBytes = 40;

void append_printable(std::string_view text, std::string& line) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) {
      line += c;
    } else {
      line += "\\x";
      line += kDigits[byte >> 4];
      line += kDigits[byte & 15];
    }
  }
}

}  // namespace

Error error_at(const RulePlace& place, std::string_view what) {
  std::string line;
  append_printable(place.file, line);
  if (place.line != 0) line += ":" + std::to_string(place.line);
  line += ": ";
  if (!place.rule.empty()) line += "rule " + std::string(place.rule) + ": ";
  if (!place.field.empty()) {
    append_printable(place.field, line);
    line += ": ";
  }
  append_printable(what, line);
  return Error{line};
}

std::string quoted(std::string_view text) {
  const bool cut = text.size() > kQuotedBytes;
  std::size_t shown = cut ? kQuotedBytes : text.size();
  while (cut && (static_cast<unsigned char>(text[shown]) & 0xC0) == 0x80) {
    --shown;  // never splits a UTF-8 sequence
  }
  return '"' + std::string(text.substr(0, shown)) + (cut ? "…\"" : "\"");
}

}  // namespace patrol
