// --format gitlab: the secret detection report of GitLab, for
// `artifacts:reports:secret_detection`:
//
//   { "version": "15.0.7",
//     "scan": { "analyzer": {…}, "scanner": {…}, "type": "secret_detection",
//       "status": "success", "messages": […], … },
//     "vulnerabilities": [ { "id": "…", "name": "Azure DevOps …",
//       "severity": "Critical", "identifiers": […],
//       "location": { "file": "ci/build.yml", "start_line": 3,
//                     "commit": { "sha": "…" } } } ] }
//
// GitLab knows a vulnerability by one place, so each place is one; its id is
// made from fingerprint and place, the same in every run. Inputs that were not
// read are messages: the status is "success" even then, for GitLab takes
// nothing from a report that says "failure".
//
// "raw_source_code_extract" is there to hold the secret, so it comes only with
// --show-secrets; the redacted one is among the details. A place outside of
// history has the commit "0000000", as GitLab's own analyzer writes it.
//
// https://gitlab.com/gitlab-org/security-products/security-report-schemas: of
// the versions that GitLab takes the oldest, which has all that is needed.
#include <array>
#include <ostream>
#include <string>
#include <string_view>

#include "scanner/core/digest.h"
#include "scanner/core/utc_time.h"
#include "scanner/report/checkout.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/format.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

constexpr std::string_view kVersion = "15.0.7";
constexpr std::string_view kNoCommit = "0000000";
// Of the schema, there in characters.
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestSolution = 7000;

// "2026-11-23T20:00:00": no zone, no fraction.
std::string time_text(std::int64_t seconds) {
  std::string text = utc_time(seconds);
  text.pop_back();
  return text;
}

std::string_view severity_text(Severity severity) {
  constexpr std::array<std::string_view, 4> kNames = {"Low", "Medium", "High",
                                                      "Critical"};
  return kNames[static_cast<std::size_t>(severity)];
}

// A UUID of version 5 (RFC 9562), by the name space of URLs.
std::string uuid_of(std::string_view name) {
  constexpr std::string_view kUrlSpace(
      "\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
  auto bytes = sha1(std::string(kUrlSpace).append(name));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x50);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += "0123456789abcdef"[bytes[i] >> 4];
    text += "0123456789abcdef"[bytes[i] & 0xF];
  }
  return text;
}

std::string id_of(const Finding& finding, const Location& location) {
  std::string name = "patrol:" + finding.fingerprint + ':' +
                     std::to_string(location.where.begin) + ':' +
                     path_text(location);
  if (location.provenance.introduction) {
    name += ':' + location.provenance.introduction->blob;
  }
  return uuid_of(name);
}

void write_tool(std::string_view key, const ReportInput& input,
                JsonWriter& json) {
  json.object(key, [&] {
    json.text("id", "patrol");
    json.text("name", "patrol");
    json.text("version", input.version.empty() ? "0" : input.version);
    json.object("vendor", [&] { json.text("name", "patrol"); });
  });
}

void write_message(std::string_view level, std::string_view text,
                   JsonWriter& json) {
  json.object([&] {
    json.text("level", level);
    json.text("value", text);
  });
}

void write_messages(const ScanSummary& scan, JsonWriter& json) {
  if (scan.status == ScanStatus::kComplete) return;
  json.array("messages", [&] {
    write_message("warn", incomplete_text(scan, 0), json);
    for (const Unread& entry : scan.unread) {
      write_message("warn", unread_text(entry), json);
    }
  });
}

void write_scan(const ReportInput& input, JsonWriter& json) {
  const ScanSummary& scan = input.report.scan;
  const bool failed = scan.status == ScanStatus::kFailed;
  json.object("scan", [&] {
    write_tool("analyzer", input, json);
    write_tool("scanner", input, json);
    json.text("type", "secret_detection");
    json.text("start_time", time_text(scan.started));
    json.text("end_time", time_text(scan.started + scan.duration_ms / 1000));
    json.text("status", failed ? "failure" : "success");
    write_messages(scan, json);
  });
}

