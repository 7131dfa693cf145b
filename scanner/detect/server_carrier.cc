#include "scanner/detect/server_carrier.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kLongestHost = 100;
constexpr std::string_view kOktaDomains[] = {".okta.com", ".oktapreview.com",
                                             ".okta-emea.com"};

// An address's host with its port, in lower case, and where it begins.
struct Server {
  std::string host;
  std::string_view line;  // ahead of the address
};
using IsMeant = bool (*)(const Server&);

bool is_host_byte(char c) {
  return is_alnum(c) || c == '.' || c == '-' || c == ':';
}

std::string_view line_before(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::size_t end = before.find_last_of("\r\n");
  return end == before.npos ? before : before.substr(end + 1);
}

// Of the address at `at`.
Server server_at(std::string_view text, std::size_t at) {
  const std::size_t begin = at + kScheme.size();
  std::size_t end = begin;
  while (end < text.size() && is_host_byte(text[end])) ++end;
  while (end > begin && !is_alnum(text[end - 1])) --end;
  return {lowered(text.substr(begin, std::min(end - begin, kLongestHost + 1))),
          line_before(text, at)};
}

bool is_of_vault(const Server& server) {
  const std::string line = lowered(server.line);
  const std::size_t vault = line.rfind("vault");
  return vault != line.npos && line.find("addr", vault) != line.npos;
}

bool is_of_okta(const Server& server) {
  return std::ranges::any_of(kOktaDomains, [&](std::string_view domain) {
    return server.host.ends_with(domain);
  });
}

// The nearest that is meant, of those around; the one ahead where both are as
// near.
void read_server(const Place& secret, IsMeant is_meant, Facts& facts) {
  const CarrierWindow window = carrier_window(secret);
  const std::string_view around = window.text;
  const std::uint64_t middle = window.secret.begin;
  std::string nearest;
  std::uint64_t least = around.size() + 1;
  for (std::size_t at = around.find(kScheme); at != around.npos;
       at = around.find(kScheme, at + 1)) {
    const std::uint64_t distance = at < middle ? middle - at : at - middle;
    const Server server = server_at(around, at);
    const bool is_host =
        !server.host.empty() && server.host.size() <= kLongestHost;
    if (distance >= least || !is_host || !is_meant(server)) continue;
    least = distance;
    nearest = server.host;
  }
  if (!nearest.empty()) add_new_facts({{"host", nearest}}, facts);
}

}  // namespace

void read_vault_carrier(const Place& secret, Facts& facts) {
  read_server(secret, is_of_vault, facts);
}

void read_okta_carrier(const Place& secret, Facts& facts) {
  read_server(secret, is_of_okta, facts);
}

}  // namespace patrol
