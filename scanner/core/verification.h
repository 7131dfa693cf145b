// What the provider of a token said of it, when it was asked (verify/).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace patrol {

enum class LiveStatus : std::uint8_t {
  kUnverified,  // nobody was asked
  kLive,
  kRestricted,  // it is right, and may not do what was asked, or is blocked
  kDead,        // it is wrong, expired or revoked
  kUnknown,     // no answer says either: see `detail`
};
std::string_view to_text(LiveStatus);

// Is it right, whatever it may?
inline bool works(LiveStatus status) {
  return status == LiveStatus::kLive || status == LiveStatus::kRestricted;
}

struct Verification {
  LiveStatus status = LiveStatus::kUnverified;
  std::string detail = {};   // the reason, for a person; holds no secret
  std::int64_t checked = 0;  // seconds since the Unix epoch; 0: never
  std::string account = {};  // whose it is
  std::vector<std::string> scopes = {};  // what it may do
  std::string expires = {};              // until when, as the provider says it
};

// No verdict, and why: for a person; holds no secret.
Verification unknown(std::string detail);

}  // namespace patrol
