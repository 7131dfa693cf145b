#include "scanner/config/go_regex.h"

#include <algorithm>
#include <cstddef>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Does a group with a name begin where `rest` does? "(?<=" and "(?<!" are none.
bool begins_named_group(std::string_view rest) {
  return rest.starts_with("(?<") && rest.size() > 3 &&
         (is_letter(rest[3]) || rest[3] == '_');
}

}  // namespace

std::string re2_syntax(std::string_view go) {
  std::string out;
  for (std::size_t i = 0; i < go.size(); ++i) {
    out += go[i];
    if (go[i] == '\\' && i + 1 < go.size()) {
      out += go[++i];
      continue;
    }
    if (begins_named_group(go.substr(i))) {
      out += "?P";
      ++i;
    }
  }
  return out;
}

bool is_of_unicode(std::string_view regex) {
  if (std::ranges::any_of(regex, is_beyond_ascii)) return true;
  for (std::size_t i = 0; i + 1 < regex.size(); ++i) {
    if (regex[i] != '\\') continue;
    const char kind = regex[++i];
    if (kind == 'p' || kind == 'P') return true;
    if (kind == 'x' && regex.substr(i + 1).starts_with('{')) return true;
  }
  return false;
}

}  // namespace patrol
