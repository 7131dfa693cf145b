#include "scanner/verify/inquiry.h"

#include <algorithm>
#include <utility>

namespace patrol {

bool is_allowed(std::string_view host, const VerifyPolicy& policy) {
  return std::ranges::find(policy.allowed_hosts, host) !=
         policy.allowed_hosts.end();
}

Verification unknown(std::string detail) {
  return {.status = LiveStatus::kUnknown, .detail = std::move(detail)};
}

}  // namespace patrol
