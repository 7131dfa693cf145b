#include "scanner/rules/toml_depth.h"

#include <algorithm>
#include <string>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// Past the string that opens at `at`: '…' or "…", which end at the line's end
// at the latest, or their threefold forms, which do not. A backslash escapes
// in double quotes only. A threefold string may end with five quotes, of which
// the first two are text.
std::size_t skip_string(std::string_view toml, std::size_t at) {
  const char quote = toml[at];
  const std::string triple(3, quote);
  const bool long_form = toml.substr(at, 3) == triple;
  at += long_form ? 3 : 1;
  while (at < toml.size()) {
    if (toml[at] == '\\' && quote == '"') {
      at += 2;
    } else if (long_form && toml.substr(at, 3) == triple) {
      return std::min(toml.find_first_not_of(quote, at), toml.size());
    } else if (!long_form && (toml[at] == quote || toml[at] == '\n')) {
      return toml[at] == quote ? at + 1 : at;
    } else {
      ++at;
    }
  }
  return toml.size();
}

// What may stand between two dots of a key besides a string.
bool continues_key(char c) {
  return is_alnum(c) || c == '_' || c == '-' || c == ' ' || c == '\t';
}

std::uint32_t line_at(std::string_view toml, std::size_t at) {
  return static_cast<std::uint32_t>(
      1 + std::count(toml.begin(), toml.begin() + static_cast<long>(at), '\n'));
}

}  // namespace

std::uint32_t line_of_too_long_key(std::string_view toml) {
  std::size_t dots = 0;
  for (std::size_t at = 0; at < toml.size();) {
    const char c = toml[at];
    if (c == '#') {
      at = std::min(toml.find('\n', at), toml.size());
    } else if (c == '"' || c == '\'') {
      at = skip_string(toml, at);
    } else {
      if (c == '.' && ++dots == kLongestKey) return line_at(toml, at);
      if (c != '.' && !continues_key(c)) dots = 0;
      ++at;
    }
  }
  return 0;
}

}  // namespace patrol
