#include "scanner/report/gitleaks_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scanner/core/utc_time.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/place_wording.h"

namespace patrol {
namespace {

float entropy(std::string_view bytes) {
  std::array<std::size_t, 256> counts{};
  for (const char c : bytes) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share =
        static_cast<double>(count) / static_cast<double>(bytes.size());
    bits -= share * std::log2(share);
  }
  return static_cast<float>(bits);
}

std::string fingerprint(const GitleaksFields& fields) {
  const std::string place = fields.file + ':' + std::string(fields.rule.id) +
                            ':' + std::to_string(fields.start_line);
  return fields.commit.empty() ? place : fields.commit + ':' + place;
}

}  // namespace

GitleaksFields gitleaks_fields(const Finding& finding, const Location& location,
                               const RuleSet& rules, bool show_secrets) {
  const Introduction nothing;
  const Introduction i = location.provenance.introduction.value_or(nothing);
  GitleaksFields fields{
      .rule = rules[finding.rule],
      .start_line = location.begin.line,
      .end_line = location.end.line,
      .start_column = location.begin.column,
      .end_column = std::max<std::uint64_t>(location.end.column, 2) - 1,
      .secret = shown(finding.secret, show_secrets),
      .file = path_text(location),
      .commit = i.commit,
      .author = i.author,
      .email = i.email,
      .date = i.commit.empty() ? "" : utc_time(i.date),
      .entropy = entropy(finding.secret.reveal()),
      .fingerprint = {}};
  fields.fingerprint = fingerprint(fields);
  return fields;
}

}  // namespace patrol
