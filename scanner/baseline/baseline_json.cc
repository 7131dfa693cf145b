#include "scanner/baseline/baseline_json.h"

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

#include "scanner/core/ascii.h"
#include "scanner/core/digest.h"
#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

using Json = nlohmann::json;

// What gitleaks writes in place of a secret.
constexpr std::string_view kRedacted = "REDACTED";
// Of which detect-secrets hashes "BEGIN RSA PRIVATE KEY" and no more.
constexpr std::string_view kHeadHashed = "Private Key";

std::string text_at(const Json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

std::uint64_t number_at(const Json& object, const char* name) {
  if (!object.is_object()) return 0;
  const auto at = object.find(name);
  return at != object.end() && at->is_number_unsigned()
             ? at->get<std::uint64_t>()
             : 0;
}

void add_if_known(KnownSecret known, Baseline& baseline) {
  const bool is_place = known.line != 0 && !known.path.empty();
  if (known.fingerprint.empty() && known.sha1.empty() && !is_place) return;
  baseline.add(std::move(known));
}

void add_gitleaks(const Json& findings, Baseline& baseline) {
  for (const Json& finding : findings) {
    const std::string secret = text_at(finding, "Secret");
    KnownSecret known{.rule = text_at(finding, "RuleID")};
    if (secret.empty() || secret.find(kRedacted) != secret.npos) {
      known.path = text_at(finding, "File");
      known.line = number_at(finding, "StartLine");
      known.commit = text_at(finding, "Commit");
    } else {
      known.sha1 = sha1_hex(secret);
    }
    add_if_known(std::move(known), baseline);
  }
}

void add_detect_secrets(const Json& results, Baseline& baseline) {
  for (const auto& [file, secrets] : results.items()) {
    for (const Json& secret : secrets) {
      KnownSecret known{.path = file, .rule = text_at(secret, "type")};
      if (known.rule == kHeadHashed) {
        known.line = number_at(secret, "line_number");
      } else {
        known.sha1 = lowered(text_at(secret, "hashed_secret"));
      }
      add_if_known(std::move(known), baseline);
    }
  }
}

void add_report(const Json& findings, Baseline& baseline) {
  for (const Json& finding : findings) {
    add_if_known({.fingerprint = lowered(text_at(finding, "fingerprint")),
                  .rule = text_at(finding, "rule")},
                 baseline);
  }
}

}  // namespace

Result<void> read_baseline_json(std::string_view text, const std::string& name,
                                Baseline& baseline) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return Error{name + ": is no JSON"};
  if (json.is_array()) {
    add_gitleaks(json, baseline);
  } else if (json.contains("results") && json["results"].is_object()) {
    add_detect_secrets(json["results"], baseline);
  } else if (json.contains("findings") && json["findings"].is_array()) {
    add_report(json["findings"], baseline);
  } else {
    return Error{name +
                 ": is no baseline: neither patrol's or gitleaks' report nor "
                 "one of detect-secrets"};
  }
  return {};
}

}  // namespace patrol
