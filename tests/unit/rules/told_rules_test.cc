#include "scanner/rules/told_rules.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace patrol {
namespace {

ToldRule told(Severity severity, std::string name) {
  return {severity, std::move(name), "revoke it", "https://a.example"};
}

Rule catalogue_rule(Text id) {
  Rule rule;
  rule.id = id;
  rule.name = "of the catalogue";
  rule.opens = "everything";
  rule.severity = Severity::kCritical;
  return rule;
}

TEST(ToldRules, MakeASetOfWhatReportsSay) {
  ToldRules rules;
  rules.add("b", told(Severity::kHigh, "B"));
  rules.add("a", told(Severity::kLow, "A"));
  const RuleSet set = rules.rules(RuleSet({}));
  ASSERT_EQ(set.size(), 2u);
  EXPECT_EQ(set.rules()[0].id, "a");
  EXPECT_EQ(set.rules()[0].name, "A");
  EXPECT_EQ(set.rules()[1].severity, Severity::kHigh);
  EXPECT_EQ(set.rules()[1].remediation.text, "revoke it");
  EXPECT_EQ(set.rules()[1].remediation.url, "https://a.example");
}

TEST(ToldRules, RenumberFindingsAndCompanions) {
  ToldRules rules;
  Report report;
  for (const char* id : {"c", "a", "b"}) {
    Finding finding;
    finding.rule = rules.add(id, told(Severity::kLow, id));
    finding.companions = {{rules.add("a"), Secret("x")}};
    report.findings.push_back(finding);
  }
  rules.renumber(report);
  const RuleSet set = rules.rules(RuleSet({}));
  EXPECT_EQ(set[report.findings[0].rule].id, "c");
  EXPECT_EQ(set[report.findings[1].rule].id, "a");
  EXPECT_EQ(set[report.findings[2].rule].id, "b");
  EXPECT_EQ(set[report.findings[0].companions[0].rule].id, "a");
}

TEST(ToldRules, BelieveTheWorseSeverityInAnyOrder) {
  ToldRules rules;
  rules.add("a", told(Severity::kHigh, "x"));
  rules.add("a", told(Severity::kCritical, "y"));
  rules.add("a", told(Severity::kLow, "z"));
  const RuleSet set = rules.rules(RuleSet({}));
  ASSERT_EQ(set.size(), 1u);
  EXPECT_EQ(set.rules()[0].severity, Severity::kCritical);
  EXPECT_EQ(set.rules()[0].name, "y");
}

TEST(ToldRules, TakeFromTheCatalogueWhatReportsLeaveOut) {
  ToldRules rules;
  rules.add("a", told(Severity::kLow, "of the report"));
  const RuleSet set = rules.rules(RuleSet({catalogue_rule("a")}));
  EXPECT_EQ(set.rules()[0].opens, "everything");
  EXPECT_EQ(set.rules()[0].name, "of the report");
  EXPECT_EQ(set.rules()[0].severity, Severity::kLow);
}

TEST(ToldRules, NameWhatOnlyACompanionNames) {
  ToldRules rules;
  rules.add("known");
  rules.add("unknown");
  const RuleSet set = rules.rules(RuleSet({catalogue_rule("known")}));
  EXPECT_EQ(set.rules()[0].name, "of the catalogue");
  EXPECT_EQ(set.rules()[1].name, "unknown");
}

TEST(ToldRules, AreNotThoseOfAnAlias) {
  Rule renamed = catalogue_rule("new-name");
  const Text aliases[] = {"old-name"};
  renamed.aliases = aliases;
  ToldRules rules;
  rules.add("old-name");
  const RuleSet set = rules.rules(RuleSet({renamed}));
  EXPECT_EQ(set.rules()[0].id, "old-name");
  EXPECT_EQ(set.rules()[0].name, "old-name");
}

TEST(ToldRules, KeepATextOnce) {
  ToldRules rules;
  const Text first = rules.keep(std::string("base64"));
  EXPECT_EQ(first, "base64");
  EXPECT_EQ(first.data(), rules.keep(std::string("base64")).data());
}

}  // namespace
}  // namespace patrol
