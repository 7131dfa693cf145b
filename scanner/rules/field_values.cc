#include "scanner/rules/field_values.h"

#include <algorithm>
#include <string>

#include "scanner/rules/rule_error.h"

namespace patrol {
namespace {

constexpr std::size_t kSeedLength = 8;

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

bool is_visible(char c) { return c > ' ' && c <= '~'; }

}  // namespace

Result<void> check_id(Text id) {
  if (std::ranges::all_of(id, is_id_character)) return {};
  return Error{quoted(id) + " holds something else than a-z, 0-9, -"};
}

Result<void> check_seed(Text seed) {
  if (seed.size() == kSeedLength && std::ranges::all_of(seed, is_visible)) {
    return {};
  }
  return Error{"is not 8 ASCII characters"};
}

Result<Severity> parse_severity(Text word) {
  if (const auto level = severity_from_text(word)) return *level;
  return Error{quoted(word) + " is not one of low, medium, high, critical"};
}

Result<Confidence> parse_confidence(Text word) {
  const auto level = confidence_from_text(word);
  if (!level) {
    return Error{quoted(word) + " is not one of low, medium, high"};
  }
  if (*level != Confidence::kCertain) return *level;
  return Error{quoted(word) +
               " is not for a rule to claim: only check digits that hold make "
               "a finding certain"};
}

}  // namespace patrol
