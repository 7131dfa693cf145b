#include "scanner/report/severity_order.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "scanner/report/wording.h"

namespace patrol {

std::vector<const Finding*> worst_first(const ReportInput& input) {
  std::vector<const Finding*> findings;
  for (const Finding& finding : input.report.findings) {
    findings.push_back(&finding);
  }
  const auto rank = [&](const Finding* f) {
    return std::pair(input.rules[f->rule].severity, f->confidence);
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const Finding* a, const Finding* b) { return rank(a) > rank(b); });
  return findings;
}

std::array<SeverityCount, 4> count_by_severity(const ReportInput& input) {
  std::array<SeverityCount, 4> counts{};
  for (const Finding& finding : input.report.findings) {
    const Severity severity = input.rules[finding.rule].severity;
    SeverityCount& count = counts[static_cast<std::size_t>(severity)];
    ++count.findings;
    count.places += finding.locations.size();
  }
  return counts;
}

std::string found_text(const ReportInput& input) {
  const std::array<SeverityCount, 4> counts = count_by_severity(input);
  std::size_t places = 0;
  for (const SeverityCount& count : counts) places += count.places;
  if (places == 0) return "no findings";
  std::string text = counted(input.report.findings.size(), "finding") + " in " +
                     counted(places, "place");
  std::string_view separator = ": ";
  for (std::size_t i = counts.size(); i-- > 0;) {
    if (counts[i].findings == 0) continue;
    text.append(separator).append(std::to_string(counts[i].findings));
    text.append(" ").append(to_text(static_cast<Severity>(i)));
    separator = ", ";
  }
  return text;
}

}  // namespace patrol
