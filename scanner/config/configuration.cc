#include "scanner/config/configuration.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "scanner/config/config_text.h"
#include "scanner/rules/check_required.h"
#include "scanner/rules/finish_rule.h"
#include "scanner/rules/rule_error.h"
#include "scanner/rules/rule_storage.h"

namespace patrol {
namespace {

bool has(const WrittenRule& written, std::string_view field) {
  return std::ranges::any_of(written.fields,
                             [&](const auto& f) { return f.first == field; });
}

// Of a rule that the scanned tree made or changed: what it finds is sent to
// nobody.
constexpr Recipe kNotAsked = {
    .none = "the scanned tree's configuration has a hand in its rule"};

// The file and what it extends, the last first. `has_catalogue`: one of them
// asks for the catalogue.
struct Chain {
  std::vector<WrittenConfig> configs;
  bool has_catalogue = false;
};

Result<Chain> read_chain(const ConfigSource& source, RuleStorage& storage) {
  Chain chain;
  std::string file = source.file;
  std::string text = source.text;
  for (int depth = 0;; ++depth) {
    Result<WrittenConfig> config = read_config(text, file, storage);
    if (!config) return config.error();
    const std::string next = config->extend_path;
    chain.has_catalogue |= config->use_default;
    chain.configs.insert(chain.configs.begin(), *std::move(config));
    if (next.empty()) return chain;
    if (depth == kDeepestExtension) {
      chain.configs.front().warnings.push_back(
          error_at({file, 0, {}, "extend"},
                   "is the third in a row, and is not followed")
              .message);
      return chain;
    }
    Result<std::string> base = source.read(next);
    if (!base) {
      return error_at({file, 0, {}, "extend"},
                      patrol::quoted(next) + ": " + base.error().message);
    }
    file = next;
    text = *std::move(base);
  }
}

// Lays what `over` says over `rule`.
class Overlay {
 public:
  Overlay(const WrittenRule& over, Rule& rule, RuleStorage& storage)
      : over_(over), rule_(rule), storage_(storage) {}

  void lay() {
    if (!over_.rule.regex.empty()) replace_regex();
    if (!over_.rule.keywords.empty() && !rule_.keywords.empty()) {
      add(over_.rule.keywords, rule_.keywords);
    }
    add(over_.rule.tags, rule_.tags);
    set("description", &Rule::description);
    set("entropy", &Rule::entropy);
    set("path", &Rule::path);
    set("severity", &Rule::severity);
    set("confidence", &Rule::confidence);
    set("near", &Rule::near);
    set("required", &Rule::required);
    set("skipReport", &Rule::skip_report);
    set("name", &Rule::name);
    set("opens", &Rule::opens);
    set("references", &Rule::references);
    set("remediation", &Rule::remediation);
    set("secretGroup", &Rule::secret_group);
    set("servers", &Rule::servers);
    set("verify", &Rule::verify);
    set("revoke", &Rule::revoke);
  }

 private:
  template <typename T>
  void set(std::string_view field, T Rule::*member) {
    if (has(over_, field)) rule_.*member = over_.rule.*member;
  }

  void add(View<Text> more, View<Text>& to) {
    std::vector<Text> all(to.begin(), to.end());
    std::ranges::copy(more, std::back_inserter(all));
    to = storage_.keep(all);
  }

  void replace_regex() {
    Rule fresh = over_.rule;
    fresh.id = rule_.id;
    fresh.name = rule_.name;
    fresh.description = rule_.description;
    fresh.opens = rule_.opens;
    fresh.severity = rule_.severity;
    fresh.generic = rule_.generic;
    fresh.aliases = rule_.aliases;
    fresh.tags = rule_.tags;
    fresh.references = rule_.references;
    fresh.remediation = rule_.remediation;
    fresh.path = rule_.path;
    // To which lay() adds the new one's.
    if (!rule_.keywords.empty()) fresh.keywords = rule_.keywords;
    rule_ = fresh;
  }

