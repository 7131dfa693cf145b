#include "scanner/rules/regex_reader.h"

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"

namespace patrol {

void RegexReader::fail(std::string_view what) {
  if (error_.empty()) error_ = what;
  rest_ = {};
}

bool RegexReader::take(char c) {
  if (rest_.empty() || rest_.front() != c) return false;
  rest_.remove_prefix(1);
  return true;
}

bool RegexReader::take(std::string_view text) {
  if (!rest_.starts_with(text)) return false;
  rest_.remove_prefix(text.size());
  return true;
}

char RegexReader::next() {
  if (rest_.empty()) {
    fail("ends too early");
    return '\0';
  }
  const char c = rest_.front();
  rest_.remove_prefix(1);
  return c;
}

void RegexReader::skip_past(char c) {
  while (!rest_.empty() && rest_.front() != c) rest_.remove_prefix(1);
  next();
}

std::string_view RegexReader::take_until(std::string_view mark) {
  const std::size_t end = rest_.find(mark);
  if (end == rest_.npos) return {};
  const std::string_view before = rest_.substr(0, end);
  rest_.remove_prefix(end + mark.size());
  return before;
}

std::optional<std::uint32_t> RegexReader::number() {
  std::uint32_t value = 0;
  std::size_t digits = 0;
  while (digits < rest_.size() && is_digit(rest_[digits]) && digits < 6) {
    value = value * 10 + static_cast<std::uint32_t>(rest_[digits++] - '0');
  }
  rest_.remove_prefix(digits);
  if (digits == 0) return std::nullopt;
  return value;
}

char RegexReader::escaped_byte(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'f':
      return '\f';
    case 'v':
      return '\v';
    case 'a':
      return '\a';
    case 'x':
      return hex_byte();
    default:
      break;
  }
  if (c >= '0' && c <= '7') return octal_byte(c);
  if (is_alnum(c)) {
    fail("unknown escape, or back-reference, which RE2 does not have");
  }
  return c;
}

char RegexReader::hex_byte() {
  const bool braced = take('{');
  unsigned value = 0;
  int digits = 0;
  while (digits < (braced ? 6 : 2) && !rest_.empty()) {
    const auto digit = hex_value(rest_.front());
    if (!digit) break;
    value = value * 16 + *digit;
    rest_.remove_prefix(1);
    ++digits;
  }
  if (digits == 0 || (!braced && digits != 2) || (braced && !take('}'))) {
    fail("\\x needs two hex digits");
  }
  if (value > 0xFF) fail("a code point above \\xff is not a byte");
  return static_cast<char>(value);
}

char RegexReader::octal_byte(char first) {
  int value = first - '0';
  for (int i = 0; i < 2 && !rest_.empty(); ++i) {
    if (rest_.front() < '0' || rest_.front() > '7') break;
    value = value * 8 + (next() - '0');
  }
  return static_cast<char>(value);
}

}  // namespace patrol
