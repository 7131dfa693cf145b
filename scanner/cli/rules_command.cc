#include "scanner/cli/rules_command.h"

#include <iomanip>
#include <iostream>

#include "scanner/cli/messages.h"
#include "scanner/detect/rule_check.h"

namespace patrol {
namespace {

void print_line(std::ostream& out, std::string_view label,
                std::string_view text) {
  if (text.empty()) return;
  out << std::left << std::setw(14) << label << text << '\n';
}

void print_list(std::ostream& out, std::string_view label, View<Text> texts) {
  std::string joined;
  for (Text text : texts) {
    joined += (joined.empty() ? "" : ", ") + std::string(text);
  }
  print_line(out, label, joined);
}

std::string trigger_text(const Rule& rule) {
  std::string text;
  for (const LiteralTrigger& literal : rule.trigger.literals) {
    text += (text.empty() ? "" : ", ") + std::string("\"") +
            std::string(literal.text) + "\"" +
            (literal.caseless ? " in any case" : "");
  }
  if (!text.empty()) return text;
  if (rule.trigger.run.length == 0) return "none: runs over every blob whole";
  return "a run of " + std::to_string(rule.trigger.run.length) + " bytes";
}

void print_rule(std::ostream& out, const Rule& rule) {
  print_line(out, "id", rule.id);
  print_line(out, "name", rule.name);
  print_line(out, "description", rule.description);
  print_line(out, "opens", rule.opens);
  print_line(out, "severity", to_text(rule.severity));
  print_line(out, "confidence", to_text(rule.confidence));
  print_line(out, "regex", rule.regex);
  print_line(out, "trigger", trigger_text(rule));
  print_line(out, "check digits", rule.checksum);
  print_line(out, "structure", rule.structure);
  print_line(out, "carrier", rule.carrier);
  print_list(out, "near", rule.near);
  print_list(out, "aliases", rule.aliases);
  print_list(out, "tags", rule.tags);
  print_list(out, "references", rule.references);
  print_line(out, "what to do", rule.remediation.text);
  print_line(out, "where", rule.remediation.url);
}

// The rules of the files alone, or all where there are none.
std::vector<RuleIndex> rules_to_check(const RuleSet& rules, bool added_only) {
  const RuleSet builtin = builtin_rules();
  std::vector<RuleIndex> indices;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    const bool added = !builtin.find(rules.rules()[i].id);
    if (added || !added_only) indices.push_back(RuleIndex{i});
  }
  return indices;
}

}  // namespace

int run_rules_list(const RulesListOptions& options) {
  const Result<RuleSet> rules = load_all_rules(options.files);
  if (!rules) return fail(rules.error().message);
  std::size_t width = 0;
  for (const Rule& rule : rules->rules())
    width = std::max(width, rule.id.size());
  return print([&](std::ostream& out) {
    for (const Rule& rule : rules->rules()) {
      out << std::left << std::setw(static_cast<int>(width) + 2) << rule.id
          << std::setw(10) << to_text(rule.severity) << std::setw(14)
          << (rule.checksum.empty() ? "" : "check digits") << rule.name << '\n';
    }
  });
}

int run_rules_show(const RulesShowOptions& options) {
  const Result<RuleSet> rules = load_all_rules(options.files);
  if (!rules) return fail(rules.error().message);
  const auto index = rules->find(options.id);
  if (!index) {
    return fail("no rule is called \"" + options.id +
                "\": patrol rules list shows them");
  }
  return print([&](std::ostream& out) { print_rule(out, (*rules)[*index]); });
}

int run_rules_check(const RulesCheckOptions& options) {
  const Result<Engine> engine = make_engine({.files = options.files});
  if (!engine) return fail(engine.error().message);
  const auto checked = rules_to_check(*engine->rules, !options.files.empty());
  const auto faults = check_examples(*engine->detector, checked);
  if (!faults) return fail(faults.error().message);
  const int printed = print([&](std::ostream& out) {
    for (const RuleFault& fault : *faults) {
      out << "rule " << (*engine->rules)[fault.rule].id << ": " << fault.what
          << '\n';
    }
    out << checked.size() << " rules checked, " << faults->size()
        << " faults\n";
  });
  return faults->empty() ? printed : kExitUsage;
}

int run_rules_compile(const RulesCompileOptions& options) {
  const Result<Engine> engine = make_engine({.files = options.files});
  if (!engine) return fail(engine.error().message);
  return print([&](std::ostream& out) {
    out << engine->rules->size() << " rules compiled\n";
  });
}

}  // namespace patrol
