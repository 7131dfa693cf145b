// How matches go on behind each literal of a rule set (rules/trigger_onward.h),
// as bytes: part of the prefilter's database, so that a start derives nothing.
//
//   size | which row, a literal each . . . | steps, row 0 | row 1 | . . .
//   0    4                                                            size
//
// Equal rows are there once.
#pragma once

#include <cstddef>
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

  // Takes the table off the front of `database`. Nullopt: there is none of so
  // many literals.
  static std::optional<OnwardTable> take(std::size_t literals,
                                         std::string_view& database);

  // Of a literal, counted through all rules.
  std::span<const OnwardStep> of(std::uint32_t literal) const {
    const std::uint16_t row = rows_[literal];
    return std::span(steps_).subspan(begins_[row],
                                     begins_[row + 1U] - begins_[row]);
  }

 private:
  OnwardTable() = default;

  std::vector<std::uint16_t> rows_;    // by literal
  std::vector<std::uint32_t> begins_;  // by row, and the end of the last
  std::vector<OnwardStep> steps_;
};

}  // namespace patrol
