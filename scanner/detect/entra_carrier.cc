#include "scanner/detect/entra_carrier.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::size_t kGuid = 36;
constexpr std::size_t kDashAt[] = {8, 13, 18, 23};
constexpr std::size_t kLongestName = 60;  // what stands between it and its id

constexpr std::string_view kTenantNames[] = {"tenant",
                                             "login.microsoftonline.com"};
constexpr std::string_view kClientNames[] = {"client", "app"};

bool is_guid(std::string_view text) {
  if (text.size() != kGuid) return false;
  for (std::size_t i = 0; i < kGuid; ++i) {
    const bool is_dash = std::ranges::find(kDashAt, i) != std::end(kDashAt);
    if (is_dash ? text[i] != '-' : !hex_value(text[i])) return false;
  }
  return true;
}

// Ahead of text[at], of the same line, in lower case.
std::string name_before(std::string_view text, std::size_t at) {
  const std::size_t begin = at - std::min(at, kLongestName);
  std::string_view before = text.substr(begin, at - begin);
  const std::size_t line = before.find_last_of("\r\n");
  if (line != before.npos) before.remove_prefix(line + 1);
  // Behind the value of another name: "tenant": "…", "client": "
  const std::size_t other = before.find_last_of(",;");
  if (other != before.npos) before.remove_prefix(other + 1);
  return lowered(before);
}

template <std::size_t kCount>
bool has_one_of(const std::string& name,
                const std::string_view (&words)[kCount]) {
  return std::ranges::any_of(words, [&](std::string_view word) {
    return name.find(word) != std::string::npos;
  });
}

struct Nearest {
  std::string id = {};
  std::uint64_t distance = UINT64_MAX;

  void offer(std::string_view found, std::uint64_t away) {
    if (away >= distance) return;
    id = found;
    distance = away;
  }
};

}  // namespace

void read_entra_carrier(const Place& secret, Facts& facts) {
  const CarrierWindow window = carrier_window(secret);
  const std::string_view around = window.text;
  const std::uint64_t middle = window.secret.begin;
  Nearest tenant;
  Nearest client;
  for (std::size_t dash = around.find('-'); dash != around.npos;
       dash = around.find('-', dash + 1)) {
    if (dash < kDashAt[0]) continue;
    const std::size_t at = dash - kDashAt[0];
    if (!is_guid(around.substr(at, kGuid))) continue;
    const std::string name = name_before(around, at);
    const std::uint64_t away = at < middle ? middle - at : at - middle;
    const std::string_view id = around.substr(at, kGuid);
    if (has_one_of(name, kTenantNames)) {
      tenant.offer(id, away);
    } else if (has_one_of(name, kClientNames)) {
      client.offer(id, away);
    }
  }
  if (!tenant.id.empty()) add_new_facts({{"tenant", tenant.id}}, facts);
  if (!client.id.empty()) add_new_facts({{"client", client.id}}, facts);
}

}  // namespace patrol
