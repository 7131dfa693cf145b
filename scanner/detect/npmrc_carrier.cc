#include "scanner/detect/npmrc_carrier.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestRegistry = 200;

bool is_registry_byte(char c) {
  return is_alnum(c) ||
         std::string_view(".-_~/:%").find(c) != std::string::npos;
}

// "host:port/path" at the beginning of `text`; empty: there is none.
std::string_view registry_at(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_registry_byte(text[end])) ++end;
  std::string_view registry = text.substr(0, end);
  if (const auto key = registry.find(":_"); key != registry.npos) {
    registry = registry.substr(0, key);
  }
  while (registry.ends_with('/')) registry.remove_suffix(1);
  return registry.size() <= kLongestRegistry ? registry : std::string_view();
}

// Of the line that the secret stands in.
std::string_view registry_of_line(std::string_view before) {
  const std::size_t line = before.find_last_of("\r\n");
  if (line != before.npos) before.remove_prefix(line + 1);
  const std::size_t key = before.rfind(":_");
  const std::size_t mark = before.substr(0, key).rfind("//");
  if (key == before.npos || mark == before.npos) return {};
  return registry_at(before.substr(mark + 2));
}

// Of a line "registry=https://…", the first of the file's text around.
std::string_view registry_of_file(std::string_view text) {
  constexpr std::string_view kName = "registry";
  constexpr std::string_view kScheme = "https://";
  for (std::size_t at = text.find(kName); at != text.npos;
       at = text.find(kName, at + 1)) {
    if (at > 0 && text[at - 1] != '\n') continue;  // "@scope:registry" is not
    std::string_view rest = text.substr(at + kName.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t="), rest.size()));
    if (!rest.starts_with(kScheme)) continue;
    return registry_at(rest.substr(kScheme.size()));
  }
  return {};
}

}  // namespace

void read_npmrc_carrier(const Place& secret, Facts& facts) {
  const CarrierWindow window = carrier_window(secret);
  std::string_view registry = registry_of_line(window.before());
  if (registry.empty()) registry = registry_of_file(window.text);
  if (registry.empty()) return;
  add_new_facts({{"registry", std::string(registry)}}, facts);
}

}  // namespace patrol