  const WrittenRule& over_;
  Rule& rule_;
  RuleStorage& storage_;
};

// The rules as they grow, from the catalogue or from nothing.
class Rules {
 public:
  // `may_ask`: its rules may say how providers are asked.
  Rules(const LoadOptions& options, bool has_catalogue, bool may_ask,
        std::shared_ptr<RuleStorage> storage)
      : options_(options), may_ask_(may_ask), storage_(std::move(storage)) {
    if (!has_catalogue) return;
    catalogue_ = builtin_rules();
    for (const Rule& rule : catalogue_->rules()) {
      rules_.emplace(rule.id, WrittenRule{rule, {}, {}, 0, {}});
    }
  }

  // `extends`: a rule with a known id changes that one.
  Result<void> add(WrittenConfig& config, bool extends) {
    for (WrittenRule& written : config.rules) {
      if (!may_ask_) warn_of_recipes(written, config);
      const auto known = find(written.rule.id);
      const bool stands_alone = has(written, "regex") || has(written, "path");
      if (!known && !stands_alone) {
        if (auto ok = miss(written, config); !ok) return ok;
      } else if (known && (extends || !stands_alone)) {
        change(*known, written);
      } else {
        take(written, known, config);
      }
    }
    return {};
  }

  // The id of a rule, by id or alias.
  std::optional<std::string> find(std::string_view id) const {
    if (const auto at = rules_.find(id); at != rules_.end()) return at->first;
    for (const auto& [known, written] : rules_) {
      const auto& aliases = written.rule.aliases;
      if (std::ranges::find(aliases, id) != aliases.end()) return known;
    }
    return std::nullopt;
  }

  std::size_t of_its_own() const { return touched_.size(); }

  // Null: the catalogue is as it was.
  Result<std::shared_ptr<const RuleSet>> finish() {
    if (catalogue_ && touched_.empty()) {
      return std::shared_ptr<const RuleSet>();
    }
    LoadOptions options = options_;
    options.origin = RuleOrigin::kConfig;
    std::vector<WrittenRule> written;
    for (const std::string& id : touched_) {
      WrittenRule& rule = rules_.at(id);
      if (auto ok = finish_if_changed(rule, options); !ok) return ok.error();
      if (!may_ask_) {
        rule.rule.verify = kNotAsked;
        rule.rule.revoke = {};
      }
      written.push_back(rule);
    }
    options.others = catalogue_ ? &*catalogue_ : nullptr;
    shorten_pairs(written);
    if (auto ok = check_required(written, options.others); !ok) {
      return ok.error();
    }
    std::vector<Rule> all;
    for (const auto& [id, rule] : rules_) all.push_back(rule.rule);
    return std::make_shared<const RuleSet>(std::move(all), storage_);
  }

 private:
  static void warn_of_recipes(const WrittenRule& written,
                              WrittenConfig& config) {
    for (const std::string_view field : {"verify", "revoke"}) {
      if (!has(written, field)) continue;
      config.warnings.push_back(
          error_at({config.file, written.line, written.rule.id, field},
                   "is ignored: what is scanned does not say who is asked")
              .message);
    }
  }

  // A rule of other scanners that patrol has not is no reason to scan nothing.
  Result<void> miss(const WrittenRule& written, WrittenConfig& config) {
    const Error error =
        error_at({config.file, written.line, written.rule.id},
                 "has no regex or path, and is no rule that is extended");
    if (!catalogue_) return error;
    config.warnings.push_back(error.message);
    return {};
  }

  void change(const std::string& id, const WrittenRule& written) {
    WrittenRule& rule = rules_.at(id);
    Overlay(written, rule.rule, *storage_).lay();
    if (written.fields.size() == 1) return;  // the id: allowlists alone
    rule.file = written.file;
    rule.line = written.line;
    std::ranges::copy(written.fields, std::back_inserter(rule.fields));
    touched_.insert(id);
  }

  void take(WrittenRule& written, const std::optional<std::string>& known,
            WrittenConfig& config) {
    const std::string asked(written.rule.id);
    std::string id = asked;
    for (int n = 2; rules_.contains(id); ++n) {
      id = asked + "-" + std::to_string(n);
    }
    written.rule.id = storage_->keep(id);
    if (known) also_about(asked, {id, *known}, config);
    rules_.insert_or_assign(std::string(written.rule.id), written);
    touched_.insert(id);
  }

