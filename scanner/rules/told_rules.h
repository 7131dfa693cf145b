// Rules as reports tell of them.
//
// A finding points into a rule set (core/finding.h). One that was read from a
// report names a rule that this patrol's catalogue may have in another version,
// or not at all. So the reports' own words make the rule set:
//
//   {"rule": "github-pat", "name": …, "severity": …, "remediation": …}
//
//   ToldRules told;
//   finding.rule = told.add({"github-pat", …});   // a number for now
//   const RuleSet rules = told.rules(builtin_rules());
//   told.renumber(report);                        // their places in `rules`
//
// Two steps, as a rule set is sorted by id and grows no more. Of reports that
// contradict each other about a rule, the worse severity is believed. What
// reports leave out (what a rule opens, its references) comes from the
// catalogue if that has the rule.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/level.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/rule_storage.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// What a finding says of its rule.
struct ToldRule {
  Severity severity = Severity::kLow;
  std::string name;
  std::string remediation_text;
  std::string remediation_url;
  auto operator<=>(const ToldRule&) const = default;
};

class ToldRules {
 public:
  // The number of the rule called `id`, the same each time.
  // REQUIRES: called before rules(), as are all members that are not const.
  RuleIndex add(std::string_view id, ToldRule told);

  // The same of a rule of which no more than the id is told, as of a
  // companion's.
  RuleIndex add(std::string_view id);

  // A copy of `text`, kept once, that lives as long as the rule set: for names
  // of decoders, which findings have as views.
  Text keep(std::string_view text);

  // All rules that were added. REQUIRES: the text of `catalogue` lives as long
  // as the program, as that of builtin_rules() does.
  RuleSet rules(const RuleSet& catalogue) const;

  // `report` with the places in rules() for the numbers that add() gave.
  void renumber(Report& report) const;

 private:
  struct Entry {
    RuleIndex number{};
    std::optional<ToldRule> told;  // nullopt: its id alone
  };

  Entry& entry(std::string_view id);
  Rule rule_of(std::string_view id, const Entry& entry,
               const RuleSet& catalogue) const;

  std::map<std::string_view, Entry> by_id_;
  std::set<std::string_view> kept_;
  std::shared_ptr<RuleStorage> storage_ = std::make_shared<RuleStorage>();
};

}  // namespace patrol
