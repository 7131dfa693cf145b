#include "scanner/findings/order.h"

#include <algorithm>
#include <tuple>

namespace patrol {
namespace {

// Contract: (path, line, column, offset, blob); a member counts with its path.
auto position_of(const Location& l) {
  return std::tuple(
      std::tie(l.path, l.member, l.begin.line, l.begin.column, l.where.begin),
      object_of(l.provenance), l.provenance.kind);
}

}  // namespace

std::string_view object_of(const Provenance& provenance) {
  return provenance.introduction
             ? std::string_view(provenance.introduction->blob)
             : std::string_view();
}

bool is_before(const Location& a, const Location& b) {
  return position_of(a) < position_of(b);
}

void sort_findings(const RuleSet& rules, std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    std::stable_sort(finding.locations.begin(), finding.locations.end(),
                     is_before);
  }
  const auto key = [&rules](const Finding& f) {
    return std::tuple(position_of(f.locations.front()), rules[f.rule].id,
                      std::string_view(f.fingerprint));
  };
  std::sort(
      findings.begin(), findings.end(),
      [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

}  // namespace patrol
