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

}  // namespace

Result<RuleSet> load_all_rules(const std::vector<std::string>& files) {
  RuleSet all = builtin_rules();
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

Result<Engine> make_engine(const RuleChoice& choice,
                           const DetectorOptions& options) {
  Result<RuleSet> rules = load_all_rules(choice.files);
  if (!rules) return rules.error();
  Engine engine;
  engine.rules = std::make_unique<const RuleSet>(*std::move(rules));
  auto enabled = enabled_rules(*engine.rules, choice);
  if (!enabled) return enabled.error();
  engine.enabled = *std::move(enabled);
  if (choice.files.empty()) {
    auto detector =
        detector_of(*engine.rules, builtin_database(), engine.enabled, options);
    if (detector) {
      engine.detector = *std::move(detector);
      return engine;
    }
    // Another version of Hyperscan than the build's: compile anew.
  }
  auto detector = compiled_detector(*engine.rules, engine.enabled, options);
  if (!detector) return detector.error();
  engine.detector = *std::move(detector);
  return engine;
}

}  // namespace patrol
