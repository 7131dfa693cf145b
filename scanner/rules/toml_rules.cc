// Each field of a rule is a line in kFields, with the function that reads it.

#include "scanner/rules/toml_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <variant>

#include "scanner/rules/field_values.h"
#include "scanner/rules/recipe_fields.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/rule_fields.h"
#include "scanner/rules/toml_reading.h"

namespace patrol {
namespace {

// What is being read, and what reading it needs.
struct Target {
  Rule& rule;
  GivenValue& given;
  RuleStorage& storage;
};

// ---- Values -----------------------------------------------------------------

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

// Adds a string of which `kCheck` says that it is what it must be.
template <auto kCheck>
Check append_checked(const toml::node& node, std::string& text) {
  if (Check wrong = append_text(node, text)) return wrong;
  if (auto ok = kCheck(text); !ok) return fault(node, ok.error().message);
  return {};
}

using Append = Check (*)(const toml::node&, std::string&);

template <typename T, typename Holder>
Holder& holder(Target& to, T Holder::*) {
  return std::get<Holder&>(std::tie(to.rule, to.given));
}

template <auto kMember, Append kAppend = append_text>
Check read_text(const toml::node& node, Target& to) {
  std::string text;
  if (Check wrong = kAppend(node, text)) return wrong;
  holder(to, kMember).*kMember = to.storage.keep(text);
  return {};
}

template <auto kMember, Append kAppend = append_text>
Check read_texts(const toml::node& node, Target& to) {
  std::vector<std::string> texts;
  Check wrong = read_list(node, "an array of strings", kAppend, texts);
  holder(to, kMember).*kMember = to.storage.keep(texts);
  return wrong;
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
  return read_number(node, to.rule.*kMember);
}

// ---- Fields with rules of their own -----------------------------------------

template <auto kParse, auto kMember>
Check read_level(const toml::node& node, Target& to) {
  std::string word;
  if (Check wrong = append_text(node, word)) return wrong;
  const auto level = kParse(word);
  if (!level) return fault(node, level.error().message);
  to.rule.*kMember = *level;
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

// A key of a table that is the value of a field, and where its value goes.
struct Key {
  std::string_view name;
  bool needed;
  std::variant<std::string*, std::uint32_t*> to;
};

Check read_key(const toml::node& value, const Key& key) {
  if (auto* text = std::get_if<std::string*>(&key.to)) {
    return append_text(value, **text);
  }
  return read_number(value, *std::get<std::uint32_t*>(key.to));
}

// `holder` is what the table is: "a claim".
Check read_table(const toml::node& node, std::string_view holder,
                 const std::vector<Key>& keys) {
  const auto* table = node.as_table();
  if (!table) return wrong_kind(node, "a table");
  std::vector<std::string_view> names;
  names.reserve(keys.size());
  for (const Key& key : keys) names.push_back(key.name);
  if (Check wrong = only_keys(*table, holder, names)) {
    return Fault{wrong->line, wrong->field + " " + wrong->what};
  }
  for (const Key& key : keys) {
    const toml::node* value = find_key(*table, key.name);
    const std::string name(key.name);
    if (!value && key.needed) return fault(node, name + " is missing");
    if (Check wrong = value ? read_key(*value, key) : Check{}) {
      return Fault{wrong->line, name + " " + wrong->what};
    }
  }
  return {};
}

Check read_item(const toml::node& node, Claim& claim, RuleStorage& storage) {
  std::string name;
  std::string contains;
  Check wrong = read_table(
      node, "a claim", {{"name", true, &name}, {"contains", true, &contains}});
  claim = {storage.keep(name), storage.keep(contains)};
  return wrong;
}

Check read_item(const toml::node& node, Required& required,
                RuleStorage& storage) {
  std::string id;
  Check wrong =
      read_table(node, "a required rule",
                 {{"id", true, &id},
                  {"withinLines", false, &required.within_lines},
                  {"withinColumns", false, &required.within_columns}});
  required.id = storage.keep(id);
  return wrong;
}

template <typename T, View<T> Rule::*kMember>
Check read_tables(const toml::node& node, Target& to) {
  std::vector<T> items;
  const auto read = [&](const toml::node& item, T& value) {
    return read_item(item, value, to.storage);
  };
  Check wrong = read_list(node, "an array of tables", read, items);
  to.rule.*kMember = to.storage.keep(items);
  return wrong;
}

Check read_remediation(const toml::node& node, Target& to) {
  std::string text;
  std::string url;
  Check wrong = read_table(node, "a remediation",
                           {{"text", true, &text}, {"url", true, &url}});
  to.rule.remediation = {to.storage.keep(text), to.storage.keep(url)};
  return wrong;
}

Check read_verify(const toml::node& node, Target& to) {
  return read_verification(node, to.rule.verify, to.storage);
}

Check read_revoke(const toml::node& node, Target& to) {
  return read_revocation(node, to.rule.revoke, to.storage);
}

// ---- The fields -------------------------------------------------------------

struct Field {
  std::string_view name;
  Check (*read)(const toml::node&, Target&);
};

constexpr std::array kFields = {
    Field{"id", read_text<&Rule::id, append_checked<check_id>>},
    Field{"name", read_text<&Rule::name>},
    Field{"description", read_text<&Rule::description>},
    Field{"opens", read_text<&Rule::opens>},
    Field{"regex", read_text<&Rule::regex>},
    Field{"names", read_texts<&GivenValue::names>},
    Field{"value", read_text<&GivenValue::value>},
    Field{"leads", read_text<&GivenValue::leads>},
    Field{"secretGroup", read_count<&Rule::secret_group>},
    Field{"severity", read_level<parse_severity, &Rule::severity>},
    Field{"confidence", read_level<parse_confidence, &Rule::confidence>},
    Field{"entropy", read_entropy},
    Field{"checksum", read_text<&Rule::checksum>},
    Field{"checksum_seeds",
          read_texts<&Rule::checksum_seeds, append_checked<check_seed>>},
    Field{"structure", read_text<&Rule::structure>},
    Field{"carrier", read_text<&Rule::carrier>},
    Field{"servers", read_texts<&Rule::servers>},
    Field{"claims", read_tables<Claim, &Rule::claims>},
    Field{"near", read_texts<&Rule::near>},
    Field{"max_length", read_count<&Rule::max_length>},
    Field{"keywords", read_texts<&Rule::keywords>},
    Field{"path", read_text<&Rule::path>},
    Field{"human_chosen", read_bool<&Rule::human_chosen>},
    Field{"generic", read_bool<&Rule::generic>},
    Field{"required", read_tables<Required, &Rule::required>},
    Field{"skipReport", read_bool<&Rule::skip_report>},
    Field{"aliases", read_texts<&Rule::aliases>},
    Field{"tags", read_texts<&Rule::tags>},
    Field{"references", read_texts<&Rule::references>},
    Field{"examples", read_texts<&Rule::examples, append_pieces>},
    Field{"counterexamples", read_texts<&Rule::counterexamples, append_pieces>},
    Field{"remediation", read_remediation},
    Field{"verify", read_verify},
    Field{"revoke", read_revoke},
};

constexpr auto kFieldNames = [] {
  std::array<std::string_view, kFields.size()> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = kFields[i].name;
  return names;
}();

Check read_rule(const toml::table& table, WrittenRule& written,
                RuleStorage& storage) {
  // In the order of kFields: the id comes first, so that a fault of any other
  // field can name the rule.
  for (const Field& field : kFields) {
    const toml::node* node = find_key(table, field.name);
    if (!node) continue;
    Check wrong = read_rule_field(field.name, *node, written, storage);
    if (wrong) return wrong;
  }
  return only_keys(table, "a rule", kFieldNames);
}

// ---- The file ---------------------------------------------------------------

// The tables of [[rules]], and nothing else on the top level.
Check find_rules(const toml::table& root,
                 std::vector<const toml::table*>& found) {
  constexpr std::array<std::string_view, 1> kTopLevel = {"rules"};
  if (Check wrong = only_keys(root, "a file of rules", kTopLevel)) return wrong;
  const toml::node* rules = find_key(root, "rules");
  const auto* tables = rules ? rules->as_array() : nullptr;
  if (!rules || (tables && tables->empty())) return Fault{0, "holds no rules"};
  if (!tables || !tables->is_array_of_tables()) {
    return Fault{line_of(*rules), "is not an array of tables: write [[rules]]",
                 "rules"};
  }
  for (const toml::node& rule : *tables) found.push_back(rule.as_table());
  return {};
}

}  // namespace

std::span<const std::string_view> rule_field_names() { return kFieldNames; }

Check read_rule_field(std::string_view name, const toml::node& node,
                      WrittenRule& written, RuleStorage& storage) {
  const auto* field = std::ranges::find(kFields, name, &Field::name);
  Target to{written.rule, written.given, storage};
  if (Check wrong = field->read(node, to)) {
    wrong->field = name;
    return wrong;
  }
  written.fields.emplace_back(field->name, line_of(node));
  return {};
}

Result<std::vector<WrittenRule>> read_toml_rules(std::string_view toml,
                                                 std::string_view file_name,
                                                 RuleStorage& storage) {
  Result<toml::table> root = parse_toml(toml, file_name);
  if (!root) return root.error();
  std::vector<const toml::table*> tables;
  if (Check wrong = find_rules(*root, tables)) {
    return error_at({file_name, wrong->line, {}, wrong->field}, wrong->what);
  }
  std::vector<WrittenRule> rules;
  for (const toml::table* table : tables) {
    rules.push_back({Rule{}, {}, std::string(file_name), line_of(*table), {}});
    WrittenRule& rule = rules.back();
    if (Check wrong = read_rule(*table, rule, storage)) {
      return error_at({file_name, wrong->line, rule.rule.id, wrong->field},
                      wrong->what);
    }
  }
  return rules;
}

}  // namespace patrol