void write_identifier(std::string_view type, std::string_view name,
                      std::string_view value, JsonWriter& json) {
  json.object([&] {
    json.text("type", type);
    json.text("name", name);
    json.text("value", value);
  });
}

// The first is the one by which GitLab tells kinds apart.
void write_identifiers(const Rule& rule, JsonWriter& json) {
  const std::string name = "patrol rule " + std::string(rule.id);
  json.array("identifiers", [&] {
    write_identifier("patrol_rule_id", name, rule.id, json);
    write_identifier("cwe", "CWE-798", "798", json);
  });
}

void write_commit(const Location& location, JsonWriter& json) {
  const Introduction nothing;
  const Introduction i = location.provenance.introduction.value_or(nothing);
  json.object("commit", [&] {
    if (i.commit.empty()) return json.text("sha", kNoCommit);
    json.text("sha", i.commit);
    json.text("author", i.author + " <" + i.email + '>');
    json.text("date", utc_time(i.date));
  });
}

void write_location(const Location& location, const Checkout& checkout,
                    JsonWriter& json) {
  json.object("location", [&] {
    json.text("file", checkout.path(location));
    json.number("start_line", location.begin.line);
    json.number("end_line", location.end.line);
    write_commit(location, json);
  });
}

void write_detail(std::string_view key, std::string_view name,
                  std::string_view value, JsonWriter& json) {
  if (value.empty()) return;
  json.object(key, [&] {
    json.text("name", name);
    json.text("type", "text");
    json.text("value", value);
  });
}

void write_details(const Finding& finding, const Location& location,
                   const Rule& rule, JsonWriter& json) {
  json.object("details", [&] {
    write_detail("secret", "Secret", finding.secret.redacted(), json);
    write_detail("fingerprint", "Fingerprint", finding.fingerprint, json);
    write_detail(
        "confidence", "Confidence",
        std::string(to_text(finding.confidence)) + ": " + why(finding, rule),
        json);
    write_detail("place", "Place", place_text(location), json);
    write_detail("history", "History", history_text(location.provenance), json);
    write_detail("opens", "Opens", rule.opens, json);
  });
}

std::string solution_of(const Rule& rule) {
  std::string text(rule.remediation.text);
  if (!rule.remediation.url.empty()) {
    text.append(text.empty() ? "" : " ").append(rule.remediation.url);
  }
  return std::string(clipped(text, kLongestSolution));
}

class GitlabReport {
 public:
  GitlabReport(const ReportInput& input, const ReportOptions& options,
               std::ostream& out)
      : input_(input),
        show_secrets_(options.show_secrets),
        checkout_(input.report.scan),
        json_(out) {}

  void write();

 private:
  void write_vulnerability(const Finding& finding, const Location& location);

  const ReportInput& input_;
  const bool show_secrets_;
  const Checkout checkout_;
  JsonWriter json_;
};

void GitlabReport::write() {
  json_.object([&] {
    json_.text("version", kVersion);
    write_scan(input_, json_);
    json_.array("vulnerabilities", [&] {
      for (const Finding& finding : input_.report.findings) {
        for (const Location& location : finding.locations) {
          write_vulnerability(finding, location);
        }
      }
    });
  });
}

void GitlabReport::write_vulnerability(const Finding& finding,
                                       const Location& location) {
  const Rule& rule = input_.rules[finding.rule];
  json_.object([&] {
    json_.text("id", id_of(finding, location));
    json_.text("name", clipped(rule.name, kLongestName));
    json_.text("description",
               rule.description.empty() ? rule.name : rule.description);
    json_.text("severity", severity_text(rule.severity));
    const std::string solution = solution_of(rule);
    if (!solution.empty()) json_.text("solution", solution);
    write_identifiers(rule, json_);
    write_location(location, checkout_, json_);
    write_details(finding, location, rule, json_);
    if (show_secrets_) {
      json_.text("raw_source_code_extract", finding.secret.reveal());
    }
  });
}

}  // namespace

void write_gitlab(const ReportInput& input, const ReportOptions& options,
                  std::ostream& out) {
  GitlabReport(input, options, out).write();
}

}  // namespace patrol
