#include "scanner/detect/google_key_file.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/detect/private_key.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestValue = 200;

// The value of `"name": "value"`, also where the quotes are escaped; of
// characters that ids and addresses have. Empty if there is none.
std::string_view value_of(std::string_view json, std::string_view name) {
  const std::string key = "\"" + std::string(name);
  std::size_t at = json.find(key);
  if (at == json.npos) {
    return {};
  }
  at = json.find(':', at + key.size());
  const std::size_t open = json.find('"', std::min(at, json.size()));
  if (open == json.npos) return {};
  const std::string_view rest = json.substr(open + 1, kLongestValue);
  const std::size_t end = rest.find_first_of("\\\" \n");
  return end == rest.npos ? std::string_view() : rest.substr(0, end);
}

}  // namespace

std::optional<Facts> read_google_key_file(const Matched& matched,
                                          const Rule& rule) {
  auto facts = read_private_key(matched.secret_text(), rule);
  if (!facts) return std::nullopt;
  const std::string_view whole =
      matched.text.substr(matched.whole.begin, matched.whole.size());
  // What follows the key stands behind the match.
  const std::string_view after =
      matched.text.substr(matched.secret.end, kStatementBytes);
  const std::pair<const char*, const char*> wanted[] = {
      {"client_email", "account"},
      {"project_id", "project"},
      {"private_key_id", "key id"}};
  for (const auto& [name, fact] : wanted) {
    std::string_view value = value_of(whole, name);
    if (value.empty()) value = value_of(after, name);
    if (!value.empty()) facts->emplace_back(fact, value);
  }
  return facts;
}

}  // namespace patrol
