#include "scanner/cli/heed_settings.h"

#include <iterator>
#include <utility>

#include "scanner/report/wording.h"
#include "scanner/repository_allowances.h"

namespace patrol {
namespace {

// By rule: what a scanned tree says must not be looked for.
std::vector<bool> silenced_rules(const Configuration& config,
                                 const RuleSet& rules) {
  std::vector<bool> silenced(rules.size());
  for (const std::string& id : config.disabled) {
    const auto rule = rules.find(id);
    if (rule) silenced[static_cast<std::size_t>(*rule)] = true;
  }
  return silenced;
}

void heed_lists(const Configuration& config, const Engine& engine,
                Collector& collector) {
  using Silencer = Collector::Silencer;
  const auto by = config.is_of_user ? Silencer::kUser : Silencer::kRepository;
  if (const Allowlists* lists = engine.allowlists.get()) {
    collector.allow_places(
        [lists](const BlobName& blob, const Detection& detection,
                std::string_view commit) {
          return lists->allows(detection, to_text(blob), commit);
        },
        by);
  }
  if (config.disabled.empty() || config.is_of_user) return;
  collector.allow_places(
      [silenced = silenced_rules(config, *engine.rules)](
          const BlobName&, const Detection& detection, std::string_view) {
        return silenced[static_cast<std::size_t>(detection.rule)];
      },
      by);
}

void heed_paths(const Engine& engine, Collector& collector) {
  const PathRules* rules = engine.path_rules.get();
  if (rules->empty()) return;
  collector.set_applies([rules](const BlobName& blob, RuleIndex rule) {
    return rules->applies(rule, to_text(blob));
  });
  collector.set_by_name(
      [rules](const BlobName& blob) { return rules->detect(to_text(blob)); });
}

// ".gitleaks.toml: adds 2 rules, 3 allowlists; disables 1 rule"
std::string what_it_says(const Configuration& config) {
  std::string text = config.file + ": ";
  if (config.rules_of_its_own > 0) {
    text += counted(config.rules_of_its_own, "rule") + " of its own, ";
  }
  text += counted(config.allowlists.size(), "allowlist");
  if (!config.disabled.empty()) {
    text += ", " + counted(config.disabled.size(), "rule") + " disabled";
  }
  return text;
}

std::vector<std::string> remarks_on(const Configuration& config,
                                    const Engine& engine, ScanMode mode) {
  std::vector<std::string> remarks = config.warnings;
  if (!config.is_of_user) remarks.push_back(what_it_says(config));
  if (!is_of_history(mode)) return remarks;
  for (Text id : engine.path_rules->of_paths_alone()) {
    remarks.push_back("rule " + std::string(id) +
                      ": asks for a path alone, and is not looked for in "
                      "commits");
  }
  return remarks;
}

}  // namespace

std::vector<std::string> heed_settings(const Settings& settings,
                                       const Engine& engine, ScanMode mode,
                                       Collector& collector) {
  std::vector<std::string> remarks;
  heed_paths(engine, collector);
  if (settings.config) {
    heed_lists(*settings.config, engine, collector);
    remarks = remarks_on(*settings.config, engine, mode);
  }
  if (settings.files) {
    std::ranges::move(heed_files(settings.files, collector),
                      std::back_inserter(remarks));
  }
  return remarks;
}

}  // namespace patrol
