#include "scanner/config/config_text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <span>
#include <utility>

#include "scanner/config/go_regex.h"
#include "scanner/core/ascii.h"
#include "scanner/rules/assignment_grammar.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/rule_fields.h"
#include "scanner/rules/toml_reading.h"

namespace patrol {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 7> kTopLevel = {
    "title",     "description", "minVersion", "extend",
    "allowlist", "allowlists",  "rules"};
constexpr std::array<std::string_view, 3> kExtend = {"path", "useDefault",
                                                     "disabledRules"};
constexpr std::array<std::string_view, 8> kAllowlist = {
    "description", "condition", "commits",   "paths",
    "regexTarget", "regexes",   "stopwords", "targetRules"};

// gitleaks' own files have such values where they mean none.
bool is_nothing(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get().empty();
  if (const auto* array = node.as_array()) return array->empty();
  return node.is_number() && node.value<double>() == 0.0;
}

// The value of a key that says something.
const toml::node* value_of(const toml::table& table, std::string_view name) {
  const toml::node* node = find_key(table, name);
  return node && !is_nothing(*node) ? node : nullptr;
}

// Ids are printed in many places, and a tree's configuration is anybody's.
bool is_plain(std::string_view id) {
  return std::ranges::all_of(id, [](char c) { return c >= ' ' && c <= '~'; });
}

// Reads one file, and keeps the first thing that is wrong with it.
class Reader {
 public:
  Reader(std::string_view file, RuleStorage& storage)
      : file_(file), storage_(storage) {
    config_.file = file;
  }

  Result<WrittenConfig> read(const toml::table& root) {
    note_unknown(root, "a configuration", kTopLevel);
    Check wrong = read_extend(root);
    if (!wrong) wrong = read_rules(root);
    if (!wrong) wrong = read_lists(root, "");
    if (!wrong) return std::move(config_);
    return error_at({file_, wrong->line, rule_, wrong->field}, wrong->what);
  }

 private:
  void note_unknown(const toml::table& table, std::string_view holder,
                    Names known) {
    for (const Fault& f : unknown_keys(table, holder, known)) {
      config_.warnings.push_back(
          error_at({file_, f.line, rule_, f.field}, f.what + "; ignored")
              .message);
    }
  }

  Check read_extend(const toml::table& root) {
    const toml::node* node = find_key(root, "extend");
    if (!node) return {};
    const toml::table* extend = node->as_table();
    if (!extend) return wrong_kind(*node, "a table");
    note_unknown(*extend, "[extend]", kExtend);
    if (Check wrong = read_flag(*extend, "useDefault", config_.use_default)) {
      return wrong;
    }
    if (Check wrong = read_string(*extend, "path", config_.extend_path)) {
      return wrong;
    }
    if (config_.use_default && !config_.extend_path.empty()) {
      return fault(*node, "has both path and useDefault");
    }
    return read_strings(*extend, "disabledRules", config_.disabled_rules);
  }

  Check read_flag(const toml::table& table, std::string_view name, bool& flag) {
    const toml::node* node = value_of(table, name);
    if (!node) return {};
    const auto* value = node->as_boolean();
    if (!value) return named(wrong_kind(*node, "true or false"), name);
    flag = value->get();
    return {};
  }

  Check read_string(const toml::table& table, std::string_view name,
                    std::string& text) {
    const toml::node* node = value_of(table, name);
    return named(node ? append_text(*node, text) : Check{}, name);
  }

  Check read_strings(const toml::table& table, std::string_view name,
                     std::vector<std::string>& texts) {
    const toml::node* node = value_of(table, name);
    if (!node) return {};
    return named(read_list(*node, "an array of strings", append_text, texts),
                 name);
  }

  Check read_regexes(const toml::table& table, std::string_view name,
                     std::vector<std::string>& texts) {
    Check wrong = read_strings(table, name, texts);
    for (std::string& regex : texts) regex = re2_syntax(regex);
    return wrong;
  }

  static Check named(Check wrong, std::string_view name) {
    if (wrong) wrong->field = name;
    return wrong;
  }

  // ---- Rules ----------------------------------------------------------------

  Check read_rules(const toml::table& root) {
    const toml::node* rules = value_of(root, "rules");
    if (!rules) return {};
    const auto* tables = rules->as_array();
    if (!tables || !tables->is_array_of_tables()) {
      return Fault{line_of(*rules),
                   "is not an array of tables: write [[rules]]", "rules"};
    }
    for (const toml::node& table : *tables) {
      if (Check wrong = read_rule(*table.as_table())) return wrong;
    }
    rule_.clear();
    return {};
  }

  Check read_rule(const toml::table& table) {
    rule_.clear();
    if (Check wrong = read_string(table, "id", rule_)) return wrong;
    if (rule_.empty()) return Fault{line_of(table), "is missing", "id"};
    if (!is_plain(rule_)) {
      const std::uint32_t line = line_of(*find_key(table, "id"));
      rule_.clear();
      return Fault{line, "is not of printable ASCII alone", "id"};
    }
    WrittenRule written{{}, {}, file_, line_of(table), {}};
    written.rule.id = storage_.keep(rule_);
    written.fields.emplace_back("id", line_of(table));
    if (Check wrong = read_fields(table, written)) return wrong;
    config_.rules.push_back(std::move(written));
    return read_lists(table, rule_);
  }

