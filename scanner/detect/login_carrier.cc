#include "scanner/detect/login_carrier.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "scanner/detect/login.h"
#include "scanner/rules/rule.h"

namespace patrol {

void read_url_carrier(const Place& secret, Facts& facts) {
  const std::uint64_t begin =
      secret.where.begin - std::min(secret.where.begin, kStatementBytes);
  const auto before = secret.text.substr(begin, secret.where.begin - begin);
  const std::size_t mark = before.rfind("://");
  if (mark == before.npos || !before.ends_with(':') ||
      before.find_first_of("/@ \t\r\n", mark + 3) != before.npos ||
      !secret.text.substr(secret.where.end).starts_with('@')) {
    return;
  }
  const Span whole{begin + mark, secret.where.end + 1};
  if (auto login = read_url_login({secret.text, whole, secret.where}, Rule())) {
    add_new_facts(*login, facts);
  }
}

void read_pgpass_carrier(const Place& secret, Facts& facts) {
  constexpr std::array<const char*, 4> kFields = {"user", "database", "port",
                                                  "host"};
  std::string_view line = secret.text.substr(0, secret.where.begin);
  if (!line.ends_with(':')) return;
  line.remove_suffix(1);
  Facts found;
  for (const char* field : kFields) {
    const std::size_t begin = line.find_last_of(": \t\r\n\"\\") + 1;
    found.emplace_back(field, line.substr(begin));
    line = line.substr(0, begin == 0 ? 0 : begin - 1);
  }
  std::ranges::reverse(found);
  std::erase(found, Facts::value_type("database", "*"));
  found.emplace_back("scheme", "postgresql");
  add_new_facts(found, facts);
}

}  // namespace patrol
