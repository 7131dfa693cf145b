#include "scanner/network/proxy.h"

#include <algorithm>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

std::string first_set(const GetVariable& get,
                      std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::string value = get(name);
    if (!value.empty()) return value;
  }
  return {};
}

bool covers(std::string_view entry, std::string_view host) {
  if (entry == "*") return true;
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.empty() || host.size() < entry.size()) return false;
  const std::string_view tail = host.substr(host.size() - entry.size());
  if (!std::ranges::equal(tail, entry, {}, lower, lower)) return false;
  return tail.size() == host.size() ||
         host[host.size() - tail.size() - 1] == '.';
}

bool is_excepted(std::string_view host, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(", "), list.size());
    if (covers(list.substr(0, end), host)) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::string proxy_for(std::string_view host, const GetVariable& get) {
  if (is_excepted(host, first_set(get, {"NO_PROXY", "no_proxy"}))) return {};
  return first_set(get,
                   {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"});
}

}  // namespace patrol
