#include "scanner/detect/workos.h"

#include <cstdint>
#include <string>

#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"

namespace patrol {
namespace {

constexpr std::size_t kPrefix = 8;  // "sk_live_"
constexpr std::string_view kIdBegin = "key_";
constexpr std::size_t kUlid = 26;
constexpr std::size_t kTime = 10;  // of it
constexpr std::size_t kShortestSecret = 16;

// Without I, L, O and U.
constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// Milliseconds since the Unix epoch.
std::optional<std::int64_t> time_of(std::string_view ulid) {
  if (ulid.find_first_not_of(kCrockford) != ulid.npos) return std::nullopt;
  std::int64_t time = 0;
  for (const char c : ulid.substr(0, kTime)) {
    time = time << 5 | static_cast<std::int64_t>(kCrockford.find(c));
  }
  return time;
}

}  // namespace

std::optional<Facts> read_workos(std::string_view secret, const Rule&) {
  if (secret.size() < kPrefix) return std::nullopt;
  const auto text = decode_base64(secret.substr(kPrefix));
  if (!text || !text->starts_with(kIdBegin)) return std::nullopt;
  const std::size_t comma = kIdBegin.size() + kUlid;
  if (text->find(',') != comma) return std::nullopt;
  if (text->size() < comma + 1 + kShortestSecret) return std::nullopt;
  const auto time =
      time_of(std::string_view(*text).substr(kIdBegin.size(), kUlid));
  if (!time) return std::nullopt;
  return Facts{{"key", text->substr(0, comma)},
               {"created", utc_time(*time / 1000)}};
}

}  // namespace patrol
