#include "scanner/rules/ruleset.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

bool by_id(const Rule& a, const Rule& b) { return a.id < b.id; }

// ---- The digest's text ------------------------------------------------------
// Every number is 8 bytes, the least significant first; every text and every
// list has its length in front. So two different sets never give the same
// bytes ("ab","c" against "a","bc"), and all machines give the same.

void put(std::string& to, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) {
    to += static_cast<char>(number >> shift & 0xFF);
  }
}

void put(std::string& to, Text text) {
  put(to, std::uint64_t{text.size()});
  to += text;
}

void put(std::string& to, double number) {
  put(to, std::bit_cast<std::uint64_t>(number + 0.0));  // -0.0 is 0.0
}

void put(std::string& to, const Claim& claim) {
  put(to, claim.name);
  put(to, claim.contains);
}

void put(std::string& to, const Required& required) {
  put(to, required.id);
  put(to, std::uint64_t{required.within_lines});
  put(to, std::uint64_t{required.within_columns});
}

void put(std::string& to, const Reach& reach) {
  put(to, std::uint64_t{reach.before});
  put(to, std::uint64_t{reach.after});
  put(to, std::uint64_t{reach.fixed_start});
}

void put(std::string& to, const ByteSet& set) {
  for (std::uint64_t bits : set.bits) put(to, bits);
}

void put(std::string& to, const LiteralTrigger& literal) {
  put(to, literal.text);
  put(to, std::uint64_t{literal.caseless});
  put(to, literal.reach);
  put(to, literal.before);
  put(to, literal.after);
}

void put(std::string& to, const RunTrigger& run) {
  put(to, run.set);
  put(to, std::uint64_t{run.length});
  put(to, run.reach);
}

template <typename T>
void put(std::string& to, View<T> list) {
  put(to, std::uint64_t{list.size()});
  for (const T& item : list) put(to, item);
}

// All that decides what is found and what is said of it. Not what only explains
// (names, examples, …). The trigger follows from the regex, but how it does is
// patrol's, and databases are cached under this digest: so it counts.
void put_rule(std::string& to, const Rule& rule) {
  put(to, rule.id);
  put(to, rule.regex);
  put(to, std::uint64_t{rule.secret_group});
  put(to, to_text(rule.severity));
  put(to, to_text(rule.confidence));
  put(to, rule.entropy);
  put(to, rule.checksum);
  put(to, rule.checksum_seeds);
  put(to, rule.structure);
  put(to, rule.carrier);
  put(to, rule.servers);
  put(to, rule.claims);
  put(to, rule.near);
  put(to, std::uint64_t{rule.max_length});
  put(to, std::uint64_t{rule.whole_text});
  put(to, std::uint64_t{rule.of_unicode});
  put(to, std::uint64_t{rule.as_written});
  put(to, rule.keywords);
  put(to, rule.path);
  put(to, std::uint64_t{rule.human_chosen});
  put(to, std::uint64_t{rule.generic});
  put(to, rule.required);
  put(to, std::uint64_t{rule.skip_report});
  put(to, rule.trigger.literals);
  put(to, rule.trigger.run);
}

}  // namespace

RuleSet::RuleSet(std::vector<Rule> rules) {
  std::sort(rules.begin(), rules.end(), by_id);
  assert(std::adjacent_find(rules.begin(), rules.end(),
                            [](const Rule& a, const Rule& b) {
                              return a.id == b.id;
                            }) == rules.end());
  const auto kept = std::make_shared<const std::vector<Rule>>(std::move(rules));
  rules_ = *kept;
  storage_.push_back(kept);
}

RuleSet::RuleSet(std::vector<Rule> rules,
                 std::shared_ptr<const RuleStorage> storage)
    : RuleSet(std::move(rules)) {
  storage_.push_back(std::move(storage));
}

RuleSet::RuleSet(View<Rule> sorted, std::string_view digest)
    : rules_(sorted), digest_(digest) {
  assert(std::is_sorted(sorted.begin(), sorted.end(), by_id));
}

Result<RuleSet> RuleSet::merge(const RuleSet& a, const RuleSet& b) {
  std::vector<Rule> rules(a.rules_.begin(), a.rules_.end());
  for (const Rule& rule : b.rules_) {
    if (std::binary_search(a.rules_.begin(), a.rules_.end(), rule, by_id)) {
      return Error{"rule " + std::string(rule.id) +
                   ": id: is taken already by a rule of the other set"};
    }
    rules.push_back(rule);
  }
  RuleSet merged(std::move(rules));
  for (const RuleSet* part : {&a, &b}) {
    merged.storage_.insert(merged.storage_.end(), part->storage_.begin(),
                           part->storage_.end());
  }
  return merged;
}

std::optional<RuleIndex> RuleSet::find(std::string_view id) const {
  Rule wanted;
  wanted.id = id;
  auto at = std::lower_bound(rules_.begin(), rules_.end(), wanted, by_id);
  if (at == rules_.end() || at->id != id) {
    at = std::find_if(rules_.begin(), rules_.end(), [id](const Rule& rule) {
      return std::find(rule.aliases.begin(), rule.aliases.end(), id) !=
             rule.aliases.end();
    });
  }
  if (at == rules_.end()) return std::nullopt;
  return static_cast<RuleIndex>(at - rules_.begin());
}

std::string RuleSet::digest() const {
  if (!digest_.empty()) return digest_;
  std::string text;
  put(text, Text("patrol rules 2"));
  for (const Rule& rule : rules_) put_rule(text, rule);
  return "sha256:" + sha256_hex(text);
}

}  // namespace patrol
