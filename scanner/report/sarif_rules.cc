#include "scanner/report/sarif_rules.h"

#include <array>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// GitHub's limits.
constexpr std::size_t kLongestDescription = 1024;
constexpr std::size_t kMostTags = 10;

std::string_view security_severity(Severity severity) {
  constexpr std::array<std::string_view, 4> kScores = {"3.0", "5.5", "8.0",
                                                       "9.5"};
  return kScores[static_cast<std::size_t>(severity)];
}

// How often a match is a secret, before check digits are asked.
std::string_view precision(const Rule& rule) {
  if (!rule.checksum.empty()) return "very-high";
  return to_text(rule.confidence);
}

// "azure-devops-pat" as "AzureDevopsPat": SARIF wants a name to be one word.
std::string one_word(std::string_view id) {
  std::string word;
  bool at_start = true;
  for (const char c : id) {
    if (is_alnum(c)) {
      word += at_start && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    at_start = !is_alnum(c);
  }
  return word;
}

bool is_web_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

std::string_view described(const Rule& rule) {
  return rule.description.empty() ? rule.name : rule.description;
}

// A paragraph each, with its heading between `left` and `right`.
std::string help(const Rule& rule, std::string_view left,
                 std::string_view right) {
  std::string text(described(rule));
  const auto add = [&](std::string_view heading, std::string_view body) {
    if (body.empty()) return;
    text.append("\n\n").append(left).append(heading).append(right);
    text.append(" ").append(body);
  };
  add("It opens:", rule.opens);
  add("What to do:", rule.remediation.text);
  add("More:", rule.remediation.url);
  return text;
}

void write_text(std::string_view key, std::string_view text, JsonWriter& json) {
  json.object(key, [&] { json.text("text", text); });
}

void write_tags(const Rule& rule, JsonWriter& json) {
  json.array("tags", [&] {
    std::size_t left = kMostTags - 3;
    for (const Text tag : {"security", "secret", "external/cwe/cwe-798"}) {
      json.text(tag);
    }
    for (const Text tag : rule.tags) {
      if (left-- == 0) return;
      json.text(tag);
    }
  });
}

void write_rule(const Rule& rule, JsonWriter& json) {
  json.object([&] {
    json.text("id", rule.id);
    json.text("name", one_word(rule.id));
    write_text("shortDescription", clipped(rule.name, kLongestDescription),
               json);
    write_text("fullDescription", clipped(described(rule), kLongestDescription),
               json);
    if (is_web_address(rule.remediation.url)) {
      json.text("helpUri", rule.remediation.url);
    }
    json.object("help", [&] {
      json.text("text", help(rule, "", ""));
      json.text("markdown", help(rule, "**", "**"));
    });
    json.object("defaultConfiguration",
                [&] { json.text("level", sarif_level(rule.severity)); });
    json.object("properties", [&] {
      write_tags(rule, json);
      json.text("precision", precision(rule));
      json.text("security-severity", security_severity(rule.severity));
    });
  });
}

}  // namespace

std::string_view sarif_level(Severity severity) {
  if (severity >= Severity::kHigh) return "error";
  return severity == Severity::kMedium ? "warning" : "note";
}

SarifRules::SarifRules(const ReportInput& input) : input_(input) {
  for (const Finding& f : input.report.findings) used_[f.rule] = 0;
  std::size_t position = 0;
  for (auto& [rule, at] : used_) at = position++;
}

void SarifRules::write_tool(JsonWriter& json) const {
  json.object("tool", [&] {
    json.object("driver", [&] {
      json.text("name", "patrol");
      json.text("fullName", "patrol " + std::string(input_.version));
      json.text("organization", "patrol");
      json.text("version", input_.version);
      json.text("semanticVersion", input_.version);
      write_text("shortDescription", "Finds secrets in files and histories.",
                 json);
      json.array("rules", [&] {
        for (const auto& [rule, at] : used_) {
          write_rule(input_.rules[rule], json);
        }
      });
      json.object("properties",
                  [&] { json.text("rules_digest", input_.rules_digest); });
    });
  });
}

}  // namespace patrol