  Check read_fields(const toml::table& table, WrittenRule& written) {
    std::vector<std::string_view> known = {"allowlist", "allowlists"};
    std::ranges::copy(rule_field_names(), std::back_inserter(known));
    note_unknown(table, "a rule", known);
    for (std::string_view name : rule_field_names()) {
      const toml::node* node = name == "id" ? nullptr : value_of(table, name);
      if (!node) continue;
      if (Check w = read_rule_field(name, *node, written, storage_)) return w;
    }
    if (Check wrong = compose_regex(written)) return wrong;
    Rule& rule = written.rule;
    rule.path = storage_.keep(re2_syntax(rule.path));
    rule.regex = storage_.keep(re2_syntax(rule.regex));
    rule.of_unicode = is_of_unicode(rule.regex);
    return {};
  }

  // Of a rule that has names and a value in its place.
  Check compose_regex(WrittenRule& written) {
    if (written.given.names.empty()) return {};
    const Result<std::string> regex = assignment_regex(written.given);
    if (!regex) return Fault{written.line, regex.error().message, "names"};
    written.rule.regex = storage_.keep(*regex);
    written.given = {};
    std::erase_if(written.fields, [](const auto& field) {
      return field.first == "names" || field.first == "value" ||
             field.first == "leads";
    });
    written.fields.emplace_back("regex", written.line);
    return {};
  }

  // ---- Allowlists -----------------------------------------------------------

  // Of the table of a rule; of the whole configuration if that is "".
  Check read_lists(const toml::table& table, const std::string& rule) {
    const toml::node* one = find_key(table, "allowlist");
    const toml::node* many = value_of(table, "allowlists");
    if (one && many) return fault(*many, "stands beside allowlist: drop one");
    if (one) return named(read_list_of(*one, rule), "allowlist");
    if (!many) return {};
    const auto* tables = many->as_array();
    if (!tables)
      return named(wrong_kind(*many, "an array of tables"), "allowlists");
    for (const toml::node& each : *tables) {
      if (Check w = read_list_of(each, rule)) return named(w, "allowlists");
    }
    return {};
  }

  Check read_list_of(const toml::node& node, const std::string& rule) {
    const toml::table* table = node.as_table();
    if (!table) return wrong_kind(node, "a table");
    note_unknown(*table, "an allowlist", kAllowlist);
    Allowlist list;
    if (!rule.empty()) list.rules.push_back(rule);
    const std::array checks = {
        read_condition(*table, list),
        read_target(*table, list),
        read_strings(*table, "commits", list.commits),
        read_regexes(*table, "paths", list.paths),
        read_regexes(*table, "regexes", list.regexes),
        read_strings(*table, "stopwords", list.stopwords),
        rule.empty() ? read_strings(*table, "targetRules", list.rules)
                     : Check{}};
    for (const Check& wrong : checks) {
      if (wrong) return Fault{wrong->line, wrong->field + " " + wrong->what};
    }
    if (list.commits.empty() && list.paths.empty() && list.regexes.empty() &&
        list.stopwords.empty()) {
      return fault(node, "names no commits, paths, regexes or stopwords");
    }
    config_.allowlists.push_back(std::move(list));
    return {};
  }

  // A word of a few. `read` says whether it is one.
  template <typename Read>
  Check read_word(const toml::table& table, std::string_view name,
                  std::string_view allowed, Read read) {
    std::string word;
    if (Check wrong = read_string(table, name, word)) return wrong;
    const std::string low = lowered(word);
    if (word.empty() || read(low)) return {};
    return named(fault(*find_key(table, name),
                       quoted(word) + " is not one of " + std::string(allowed)),
                 name);
  }

  Check read_condition(const toml::table& table, Allowlist& list) {
    return read_word(table, "condition", "AND, OR", [&](std::string_view word) {
      list.needs_all = word == "and" || word == "&&";
      return list.needs_all || word == "or" || word == "||";
    });
  }

  Check read_target(const toml::table& table, Allowlist& list) {
    using Target = Allowlist::Target;
    return read_word(table, "regexTarget", "secret, match, line",
                     [&](std::string_view word) {
                       if (word == "match") list.target = Target::kMatch;
                       if (word == "line") list.target = Target::kLine;
                       return word == "match" || word == "line" ||
                              word == "secret";
                     });
  }

  const std::string file_;
  RuleStorage& storage_;
  std::string rule_;  // that is being read
  WrittenConfig config_;
};

}  // namespace

Result<WrittenConfig> read_config(std::string_view toml, std::string_view file,
                                  RuleStorage& storage) {
  const Result<toml::table> root = parse_toml(toml, file);
  if (!root) return root.error();
  return Reader(file, storage).read(*root);
}

}  // namespace patrol
