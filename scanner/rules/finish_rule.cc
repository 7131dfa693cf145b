#include "scanner/rules/finish_rule.h"

#include <algorithm>
#include <array>
#include <string>

#include "scanner/rules/assignment_grammar.h"
#include "scanner/rules/capture_groups.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/trigger.h"

namespace patrol {
namespace {

// What the catalogue's rules have besides: words for a report, and the proof
// that the rule finds what it should and leaves alone what it should not.
constexpr std::array<std::string_view, 7> kNeededInCatalogue = {
    "name",     "description",     "opens",      "severity",
    "examples", "counterexamples", "remediation"};

bool has(const WrittenRule& written, std::string_view field) {
  return std::any_of(written.fields.begin(), written.fields.end(),
                     [field](const auto& f) { return f.first == field; });
}

// The line of `field`, or the rule's own where the field is absent.
std::uint32_t line_of(const WrittenRule& written, std::string_view field) {
  for (const auto& [name, line] : written.fields) {
    if (name == field) return line;
  }
  return written.line;
}

Error fault(const WrittenRule& written, std::string_view field,
            std::string_view what) {
  return error_at(
      {written.file, line_of(written, field), written.rule.id, field}, what);
}

Result<void> check_presence(const WrittenRule& written, RuleOrigin origin) {
  if (!has(written, "id")) return fault(written, "id", "is missing");
  const bool has_path = origin == RuleOrigin::kConfig && has(written, "path");
  if (!has(written, "names") && !has(written, "regex") && !has_path) {
    return fault(written, "regex", "is missing");
  }
  if (origin != RuleOrigin::kCatalogue) return {};
  for (std::string_view field : kNeededInCatalogue) {
    if (!has(written, field)) {
      return fault(written, field,
                   "is missing: every rule of the catalogue has it");
    }
  }
  return {};
}

Result<void> check_names(const WrittenRule& written,
                         const LoadOptions& options) {
  const Rule& rule = written.rule;
  if (!rule.checksum.empty() && !options.is_checksum(rule.checksum)) {
    return fault(written, "checksum",
                 quoted(rule.checksum) + " is not a checksum that patrol has");
  }
  if (!rule.structure.empty() && !options.is_structure(rule.structure)) {
    return fault(
        written, "structure",
        quoted(rule.structure) + " is not a structure that patrol has");
  }
  if (!rule.carrier.empty() && !options.is_carrier(rule.carrier)) {
    return fault(written, "carrier",
                 quoted(rule.carrier) + " is not a carrier that patrol has");
  }
  return {};
}

Result<void> check_dependences(const WrittenRule& written) {
  const Rule& rule = written.rule;
  if (!rule.checksum_seeds.empty() && rule.checksum.empty()) {
    return fault(written, "checksum_seeds", "needs a checksum");
  }
  if (!rule.claims.empty() && rule.structure != "jwt") {
    return fault(written, "claims", "needs structure = \"jwt\"");
  }
  return {};
}

// `names` and `value` stand in the place of `regex`.
Result<void> check_given(const WrittenRule& written) {
  const bool has_names = has(written, "names");
  for (std::string_view field : {"value", "leads"}) {
    if (has(written, field) && !has_names) {
      return fault(written, field, "needs names");
    }
  }
  if (!has_names) return {};
  if (written.given.names.empty()) return fault(written, "names", "is empty");
  if (has(written, "regex")) {
    return fault(written, "regex", "is made of names and value: drop one");
  }
  if (!has(written, "value")) return fault(written, "value", "is missing");
  return {};
}

// The regex of a rule that has names instead.
Result<void> compose_regex(WrittenRule& written, RuleStorage& storage) {
  if (auto ok = check_given(written); !ok) return ok;
  if (!has(written, "names")) return {};
  const Result<std::string> regex = assignment_regex(written.given);
  if (!regex) return fault(written, "names", regex.error().message);
  written.rule.regex = storage.keep(*regex);
  if (written.rule.max_length == 0) written.rule.max_length = kLongestGiven;
  return {};
}

// The group named "secret", else secretGroup, else the first that is not empty,
// else the match.
// secretGroup = 0 is the same as none, as it is in gitleaks.
Result<void> resolve_secret_group(WrittenRule& written) {
  const CaptureGroups groups = capture_groups(written.rule.regex);
  std::uint32_t& group = written.rule.secret_group;
  if (group > groups.count) {
    return fault(written, "secretGroup",
                 std::to_string(group) +
                     " is no group of the regex, which has " +
                     std::to_string(groups.count));
  }
  if (groups.secret != 0) {
    group = groups.secret;
  } else if (group == 0 && groups.count != 0) {
    group = groups.count == 1 ? 1 : Rule::kFirstFilled;
  }
  return {};
}

// The trigger and the longest match. What derive_trigger() says begins with the
// name of a field, so its line is known.
Result<void> derive(WrittenRule& written, RuleStorage& storage) {
  const Result<void> derived = derive_trigger(written.rule, storage);
  if (derived) return {};
  const std::string& what = derived.error().message;
  const auto field = std::string_view(what).substr(0, what.find(':'));
  const bool present = has(written, field);
  return error_at({written.file, line_of(written, present ? field : "regex"),
                   written.rule.id},
                  what);
}

void take_by_its_word(WrittenRule& written) {
  Rule& rule = written.rule;
  rule.as_written = rule.checksum.empty() && rule.structure.empty();
  if (rule.entropy == 0) rule.entropy = -1;
  // What gitleaks goes by.
  if (!has(written, "generic")) {
    rule.generic = rule.id.find("generic") != rule.id.npos;
  }
}

void fill_defaults(WrittenRule& written, RuleOrigin origin) {
  Rule& rule = written.rule;
  if (origin == RuleOrigin::kConfig) take_by_its_word(written);
  if (rule.name.empty()) rule.name = rule.id;
  if (!has(written, "human_chosen")) {
    rule.human_chosen =
        origin != RuleOrigin::kCatalogue && rule.checksum.empty();
  }
}

}  // namespace

Result<void> finish_rule(WrittenRule& written, const LoadOptions& options,
                         RuleStorage& storage) {
  if (auto ok = check_presence(written, options.origin); !ok) return ok;
  if (auto ok = check_names(written, options); !ok) return ok;
  if (auto ok = check_dependences(written); !ok) return ok;
  if (auto ok = compose_regex(written, storage); !ok) return ok;
  if (options.origin == RuleOrigin::kConfig) {
    if (!written.rule.regex.empty()) derive_any_trigger(written.rule, storage);
  } else if (auto ok = derive(written, storage); !ok) {
    return ok;
  }
  if (auto ok = resolve_secret_group(written); !ok) return ok;
  fill_defaults(written, options.origin);
  return {};
}

}  // namespace patrol
