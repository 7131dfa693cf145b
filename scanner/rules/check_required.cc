#include "scanner/rules/check_required.h"

#include <algorithm>
#include <string>

#include "scanner/rules/rule_error.h"

namespace patrol {
namespace {

Error fault(const WrittenRule& written, std::string_view what) {
  std::uint32_t line = written.line;
  for (const auto& [name, at] : written.fields) {
    if (name == "required") line = at;
  }
  return error_at({written.file, line, written.rule.id, "required"}, what);
}

bool answers_to(const Rule& rule, Text name) {
  return rule.id == name ||
         std::ranges::find(rule.aliases, name) != rule.aliases.end();
}

const Rule* find(const std::vector<WrittenRule>& written, const RuleSet* others,
                 Text name) {
  for (const WrittenRule& w : written) {
    if (answers_to(w.rule, name)) return &w.rule;
  }
  const auto index = others ? others->find(name) : std::nullopt;
  return index ? &(*others)[*index] : nullptr;
}

// Empty: the pair can be found.
std::string pair_fault(const Rule& rule, const Rule& companion) {
  if (companion.id == rule.id) return "is the rule itself";
  if (!companion.required.empty()) {
    return quoted(companion.id) + " requires rules itself";
  }
  for (const Rule* half : {&rule, &companion}) {
    if (half->max_length <= kMaxPairedLength) continue;
    return "a match of " + std::string(half->id) + " may have " +
           std::to_string(half->max_length) + " bytes, more than the " +
           std::to_string(kMaxPairedLength) + " of a pair's half";
  }
  return {};
}

}  // namespace

Result<void> check_required(const std::vector<WrittenRule>& written,
                            const RuleSet* others) {
  for (const WrittenRule& w : written) {
    for (const Required& required : w.rule.required) {
      const Rule* companion = find(written, others, required.id);
      if (!companion) {
        return fault(w, quoted(required.id) + " is no rule");
      }
      const std::string wrong = pair_fault(w.rule, *companion);
      if (!wrong.empty()) return fault(w, wrong);
    }
  }
  return {};
}

}  // namespace patrol
