#include "scanner/rules/told_rules.h"

#include <utility>

namespace patrol {

ToldRules::Entry& ToldRules::entry(std::string_view id) {
  const auto at = by_id_.find(id);
  if (at != by_id_.end()) return at->second;
  Entry added;
  added.number = static_cast<RuleIndex>(by_id_.size());
  return by_id_.emplace(keep(id), std::move(added)).first->second;
}

RuleIndex ToldRules::add(std::string_view id, ToldRule told) {
  Entry& known = entry(id);
  if (!known.told || *known.told < told) known.told = std::move(told);
  return known.number;
}

RuleIndex ToldRules::add(std::string_view id) { return entry(id).number; }

Text ToldRules::keep(std::string_view text) {
  const auto at = kept_.find(text);
  return at != kept_.end() ? *at : *kept_.insert(storage_->keep(text)).first;
}

Rule ToldRules::rule_of(std::string_view id, const Entry& entry,
                        const RuleSet& catalogue) const {
  Rule rule;
  rule.name = id;
  const auto known = catalogue.find(id);
  if (known && catalogue[*known].id == id) rule = catalogue[*known];
  rule.id = id;
  if (!entry.told) return rule;
  rule.severity = entry.told->severity;
  rule.name = storage_->keep(entry.told->name);
  rule.remediation = {storage_->keep(entry.told->remediation_text),
                      storage_->keep(entry.told->remediation_url)};
  return rule;
}

RuleSet ToldRules::rules(const RuleSet& catalogue) const {
  std::vector<Rule> rules;
  for (const auto& [id, entry] : by_id_) {
    rules.push_back(rule_of(id, entry, catalogue));
  }
  return RuleSet(std::move(rules), storage_);
}

void ToldRules::renumber(Report& report) const {
  std::vector<RuleIndex> places(by_id_.size());
  std::uint32_t next = 0;
  for (const auto& [id, entry] : by_id_) {  // sorted, as the rule set is
    places[static_cast<std::size_t>(entry.number)] = RuleIndex{next++};
  }
  for (Finding& finding : report.findings) {
    finding.rule = places[static_cast<std::size_t>(finding.rule)];
    for (Companion& c : finding.companions) {
      c.rule = places[static_cast<std::size_t>(c.rule)];
    }
  }
}

}  // namespace patrol
