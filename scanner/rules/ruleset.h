// The rules of a scan: checked once, immutable from then on, safe to read from
// many threads.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/core/result.h"
#include "scanner/rules/rule.h"

namespace patrol {

// Owns the text that loaded rules are views of. Grows only; what it has handed
// out stays where it is.
class RuleStorage;

class RuleSet {
 public:
  // Rules whose text lives as long as the program.
  explicit RuleSet(std::vector<Rule> rules);
  RuleSet(std::vector<Rule> rules, std::shared_ptr<const RuleStorage> storage);

  // The catalogue, of which the build has made all that a start would have to
  // compute. REQUIRES: `sorted` by id, and it lives as long as the program;
  // `digest` is what digest() says of the same rules.
  RuleSet(View<Rule> sorted, std::string_view digest);

  // Both sets as one, sorted by id.
  // Error: an id that stands in both.
  static Result<RuleSet> merge(const RuleSet&, const RuleSet&);

  View<Rule> rules() const { return rules_; }
  std::size_t size() const { return rules_.size(); }
  const Rule& operator[](RuleIndex i) const {
    return rules_[static_cast<std::size_t>(i)];
  }

  // By id or alias; nullopt if there is none.
  std::optional<RuleIndex> find(std::string_view id) const;

  // "sha256:" and 64 hex digits over all that decides what is found: the same
  // on every machine, another one when a regex, a checksum or a level changes.
  std::string digest() const;

 private:
  View<Rule> rules_;    // sorted by id
  std::string digest_;  // empty: digest() computes it
  // What the rules, and their text, are views of.
  std::vector<std::shared_ptr<const void>> storage_;
};

// patterns/*.toml as the build compiled them.
RuleSet builtin_rules();

// The Hyperscan database of builtin_rules(), serialised; lives as long as the
// program.
std::string_view builtin_database();

}  // namespace patrol
