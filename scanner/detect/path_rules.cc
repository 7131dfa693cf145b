#include "scanner/detect/path_rules.h"

#include <string>
#include <utility>

namespace patrol {

Result<PathRules> PathRules::make(const RuleSet& rules,
                                  const std::vector<bool>& enabled) {
  PathRules made(rules);
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const Rule& rule = rules.rules()[i];
    if (rule.path.empty()) continue;
    auto path = RegexList::make({std::string(rule.path)});
    if (!path) {
      return Error{"rule " + std::string(rule.id) +
                   ": path: " + path.error().message};
    }
    made.by_rule_.emplace(i, *std::move(path));
    if (rule.regex.empty() && enabled[i]) made.alone_.push_back(RuleIndex{i});
  }
  return made;
}

bool PathRules::applies(RuleIndex rule, std::string_view path) const {
  const auto at = by_rule_.find(static_cast<std::uint32_t>(rule));
  return at == by_rule_.end() || at->second.matches(path);
}

std::vector<Detection> PathRules::detect(std::string_view path) const {
  std::vector<Detection> found;
  for (RuleIndex rule : alone_) {
    if (!applies(rule, path)) continue;
    Detection detection;
    detection.rule = rule;
    detection.secret = Secret("file detected: " + std::string(path));
    detection.confidence = (*rules_)[rule].confidence;
    found.push_back(std::move(detection));
  }
  return found;
}

std::vector<Text> PathRules::of_paths_alone() const {
  std::vector<Text> ids;
  for (RuleIndex rule : alone_) ids.push_back((*rules_)[rule].id);
  return ids;
}

}  // namespace patrol
