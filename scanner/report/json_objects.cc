#include "scanner/report/json_objects.h"

#include <nlohmann/json.hpp>

#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"
#include "scanner/core/utf8.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/printable.h"

namespace patrol {
namespace {

using Json = nlohmann::ordered_json;

// The same JSON with escapes for what hides or reorders text on a screen and
// for the second '#' of the "##[" and "##vso[" that Azure Pipelines obeys in
// whatever is printed. Such characters stand in strings only, and unescaped.
std::string harmless(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  char32_t previous = 0;
  while (!json.empty()) {
    const CodePoint point = first_code_point(json);
    const bool command = previous == '#' && point.value == '#';
    if (command || is_unseen(point.value)) {
      text += json_escape(point.value);
    } else {
      text += json.substr(0, point.size);
    }
    previous = point.value;
    json.remove_prefix(point.size);
  }
  return text;
}

std::string dump(const Json& json, JsonLayout layout) {
  return harmless(json.dump(static_cast<int>(layout), ' ', false,
                            Json::error_handler_t::replace));
}

void put_name(std::string_view key, const std::string& name, Json& object) {
  object[std::string(key)] = name;
  if (!is_utf8(name)) object[std::string(key) + "_b64"] = encode_base64(name);
}

void put_blob(const std::string& path, const std::string& member,
              Json& object) {
  put_name("path", path, object);
  if (!member.empty()) put_name("member", member, object);
}

Json unread_array(const std::vector<Unread>& entries) {
  Json array = Json::array();
  for (const Unread& entry : entries) {
    Json object;
    put_blob(entry.path, entry.member, object);
    object["reason"] = entry.reason;
    array.push_back(std::move(object));
  }
  return array;
}

Json tool_object(const ReportInput& input) {
  return {{"name", "patrol"},
          {"version", input.version},
          {"rules", input.rule_count()},
          {"rules_digest", input.rules_digest}};
}

Json scan_object(const ScanSummary& scan) {
  return {{"mode", to_text(scan.mode)},
          {"target", scan.target},
          {"status", to_text(scan.status)},
          {"started", utc_time(scan.started)},
          {"duration_ms", scan.duration_ms},
          {"files", scan.files},
          {"blobs", scan.blobs},
          {"commits", scan.commits},
          {"bytes", scan.bytes},
          {"skipped_count", scan.skipped_count},
          {"unread_count", scan.unread_count},
          {"suppressed_count", scan.suppressed_count},
          {"suppressed_by_repository", scan.suppressed_by_repository},
          {"skipped", unread_array(scan.skipped)},
          {"unread", unread_array(scan.unread)}};
}

void put_introduction(const Introduction& introduction, Json& object) {
  const Introduction& i = introduction;
  if (!i.blob.empty()) object["blob"] = i.blob;
  if (!i.commit.empty()) {
    object["commit"] = i.commit;
    object["author"] = i.author;
    object["email"] = i.email;
    object["date"] = utc_time(i.date);
  }
  object["versions"] = i.versions;
  object["at_head"] = i.at_head;
  if (!i.removed_commit.empty()) {
    object["removed_commit"] = i.removed_commit;
    object["removed_date"] = utc_time(i.removed_date);
  }
  if (i.at_shallow_border) object["shallow"] = true;
}

Json location_object(const Location& location) {
  Json object;
  put_blob(location.path, location.member, object);
  object["kind"] = to_text(location.provenance.kind);
  object["line"] = location.begin.line;
  object["column"] = location.begin.column;
  object["end_line"] = location.end.line;
  object["end_column"] = location.end.column;
  object["offset"] = location.where.begin;
  object["length"] = location.where.size();
  object["decoded_from"] = location.decoded_from;
  object["confidence"] = to_text(location.confidence);
  if (location.provenance.introduction) {
    put_introduction(*location.provenance.introduction, object);
  }
  return object;
}

Json facts_object(const Facts& facts) {
  Json object = Json::object();
  for (const auto& [key, value] : facts) object[key] = value;
  return object;
}

Json companions_array(const std::vector<Companion>& companions,
                      const RuleSet& rules, bool show_secrets) {
  Json array = Json::array();
  for (const Companion& c : companions) {
    array.push_back(
        {{"rule", rules[c.rule].id}, {"value", shown(c.value, show_secrets)}});
  }
  return array;
}

// What is not known is left out.
Json verification_object(const Verification& v) {
  Json object = {{"status", to_text(v.status)}};
  if (v.checked != 0) object["checked"] = utc_time(v.checked);
  if (!v.detail.empty()) object["detail"] = v.detail;
  if (!v.account.empty()) object["account"] = v.account;
  if (!v.scopes.empty()) object["scopes"] = v.scopes;
  if (!v.expires.empty()) object["expires"] = v.expires;
  return object;
}

Json finding_object(const Finding& finding, const RuleSet& rules,
                    bool show_secrets) {
  const Rule& rule = rules[finding.rule];
  Json locations = Json::array();
  for (const Location& location : finding.locations) {
    locations.push_back(location_object(location));
  }
  return {
      {"fingerprint", finding.fingerprint},
      {"rule", rule.id},
      {"name", rule.name},
      {"severity", to_text(rule.severity)},
      {"confidence", to_text(finding.confidence)},
      {"secret", shown(finding.secret, show_secrets)},
      {"secret_length", finding.secret.size()},
      {"checksum", to_text(finding.check_digits)},
      {"facts", facts_object(finding.facts)},
      {"companions", companions_array(finding.companions, rules, show_secrets)},
      {"verification", verification_object(finding.verification)},
      {"remediation",
       {{"text", rule.remediation.text}, {"url", rule.remediation.url}}},
      {"locations", std::move(locations)}};
}

}  // namespace

std::string tool_json(const ReportInput& input, JsonLayout layout) {
  return dump(tool_object(input), layout);
}

std::string scan_json(const ScanSummary& scan, JsonLayout layout) {
  return dump(scan_object(scan), layout);
}

std::string finding_json(const Finding& finding, const RuleSet& rules,
                         bool show_secrets, JsonLayout layout) {
  return dump(finding_object(finding, rules, show_secrets), layout);
}

std::string stream_head_json(const ReportInput& input) {
  const ScanSummary& scan = input.report.scan;
  return dump({{"type", "scan"},
               {"schema", kSchema},
               {"tool", tool_object(input)},
               {"mode", to_text(scan.mode)},
               {"target", scan.target},
               {"started", utc_time(scan.started)}},
              JsonLayout::kOneLine);
}

std::string with_type(std::string_view type, const std::string& object) {
  return "{\"type\":\"" + std::string(type) + "\"," + object.substr(1);
}

}  // namespace patrol
