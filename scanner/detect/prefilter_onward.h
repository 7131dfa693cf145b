// How matches go on behind each literal of a rule set (rules/trigger_onward.h),
// as bytes: part of the prefilter's database, so that a start derives nothing.
//
//   size | which row, a literal each . . . | steps, row 0 | row 1 | . . .
//   0    4                                                            size
//
// Equal rows are there once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/ruleset.h"
#include "scanner/rules/trigger_onward.h"

namespace patrol {

// Immutable; thread-safe.
class OnwardTable {
 public:
  static std::string derive(const RuleSet& rules);

  // Takes the table off the front of `database`. Nullopt: there is none of
  // these rules.
  static std::optional<OnwardTable> take(const RuleSet& rules,
                                         std::string_view& database);

  // Of the literal with this index in the rule's trigger.
  std::span<const OnwardStep> of(RuleIndex rule, std::uint32_t literal) const {
    const std::uint16_t row =
        rows_[first_[static_cast<std::size_t>(rule)] + literal];
    return std::span(steps_).subspan(begins_[row],
                                     begins_[row + 1U] - begins_[row]);
  }

 private:
  OnwardTable() = default;

  std::vector<std::uint32_t> first_;   // by rule: its first literal
  std::vector<std::uint16_t> rows_;    // by literal
  std::vector<std::uint32_t> begins_;  // by row, and the end of the last
  std::vector<OnwardStep> steps_;
};

}  // namespace patrol
