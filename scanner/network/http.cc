#include "scanner/network/http.h"

#include <algorithm>

#include "scanner/core/ascii.h"

namespace patrol {

std::string_view HttpAnswer::header(std::string_view name) const {
  const auto at = std::ranges::find_if(headers, [&](const auto& header) {
    return std::ranges::equal(header.first, name, {}, lower, lower);
  });
  return at == headers.end() ? std::string_view() : at->second;
}

}  // namespace patrol