  // What is said of the rule `asked` is said of these.
  static void also_about(const std::string& asked,
                         const std::vector<std::string>& ids,
                         WrittenConfig& config) {
    for (Allowlist& list : config.allowlists) {
      if (std::ranges::find(list.rules, asked) == list.rules.end()) continue;
      std::ranges::copy(ids, std::back_inserter(list.rules));
    }
  }

  Result<void> finish_if_changed(WrittenRule& written,
                                 const LoadOptions& options) {
    const bool is_its_own = has(written, "regex") || written.rule.regex.empty();
    if (!is_its_own) return {};
    return finish_rule(written, options, *storage_);
  }

  // Halves of pairs have a bound, which a rule without one is given.
  void shorten_pairs(std::vector<WrittenRule>& written) {
    std::set<std::string> halves;
    for (const WrittenRule& w : written) {
      for (const Required& required : w.rule.required) {
        halves.emplace(w.rule.id);
        if (const auto id = find(required.id)) halves.insert(*id);
      }
    }
    for (WrittenRule& w : written) {
      if (!halves.contains(std::string(w.rule.id))) continue;
      if (w.rule.max_length <= kMaxPairedLength) continue;
      w.rule.max_length = kMaxPairedLength;
      rules_.at(std::string(w.rule.id)).rule.max_length = kMaxPairedLength;
    }
  }

  const LoadOptions& options_;
  const bool may_ask_;
  std::shared_ptr<RuleStorage> storage_;
  std::optional<RuleSet> catalogue_;
  std::map<std::string, WrittenRule, std::less<>> rules_;  // by id
  std::set<std::string> touched_;
};

// What is said of rules that there are not. An error where all rules are known
// to the file; where the catalogue is among them, it was written for another.
Result<void> check_names(const Chain& chain, const Rules& rules,
                         bool has_catalogue, Configuration& made) {
  const auto check = [&](const std::string& file, std::string_view field,
                         const std::string& id) -> Result<void> {
    if (rules.find(id)) return {};
    const Error error =
        error_at({file, 0, {}, field},
                 patrol::quoted(id) + " is no rule that patrol has");
    if (!has_catalogue && field == "targetRules") return error;
    made.warnings.push_back(error.message);
    return {};
  };
  for (const WrittenConfig& config : chain.configs) {
    for (const std::string& id : config.disabled_rules) {
      if (auto ok = check(config.file, "disabledRules", id); !ok) return ok;
    }
    for (const Allowlist& list : config.allowlists) {
      for (const std::string& id : list.rules) {
        if (auto ok = check(config.file, "targetRules", id); !ok) return ok;
      }
    }
  }
  return {};
}

void gather(Chain&& chain, const Rules& rules, Configuration& made) {
  for (WrittenConfig& config : chain.configs) {
    std::ranges::move(config.warnings, std::back_inserter(made.warnings));
    std::ranges::move(config.allowlists, std::back_inserter(made.allowlists));
    for (const std::string& id : config.disabled_rules) {
      if (const auto known = rules.find(id)) made.disabled.push_back(*known);
    }
  }
}

}  // namespace

Result<Configuration> configure(const ConfigSource& source,
                                const LoadOptions& options) {
  auto storage = std::make_shared<RuleStorage>();
  Result<Chain> chain = read_chain(source, *storage);
  if (!chain) return chain.error();
  const bool has_catalogue = chain->has_catalogue || source.is_found;
  Rules rules(options, has_catalogue, source.is_of_user, std::move(storage));
  for (WrittenConfig& config : chain->configs) {
    const bool extends = config.use_default || !config.extend_path.empty();
    if (auto ok = rules.add(config, extends); !ok) return ok.error();
  }
  Configuration made{.file = source.file, .is_of_user = source.is_of_user};
  if (auto ok = check_names(*chain, rules, has_catalogue, made); !ok) {
    return ok.error();
  }
  Result<std::shared_ptr<const RuleSet>> finished = rules.finish();
  if (!finished) return finished.error();
  made.rules = *std::move(finished);
  made.rules_of_its_own = rules.of_its_own();
  gather(*std::move(chain), rules, made);
  return made;
}

}  // namespace patrol
