// A collector with five rules, and what is put into it, for the tests of it.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/findings/collector.h"
#include "scanner/report/format.h"

namespace patrol {

// Sorted by id, so that a RuleIndex is a position here.
inline constexpr RuleIndex kChecked{0};
inline constexpr RuleIndex kGeneric{1};
inline constexpr RuleIndex kPassword{2};
inline constexpr RuleIndex kTwin{3};
inline constexpr RuleIndex kUsual{4};

inline RuleSet test_rules() {
  std::vector<Rule> rules(5);
  rules[0].id = "a-checked";
  rules[1].id = "b-generic";
  rules[1].generic = true;
  rules[2].id = "c-password";
  rules[2].human_chosen = true;
  rules[2].severity = Severity::kMedium;
  rules[3].id = "d-twin";
  rules[4].id = "e-usual";
  return RuleSet(std::move(rules));
}

// `secret` on line `line` of a blob of one-hundred-byte lines.
inline Detection at_line(std::uint64_t line, RuleIndex rule,
                         std::string secret) {
  Detection d;
  d.rule = rule;
  d.where = {line * 100, line * 100 + secret.size()};
  d.begin = {line, 1};
  d.end = {line, 1 + secret.size()};
  d.confidence = Confidence::kHigh;
  d.secret = Secret(std::move(secret));
  d.snippet = {"key = ", d.secret.redacted(), ";"};
  return d;
}

inline void add(Collector& collector, std::string_view path,
                Detection detection) {
  std::vector<Detection> detections;
  detections.push_back(std::move(detection));
  collector.add({std::string(path)}, std::move(detections));
}

// In a history: what `blob` holds at `path`.
inline void add_historic(Collector& collector, std::string_view path,
                         const Introduction& introduction, Detection detection,
                         LocationKind kind = LocationKind::kBlob) {
  std::vector<Detection> detections;
  detections.push_back(std::move(detection));
  collector.add({std::string(path)}, {kind, introduction},
                std::move(detections));
}

inline Introduction of_blob(std::string blob) {
  Introduction made;
  made.blob = std::move(blob);
  made.commit = "c0";
  return made;
}

inline const std::string kToken =
    "token_"
    "0123456789abcdef0123456789";

class CollectorTest : public testing::Test {
 protected:
  std::string as_json(const Report& report) {
    std::ostringstream out;
    write_json({report, rules_, "0", "none"}, {}, out);
    return out.str();
  }

  RuleSet rules_ = test_rules();
  Collector collector_{rules_, {}};
};

}  // namespace patrol
