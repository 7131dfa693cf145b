// The ordered words by which a finding is weighed. Greater is worse (severity)
// or surer (confidence); the text is what reports and flags use.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace patrol {

enum class Severity : std::uint8_t { kLow, kMedium, kHigh, kCritical };

// kCertain is never claimed by a rule: only check digits that hold give it.
enum class Confidence : std::uint8_t { kLow, kMedium, kHigh, kCertain };

// Published check digits of the token.
enum class CheckDigits : std::uint8_t { kNone, kInvalid, kValid };

std::string_view to_text(Severity);
std::string_view to_text(Confidence);
std::string_view to_text(CheckDigits);  // "none", "invalid", "valid"

std::optional<Severity> severity_from_text(std::string_view);
std::optional<Confidence> confidence_from_text(std::string_view);

}  // namespace patrol
