#include "scanner/engine.h"

#include <optional>
#include <utility>

#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_check.h"
#include "scanner/rules/database_cache.h"
#include "scanner/rules/load.h"

namespace patrol {
namespace {

// Which rules take part, by index.
Result<std::vector<bool>> enabled_rules(const RuleSet& rules,
                                        const RuleChoice& choice) {
  std::vector<bool> enabled(rules.size(), choice.only.empty());
  const auto set = [&](const std::vector<std::string>& ids,
                       bool value) -> Result<void> {
    for (const std::string& id : ids) {
      const auto rule = rules.find(id);
      if (!rule) {
        return Error{"no rule is called \"" + id +
                     "\": patrol rules list shows them"};
      }
      enabled[static_cast<std::size_t>(*rule)] = value;
    }
    return {};
  };
  if (auto done = set(choice.only, true); !done) return done.error();
  if (auto done = set(choice.skip, false); !done) return done.error();
  return enabled;
}

Result<std::unique_ptr<const Detector>> detector_of(
    const RuleSet& rules, std::string_view database,
    const std::vector<bool>& enabled, const DetectorOptions& options) {
  Result<Detector> detector = Detector::make(rules, database, enabled, options);
  if (!detector) return detector.error();
  return std::unique_ptr<const Detector>(
      std::make_unique<Detector>(*std::move(detector)));
}

// The database of rules that the program was not built with: from the cache if
// it is there and good, else compiled, and cached for the next time.
Result<std::unique_ptr<const Detector>> compiled_detector(
    const RuleSet& rules, const std::vector<bool>& enabled,
    const DetectorOptions& options) {
  const DatabaseCache cache;
  const std::string key =
      rules.digest() + " hyperscan " + Prefilter::library_version();
  if (const auto database = cache.load(key)) {
    auto detector = detector_of(rules, *database, enabled, options);
    if (detector) return detector;
  }
  const Result<std::string> database = Prefilter::compile_portable(rules);
  if (!database) return database.error();
  // A cache that cannot be written costs time at the next start, no more.
  static_cast<void>(static_cast<bool>(cache.store(key, *database)));
  return detector_of(rules, *database, enabled, options);
}

// `all` and the rules of the user's files.
Result<RuleSet> with_files(RuleSet all, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    Result<RuleSet> loaded =
        load_rules(file, load_options(RuleOrigin::kUser, &all));
    if (!loaded) return loaded.error();
    if (auto checked = check_expressions(*loaded); !checked) {
      return Error{file + ": " + checked.error().message};
    }
    Result<RuleSet> merged = RuleSet::merge(all, *loaded);
    if (!merged) return Error{file + ": " + merged.error().message};
    all = *std::move(merged);
  }
  return all;
}

// The rules of a configuration, or the catalogue.
Result<RuleSet> rules_of(const Configuration* config) {
  if (!config || !config->rules) return builtin_rules();
  if (auto checked = check_expressions(*config->rules); !checked) {
    return Error{config->file + ": " + checked.error().message};
  }
  return *config->rules;
}

// What the user's own configuration switches off. Of rules that a scanned tree
// does, what they find is counted.
void disable(const Configuration& config, Engine& engine) {
  if (!config.is_of_user) return;
  for (const std::string& id : config.disabled) {
    const auto rule = engine.rules->find(id);
    if (rule) engine.enabled[static_cast<std::size_t>(*rule)] = false;
  }
}

Result<void> add_lists(const Configuration& config, Engine& engine) {
  auto lists = Allowlists::make(config.allowlists, *engine.rules);
  if (!lists) return Error{config.file + ": " + lists.error().message};
  if (lists->empty()) return {};
  engine.allowlists = std::make_unique<const Allowlists>(*std::move(lists));
  return {};
}

Result<void> add_path_rules(Engine& engine) {
  auto paths = PathRules::make(*engine.rules, engine.enabled);
  if (!paths) return paths.error();
  engine.path_rules = std::make_unique<const PathRules>(*std::move(paths));
  return {};
}

Result<void> add_detector(bool is_catalogue, const DetectorOptions& options,
                          Engine& engine) {
  if (is_catalogue) {
    auto detector =
        detector_of(*engine.rules, builtin_database(), engine.enabled, options);
    if (detector) {
      engine.detector = *std::move(detector);
      return {};
    }
    // Another version of Hyperscan than the build's: compile anew.
  }
  auto detector = compiled_detector(*engine.rules, engine.enabled, options);
  if (!detector) return detector.error();
  engine.detector = *std::move(detector);
  return {};
}

}  // namespace

Result<RuleSet> load_all_rules(const std::vector<std::string>& files) {
  return with_files(builtin_rules(), files);
}

Result<Engine> make_engine(const RuleChoice& choice,
                           const DetectorOptions& options,
                           const Configuration* config) {
  Result<RuleSet> base = rules_of(config);
  if (!base) return base.error();
  Result<RuleSet> rules = with_files(*std::move(base), choice.files);
  if (!rules) return rules.error();
  Engine engine;
  engine.rules = std::make_unique<const RuleSet>(*std::move(rules));
  auto enabled = enabled_rules(*engine.rules, choice);
  if (!enabled) return enabled.error();
  engine.enabled = *std::move(enabled);
  if (config) disable(*config, engine);
  Result<void> added = config ? add_lists(*config, engine) : Result<void>();
  if (added) added = add_path_rules(engine);
  if (!added) return added.error();
  DetectorOptions with_lists = options;
  with_lists.allowlists = engine.allowlists.get();
  const bool is_catalogue = choice.files.empty() && !(config && config->rules);
  added = add_detector(is_catalogue, with_lists, engine);
  if (!added) return added.error();
  return engine;
}

}  // namespace patrol
