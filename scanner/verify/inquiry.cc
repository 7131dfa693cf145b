#include "scanner/verify/inquiry.h"

#include <algorithm>
#include <utility>

namespace patrol {

std::string fact_of(const Facts& facts, std::string_view name) {
  const auto at = std::ranges::find(facts, name, &Facts::value_type::first);
  return at == facts.end() ? std::string() : at->second;
}

bool is_allowed(std::string_view host, const VerifyPolicy& policy) {
  return std::ranges::find(policy.allowed_hosts, host) !=
         policy.allowed_hosts.end();
}

}  // namespace patrol
