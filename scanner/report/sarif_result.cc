#include "scanner/report/sarif_result.h"

#include <fmt/format.h>

#include <algorithm>

#include "scanner/core/ascii.h"
#include "scanner/core/utc_time.h"
#include "scanner/report/finding_wording.h"
#include "scanner/report/place_wording.h"
#include "scanner/report/wording.h"

namespace patrol {
namespace {

// RFC 3986: each byte but the unreserved ones and the slash as %XX.
std::string percent_encoded(const std::string& path) {
  constexpr std::string_view kKept = "-._~/";
  std::string uri;
  for (const char c : path) {
    if (is_alnum(c) || kKept.find(c) != kKept.npos) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

void write_region(const Location& location, JsonWriter& json) {
  json.object("region", [&] {
    if (!location.member.empty())
      return json.number("startLine", std::uint64_t{1});
    json.number("startLine", location.begin.line);
    json.number("startColumn", location.begin.column);
    json.number("endLine", location.end.line);
    json.number("endColumn", location.end.column);
  });
}

void write_member(const Location& location, JsonWriter& json) {
  if (location.member.empty()) return;
  json.array("logicalLocations", [&] {
    json.object([&] {
      json.text("fullyQualifiedName", path_text(location));
      json.text("kind", "member");
    });
  });
}

void write_introduction(const Introduction& i, JsonWriter& json) {
  if (!i.blob.empty()) json.text("blob", i.blob);
  if (!i.commit.empty()) {
    json.text("commit", i.commit);
    json.text("author", i.author);
    json.text("email", i.email);
    json.text("date", utc_time(i.date));
  }
  json.number("versions", std::uint64_t{i.versions});
  json.boolean("at_head", i.at_head);
  if (i.at_shallow_border) json.boolean("shallow", true);
  if (i.removed_commit.empty()) return;
  json.text("removed_commit", i.removed_commit);
  json.text("removed_date", utc_time(i.removed_date));
}

void write_location_properties(const Location& location, JsonWriter& json) {
  json.object("properties", [&] {
    json.text("kind", to_text(location.provenance.kind));
    json.text("confidence", to_text(location.confidence));
    if (!location.member.empty()) {
      json.number("line", location.begin.line);
      json.number("column", location.begin.column);
    }
    if (location.provenance.introduction) {
      write_introduction(*location.provenance.introduction, json);
    }
  });
}

void write_location(const Location& location, const Checkout& checkout,
                    JsonWriter& json) {
  json.object([&] {
    json.object("physicalLocation", [&] {
      write_sarif_artifact(checkout.file(location), json);
      write_region(location, json);
    });
    write_member(location, json);
    write_location_properties(location, json);
  });
}

void write_locations(const Finding& finding, const Checkout& checkout,
                     JsonWriter& json) {
  const Location& primary = primary_location(finding);
  json.array("locations", [&] {
    write_location(primary, checkout, json);
    std::size_t left = kSarifLocations - 1;
    for (const Location& location : finding.locations) {
      if (&location == &primary) continue;
      if (left-- == 0) return;
      write_location(location, checkout, json);
    }
  });
}

std::string message_of(const Finding& finding, const Rule& rule) {
  return headline(finding, rule, false) + " in " +
         counted(finding.locations.size(), "place") + ". " +
         advice(finding, rule);
}

void write_fingerprints(const Finding& finding, const std::string& line_hash,
                        JsonWriter& json) {
  json.object("partialFingerprints", [&] {
    if (!line_hash.empty()) json.text("primaryLocationLineHash", line_hash);
    json.text("patrol/v1", finding.fingerprint);
  });
}

void write_verification(const Verification& v, JsonWriter& json) {
  if (v.status == LiveStatus::kUnverified) return;
  json.object("verification", [&] {
    json.text("status", to_text(v.status));
    if (!v.detail.empty()) json.text("detail", v.detail);
    if (!v.account.empty()) json.text("account", v.account);
    if (!v.expires.empty()) json.text("expires", v.expires);
  });
}

void write_properties(const Finding& finding, JsonWriter& json) {
  json.object("properties", [&] {
    json.text("confidence", to_text(finding.confidence));
    json.text("checksum", to_text(finding.check_digits));
    json.number("places", std::uint64_t{finding.locations.size()});
    json.object("facts", [&] {
      for (const auto& [key, value] : finding.facts) json.text(key, value);
    });
    write_verification(finding.verification, json);
  });
}

}  // namespace

// Absolute ones are of a scan of several absolute targets.
void write_sarif_artifact(const std::string& path, JsonWriter& json) {
  const bool is_absolute = path.starts_with('/');
  json.object("artifactLocation", [&] {
    json.text("uri", (is_absolute ? "file://" : "") + percent_encoded(path));
    if (!is_absolute) json.text("uriBaseId", kSarifSourceRoot);
  });
}

void write_sarif_result(const Finding& finding, const SarifContext& context,
                        JsonWriter& json) {
  const Rule& rule = context.input.rules[finding.rule];
  json.object([&] {
    json.text("ruleId", rule.id);
    json.number("ruleIndex",
                std::uint64_t{context.rules.position(finding.rule)});
    json.text("level", sarif_level(rule.severity));
    json.object("message",
                [&] { json.text("text", message_of(finding, rule)); });
    write_locations(finding, context.checkout, json);
    write_fingerprints(finding, context.hashes.of(primary_location(finding)),
                       json);
    write_properties(finding, json);
  });
}

}  // namespace patrol
