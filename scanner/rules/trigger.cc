#include "scanner/rules/trigger.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/regex_syntax.h"
#include "scanner/rules/trigger_analysis.h"
#include "scanner/rules/trigger_onward.h"
#include "scanner/rules/trigger_width.h"

namespace patrol {
namespace {

// A rule without a literal needs a run that words do not reach.
constexpr std::uint32_t kShortestRun = 16;
// Beyond this chance a byte, a literal costs more in false hits than a run.
constexpr double kTooLikely = 1e-3;

Reach reach(const Width& before, const Width& after, std::uint32_t longest) {
  Reach out;
  out.before = std::min(before.max, longest);
  out.after = std::min(after.max, longest);
  out.fixed_start = before.min == before.max;
  return out;
}

Trigger to_trigger(const Analysis& found, std::uint32_t longest,
                   RuleStorage& storage) {
  Trigger trigger;
  const bool has_run = found.run && found.run->length >= kShortestRun;
  const bool run_is_better =
      has_run && (!found.literal || found.literal->likelihood > kTooLikely);
  if (has_run) {
    trigger.run = {found.run->set, found.run->length,
                   reach(found.run->before, found.run->after, longest)};
  }
  if (found.literal && !run_is_better) {
    std::vector<LiteralTrigger> literals;
    for (const LiteralAt& literal : found.literal->literals) {
      literals.push_back(
          {storage.keep(literal.literal.text), literal.literal.caseless,
           reach(literal.before, literal.after, longest),
           literal.behind.bytes(), right_behind(literal.pieces)});
    }
    trigger.literals = storage.keep(literals);
  }
  return trigger;
}

}  // namespace

Result<void> derive_trigger(Rule& rule, RuleStorage& storage) {
  Result<RegexNode> tree = parse_regex(rule.regex);
  if (!tree) return Error{"regex: " + tree.error().message};
  const Analysis found = analyse(*tree);
  if (found.width.max != kUnbounded) {
    rule.max_length = found.width.max;
  } else if (rule.max_length == 0) {
    return Error{"max_length: needed, because the regex is unbounded"};
  }
  if (rule.max_length > kMaxMatchLength) {
    return Error{"max_length: " + std::to_string(rule.max_length) +
                 " is more than " + std::to_string(kMaxMatchLength)};
  }
  if (found.width.min == 0) return Error{"regex: matches the empty text"};
  rule.trigger = to_trigger(found, rule.max_length, storage);
  return {};
}

void derive_any_trigger(Rule& rule, RuleStorage& storage) {
  if (rule.max_length == 0 || rule.max_length > kMaxMatchLength) {
    rule.max_length = kMaxMatchLength;
  }
  // What has a bound has a smaller one then.
  const std::uint32_t most = rule.max_length;
  const bool derived = !rule.of_unicode && derive_trigger(rule, storage);
  if (!derived) {
    rule.max_length = most;
    rule.trigger = {};
  }
  rule.whole_text = rule.trigger.literals.empty() || rule.max_length == most;
}

std::vector<Onward> derive_onward(const Rule& rule) {
  const Result<RegexNode> tree = parse_regex(rule.regex);
  if (!tree) return {};
  std::vector<Onward> out;
  if (const auto literal = analyse(*tree).literal) {
    for (const LiteralAt& each : literal->literals) {
      out.push_back(onward_over(each.pieces));
    }
  }
  return out;
}

}  // namespace patrol
