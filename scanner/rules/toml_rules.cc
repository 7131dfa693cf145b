// Each field of a rule is a line in kFields, with the function that reads it.
// This is the only file that knows toml++.
//
// toml++ asserts, while it parses "[[[", what the next lines of it treat as an
// error of the input. So its assertions are off in every build, and NDEBUG,
// which would turn them into promises to the compiler instead, is taken back
// (fuzzed with sanitizers in this form).
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include "scanner/rules/toml_rules.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "scanner/core/spelling.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/toml_depth.h"

namespace patrol {
namespace {

constexpr std::size_t kSeedLength = 8;  // ASCII characters, as CASK defines

// What is wrong, and where. `field` is filled in by whoever knows it.
struct Fault {
  std::uint32_t line = 0;
  std::string what;
  std::string field = {};
};
using Check = std::optional<Fault>;  // nothing: all is well

// What is being read, and what reading it needs.
struct Target {
  Rule& rule;
  RuleStorage& storage;
};

std::uint32_t line_of(const toml::node& node) {
  return node.source().begin.line;
}

std::string_view kind(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a number with a point";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

Fault fault(const toml::node& node, std::string what) {
  return Fault{line_of(node), std::move(what)};
}

Fault wrong_kind(const toml::node& node, std::string_view wanted) {
  return fault(
      node, "is " + std::string(kind(node)) + ", not " + std::string(wanted));
}

// The same about the item at `index` (from 0) of a list.
Fault of_item(std::size_t index, Fault found) {
  found.what = "item " + std::to_string(index + 1) + ": " + found.what;
  return found;
}

// No key but the known ones. `holder` is what the table is: "a rule".
Check only_keys(const toml::table& table, std::string_view holder,
                std::span<const std::string_view> known) {
  for (auto&& [key, value] : table) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) {
      continue;
    }
    std::string what = "is not a field of " + std::string(holder);
    if (auto meant = closest(key.str(), known); !meant.empty()) {
      what += ": did you mean " + std::string(meant) + "?";
    }
    return Fault{key.source().begin.line, std::move(what),
                 std::string(key.str())};
  }
  return {};
}

// ---- Values -----------------------------------------------------------------

// Adds a string that is not empty to `text`.
Check append_text(const toml::node& node, std::string& text) {
  const auto* value = node.as_string();
  if (!value) return wrong_kind(node, "a string");
  if (value->get().empty()) return fault(node, "is empty");
  text += value->get();
  return {};
}

// Adds a string, or a list of strings joined: the pieces in which an example is
// written so that no file of rules looks like a leak.
Check append_pieces(const toml::node& node, std::string& text) {
  const auto* pieces = node.as_array();
  if (!pieces) return append_text(node, text);
  if (pieces->empty()) return fault(node, "is empty");
  for (const toml::node& piece : *pieces) {
    if (Check wrong = append_text(piece, text)) return wrong;
  }
  return {};
}

template <Text Rule::*kMember>
Check read_text(const toml::node& node, Target& to) {
  std::string text;
  if (Check wrong = append_text(node, text)) return wrong;
  to.rule.*kMember = to.storage.keep(text);
  return {};
}

using AppendItem = Check (*)(const toml::node&, std::string&);

template <View<Text> Rule::*kMember, AppendItem kAppend = append_text>
Check read_texts(const toml::node& node, Target& to) {
  const auto* array = node.as_array();
  if (!array) return wrong_kind(node, "an array of strings");
  std::vector<std::string> texts(array->size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (Check wrong = kAppend((*array)[i], texts[i])) {
      return of_item(i, *std::move(wrong));
    }
  }
  to.rule.*kMember = to.storage.keep(texts);
  return {};
}

template <bool Rule::*kMember>
Check read_bool(const toml::node& node, Target& to) {
  const auto* value = node.as_boolean();
  if (!value) return wrong_kind(node, "true or false");
  to.rule.*kMember = value->get();
  return {};
}

template <std::uint32_t Rule::*kMember>
Check read_count(const toml::node& node, Target& to) {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  const auto* value = node.as_integer();
  if (!value) return wrong_kind(node, "an integer");
  if (value->get() < 0 || value->get() > kMost) {
    return fault(node, std::to_string(value->get()) + " is out of range");
  }
  to.rule.*kMember = static_cast<std::uint32_t>(value->get());
  return {};
}

// ---- Fields with rules of their own -----------------------------------------

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

Check read_id(const toml::node& node, Target& to) {
  std::string id;
  if (Check wrong = append_text(node, id)) return wrong;
  if (!std::all_of(id.begin(), id.end(), is_id_character)) {
    return fault(node, quoted(id) + " holds something else than a-z, 0-9, -");
  }
  to.rule.id = to.storage.keep(id);
  return {};
}

Check read_severity(const toml::node& node, Target& to) {
  std::string word;
  if (Check wrong = append_text(node, word)) return wrong;
  const auto level = severity_from_text(word);
  if (!level) {
    return fault(node,
                 quoted(word) + " is not one of low, medium, high, critical");
  }
  to.rule.severity = *level;
  return {};
}

Check read_confidence(const toml::node& node, Target& to) {
  std::string word;
  if (Check wrong = append_text(node, word)) return wrong;
  const auto level = confidence_from_text(word);
  if (!level) {
    return fault(node, quoted(word) + " is not one of low, medium, high");
  }
  if (*level == Confidence::kCertain) {
    return fault(node, quoted(word) +
                           " is not for a rule to claim: only check digits "
                           "that hold make a finding certain");
  }
  to.rule.confidence = *level;
  return {};
}

Check read_entropy(const toml::node& node, Target& to) {
  constexpr double kMostBits = 8;  // of a byte
  const auto value = node.value<double>();
  if (!node.is_number() || !value) return wrong_kind(node, "a number");
  if (!std::isfinite(*value) || std::abs(*value) > kMostBits) {
    return fault(node, "is not a number of bits within -8 and 8");
  }
  to.rule.entropy = *value;
  return {};
}

Check append_seed(const toml::node& node, std::string& seed) {
  if (Check wrong = append_text(node, seed)) return wrong;
  const bool ascii = std::all_of(seed.begin(), seed.end(),
                                 [](char c) { return c > ' ' && c <= '~'; });
  if (ascii && seed.size() == kSeedLength) return {};
  return fault(node, "is not 8 ASCII characters");
}

// A table of two texts, both needed: a claim, a remediation.
struct Pair {
  std::string_view holder;  // "a claim"
  std::array<std::string_view, 2> keys;
};
constexpr Pair kClaim = {"a claim", {"name", "contains"}};
constexpr Pair kRemediation = {"a remediation", {"text", "url"}};

Check read_pair(const toml::node& node, const Pair& pair,
                std::array<std::string, 2>& texts) {
  const auto* table = node.as_table();
  if (!table) return wrong_kind(node, "a table");
  if (Check wrong = only_keys(*table, pair.holder, pair.keys)) {
    return Fault{wrong->line, wrong->field + " " + wrong->what};
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::string key(pair.keys[i]);
    const toml::node* value = table->get(key);
    if (!value) return fault(node, key + " is missing");
    if (Check wrong = append_text(*value, texts[i])) {
      return Fault{wrong->line, key + " " + wrong->what};
    }
  }
  return {};
}

Check read_claims(const toml::node& node, Target& to) {
  const auto* array = node.as_array();
  if (!array) return wrong_kind(node, "an array of tables");
  std::vector<Claim> claims;
  for (const toml::node& item : *array) {
    std::array<std::string, 2> texts;
    if (Check wrong = read_pair(item, kClaim, texts)) {
      return of_item(claims.size(), *std::move(wrong));
    }
    claims.push_back({to.storage.keep(texts[0]), to.storage.keep(texts[1])});
  }
  to.rule.claims = to.storage.keep(claims);
  return {};
}

Check read_remediation(const toml::node& node, Target& to) {
  std::array<std::string, 2> texts;
  if (Check wrong = read_pair(node, kRemediation, texts)) return wrong;
  to.rule.remediation = {to.storage.keep(texts[0]), to.storage.keep(texts[1])};
  return {};
}

// ---- The fields -------------------------------------------------------------

struct Field {
  std::string_view name;
  Check (*read)(const toml::node&, Target&);
};

constexpr std::array kFields = {
    Field{"id", read_id},
    Field{"name", read_text<&Rule::name>},
    Field{"description", read_text<&Rule::description>},
    Field{"opens", read_text<&Rule::opens>},
    Field{"regex", read_text<&Rule::regex>},
    Field{"secretGroup", read_count<&Rule::secret_group>},
    Field{"severity", read_severity},
    Field{"confidence", read_confidence},
    Field{"entropy", read_entropy},
    Field{"checksum", read_text<&Rule::checksum>},
    Field{"checksum_seeds", read_texts<&Rule::checksum_seeds, append_seed>},
    Field{"structure", read_text<&Rule::structure>},
    Field{"claims", read_claims},
    Field{"near", read_texts<&Rule::near>},
    Field{"max_length", read_count<&Rule::max_length>},
    Field{"human_chosen", read_bool<&Rule::human_chosen>},
    Field{"generic", read_bool<&Rule::generic>},
    Field{"aliases", read_texts<&Rule::aliases>},
    Field{"tags", read_texts<&Rule::tags>},
    Field{"references", read_texts<&Rule::references>},
    Field{"examples", read_texts<&Rule::examples, append_pieces>},
    Field{"counterexamples", read_texts<&Rule::counterexamples, append_pieces>},
    Field{"remediation", read_remediation},
};

constexpr auto kFieldNames = [] {
  std::array<std::string_view, kFields.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kFields[i].name;
  return names;
}();

// In the order of kFields: the id comes first, so that a fault of any other
// field can name the rule.
Check read_rule(const toml::table& table, WrittenRule& written,
                RuleStorage& storage) {
  Target to{written.rule, storage};
  for (const Field& field : kFields) {
    const toml::node* node = table.get(field.name);
    if (!node) continue;
    if (Check wrong = field.read(*node, to)) {
      wrong->field = field.name;
      return wrong;
    }
    written.fields.emplace_back(field.name, line_of(*node));
  }
  return only_keys(table, "a rule", kFieldNames);
}

// ---- The file ---------------------------------------------------------------

// The tables of [[rules]], and nothing else on the top level.
Check find_rules(const toml::table& root,
                 std::vector<const toml::table*>& found) {
  constexpr std::array<std::string_view, 1> kTopLevel = {"rules"};
  if (Check wrong = only_keys(root, "a file of rules", kTopLevel)) return wrong;
  const toml::node* rules = root.get("rules");
  if (!rules) return Fault{0, "holds no rules"};
  const auto* tables = rules->as_array();
  if (tables && tables->empty()) return Fault{0, "holds no rules"};
  if (!tables || !tables->is_array_of_tables()) {
    return Fault{line_of(*rules), "is not an array of tables: write [[rules]]",
                 "rules"};
  }
  for (const toml::node& rule : *tables) found.push_back(rule.as_table());
  return {};
}

Result<toml::table> parse(std::string_view toml, std::string_view file) {
  if (auto line = line_of_too_long_key(toml); line != 0) {
    return error_at({file, line}, "a key has more than " +
                                      std::to_string(kLongestKey) + " names");
  }
  toml::parse_result parsed = toml::parse(toml);
  if (parsed) return std::move(parsed).table();
  const toml::parse_error& error = parsed.error();
  return error_at({file, error.source().begin.line},
                  "is not TOML: " + std::string(error.description()));
}

}  // namespace

Result<std::vector<WrittenRule>> read_toml_rules(std::string_view toml,
                                                 std::string_view file_name,
                                                 RuleStorage& storage) {
  Result<toml::table> root = parse(toml, file_name);
  if (!root) return root.error();
  std::vector<const toml::table*> tables;
  if (Check wrong = find_rules(*root, tables)) {
    return error_at({file_name, wrong->line, {}, wrong->field}, wrong->what);
  }
  std::vector<WrittenRule> rules;
  for (const toml::table* table : tables) {
    rules.push_back({Rule{}, std::string(file_name), line_of(*table), {}});
    WrittenRule& rule = rules.back();
    if (Check wrong = read_rule(*table, rule, storage)) {
      return error_at({file_name, wrong->line, rule.rule.id, wrong->field},
                      wrong->what);
    }
  }
  return rules;
}

}  // namespace patrol
