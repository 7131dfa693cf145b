#include "scanner/report/finding_wording.h"

#include <fmt/format.h>

#include <vector>

#include "scanner/report/place_wording.h"
#include "scanner/report/printable.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// The literal that the rule looks for where this secret starts with it: "ghp_".
// Empty if it does not, or if that is more than a quarter of the secret: a rule
// may have been written for one secret alone.
std::string_view known_prefix(const Rule& rule, std::string_view secret) {
  for (const LiteralTrigger& literal : rule.trigger.literals) {
    if (secret.starts_with(literal.text) &&
        literal.text.size() * 4 <= secret.size()) {
      return literal.text;
    }
  }
  return {};
}

// Whether the structure was read of the secret itself. Of a password it is read
// of what stands around it, and of a guess, how random it is.
bool is_built(const Rule& rule) {
  const bool is_guess = rule.generic && rule.entropy >= 0;
  return !rule.structure.empty() && !rule.human_chosen && !is_guess;
}

}  // namespace

std::string shown(const Secret& secret, bool show_secrets) {
  return show_secrets ? std::string(secret.reveal()) : secret.redacted();
}

std::string why(const Finding& finding, const Rule& rule) {
  if (finding.check_digits == CheckDigits::kValid) {
    return "its check digits hold";
  }
  std::vector<std::string> reasons;
  if (finding.check_digits == CheckDigits::kInvalid) {
    reasons.push_back("its check digits do not hold");
  }
  if (!rule.claims.empty()) {
    reasons.push_back("its claims are those of such a token");
  } else if (is_built(rule)) {
    reasons.push_back("it is built as such a token is");
  }
  const auto prefix = known_prefix(rule, finding.secret.reveal());
  if (!prefix.empty()) {
    reasons.push_back("it starts with " + printable(prefix));
  }
  if (!reasons.empty()) return fmt::format("{}", fmt::join(reasons, "; "));
  if (rule.human_chosen) return "it stands where a password does";
  if (rule.generic) return "it looks random and stands where a secret does";
  if (!rule.near.empty()) return "it has the form, and what is near names it";
  return "it has the form of such a secret";
}

std::string headline(const Finding& finding, const Rule& rule,
                     bool show_secrets) {
  return printable(rule.name) + ' ' +
         printable(shown(finding.secret, show_secrets));
}

std::string spread(const Finding& finding) {
  const std::size_t others = finding.locations.size() - 1;
  const std::string more =
      others == 0 ? "" : " and " + counted(others, "more place");
  return place_text(primary_location(finding)) + more;
}

std::string verdict_text(const Verification& v) {
  if (v.status == LiveStatus::kUnverified) return {};
  std::string text = "Asked about: " + std::string(to_text(v.status));
  if (!v.detail.empty()) text += ", " + printable(v.detail);
  if (!v.account.empty()) text += ", account " + printable(v.account);
  return text + ". ";
}

std::string advice(const Finding& finding, const Rule& rule) {
  std::string text = verdict_text(finding.verification) + "Confidence " +
                     std::string(to_text(finding.confidence)) + ": " +
                     why(finding, rule) + '.';
  for (const Text part : {rule.remediation.text, rule.remediation.url}) {
    if (!part.empty()) text += ' ' + printable(part);
  }
  return text;
}

std::string_view nothing_found(const ScanSummary& scan) {
  return scan.status == ScanStatus::kComplete ? "No findings."
                                              : "No findings in what was read.";
}

std::string incomplete_text(const ScanSummary& scan, std::size_t named) {
  if (scan.unread_count == 0) return "incomplete: the scan was ended early";
  std::string text =
      "incomplete: " + with_separators(scan.unread_count) + " not read";
  std::string_view separator = ": ";
  named = std::min(named, scan.unread.size());
  for (std::size_t i = 0; i < named; ++i) {
    text.append(separator).append(unread_text(scan.unread[i]));
    separator = "; ";
  }
  if (named > 0 && scan.unread_count > named) {
    text += " and " + with_separators(scan.unread_count - named) + " more";
  }
  return text;
}

}  // namespace patrol
