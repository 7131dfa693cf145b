// Rules that ask for a path. Where the text is matched it is not known, and a
// blob of a history has several; so what they matched is asked again where the
// path is.
//
//   path = '''\.p12$'''                    without a regex: the file itself is
//                                          the finding, whatever is in it
//   path = '''\.ya?ml$''', regex = …       matches count in such files alone
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/detect/regex_list.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// Immutable, shared by all threads; the rule set must outlive it.
class PathRules {
 public:
  // Those that are not `enabled` find nothing.
  // Error: an expression that RE2 refuses.
  static Result<PathRules> make(const RuleSet& rules,
                                const std::vector<bool>& enabled);

  bool empty() const { return by_rule_.empty(); }

  // Are matches of the rule meant at this path? True for rules that name none.
  bool applies(RuleIndex rule, std::string_view path) const;

  // A detection for each rule that names this path and nothing else: it stands
  // at the blob's first byte, and has "file detected: " and the path for its
  // secret, since it has no other.
  std::vector<Detection> detect(std::string_view path) const;

  // The ids of those, for who never asks.
  std::vector<Text> of_paths_alone() const;

 private:
  explicit PathRules(const RuleSet& rules) : rules_(&rules) {}

  const RuleSet* rules_;
  std::unordered_map<std::uint32_t, RegexList> by_rule_;
  std::vector<RuleIndex> alone_;  // without a regex, enabled
};

}  // namespace patrol
