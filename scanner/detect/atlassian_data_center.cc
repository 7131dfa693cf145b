#include "scanner/detect/atlassian_data_center.h"

#include <string>

#include "scanner/core/codec.h"

namespace patrol {

std::optional<Facts> read_atlassian_data_center(std::string_view secret,
                                                const Rule&) {
  constexpr std::string_view kBitbucket = "BBDC-";
  constexpr std::size_t kLeastDigits = 4;
  constexpr std::size_t kRandomBytes = 20;
  if (secret.starts_with(kBitbucket)) secret.remove_prefix(kBitbucket.size());
  const std::optional<std::string> bytes = decode_base64(secret);
  if (!bytes) return std::nullopt;
  const std::size_t colon = bytes->find_first_not_of("0123456789");
  if (colon == bytes->npos || (*bytes)[colon] != ':') return std::nullopt;
  if (colon < kLeastDigits || bytes->size() - colon <= kRandomBytes) {
    return std::nullopt;
  }
  return Facts{};
}

}  // namespace patrol
