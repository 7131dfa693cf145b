// Any regular expression: where both RE2 and our parser take it, every match
// in the text holds the trigger that was derived, within its reach.
//
//   input   | expression . . . | LF | text . . . . |

#include <re2/re2.h>

#include <cstdint>
#include <string_view>

#include "scanner/rules/capture_groups.h"
#include "scanner/rules/trigger.h"
#include "tests/fuzz/require.h"
#include "tests/support/trigger_contract.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestRegex = 400;
constexpr std::size_t kLongestText = 2'000;
constexpr std::uint32_t kMaxLength = 300;  // where the expression has no bound

void check_matches(const Rule& rule, const RE2& re2, std::string_view text) {
  const re2::StringPiece all(text.data(), text.size());
  re2::StringPiece match;
  for (std::size_t from = 0;
       from < text.size() &&
       re2.Match(all, from, text.size(), RE2::UNANCHORED, &match, 1);) {
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    from = begin + 1;
    require(!match.empty(), "what may match nothing is refused");
    if (match.size() > rule.max_length) {
      require(rule.max_length == kMaxLength, "a bound holds for all matches");
      continue;
    }
    require(holds_trigger(rule, text, begin, begin + match.size()),
            "a match holds its trigger within its reach");
  }
}

void check(std::string_view regex, std::string_view text) {
  Rule rule;
  rule.regex = regex;
  rule.max_length = kMaxLength;
  RuleStorage storage;
  const Result<void> derived = derive_trigger(rule, storage);
  const CaptureGroups groups = capture_groups(regex);
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const RE2 re2(re2::StringPiece(regex.data(), regex.size()), options);
  if (!re2.ok()) return;
  require(
      groups.count == static_cast<std::uint32_t>(re2.NumberOfCapturingGroups()),
      "groups are counted as RE2 counts them");
  if (derived) check_matches(rule, re2, text);
}

}  // namespace
}  // namespace patrol

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = input.find('\n');
  if (end == input.npos) return 0;
  patrol::check(input.substr(0, end).substr(0, patrol::kLongestRegex),
                input.substr(end + 1).substr(0, patrol::kLongestText));
  return 0;
}
