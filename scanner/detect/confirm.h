// Does a rule match here? RE2, one expression per rule, compiled when it is
// first needed. confirm.cc is the only file that knows <re2/re2.h>.
//
// Expressions see bytes (Latin-1): what is scanned is of any encoding, and RE2
// is faster so. Their `^`, `$` and `\b` see the whole text, not the window
// they are run in: a window alone would have false borders.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "scanner/core/location.h"
#include "scanner/core/result.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// Offsets in the text that was searched.
struct Match {
  Span whole;   // all that the expression matched
  Span secret;  // what its secret group isolated; within `whole`
};

// Shared by all threads; the rule set must outlive it.
class Confirm {
 public:
  explicit Confirm(const RuleSet& rules);
  Confirm(Confirm&&) noexcept;
  ~Confirm();

  // Error: RE2 refuses the rule's expression, or it has no group
  // rule.secret_group. "regex: ..." or "secretGroup: ...", one line.
  static Result<void> check(const Rule& rule);

  // The first match of the rule's expression that lies in `window` of `text`.
  // REQUIRES: check(rule) succeeded; window within text.
  std::optional<Match> first(RuleIndex rule, std::string_view text,
                             Span window) const;

  // The match that begins at window.begin, if there is one.
  std::optional<Match> at_begin(RuleIndex rule, std::string_view text,
                                Span window) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace patrol
