// Secrets that are known: what people looked at before, and decided to live
// with for now. A scan that is given a baseline reports what is new.
//
// A baseline says nothing about a secret to whoever does not have it: it holds
// fingerprints (findings/fingerprint.h), a line each, so that git merges two
// people's changes:
//
//   0f343b0931126a20f133d67c2b018a3b github-pat
//   5c0a6a5d6e0b1e7b8a2d1c9f3e4b5a60 generic-secret config/test.yml
//
// The first is known wherever it stands, the second at that path alone.
//
// Baselines of other tools say less, and are read for what they say: a hash of
// the secret, or a file and a line (baseline_json.h).
//
// A million of them take some seconds and 400 MB. Not thread-safe: knows()
// notes what was seen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scanner/core/finding.h"
#include "scanner/rules/ruleset.h"

namespace patrol {

// What is known of one secret. At least one of the first three is there.
struct KnownSecret {
  std::string fingerprint = {};  // 32 hex digits in lower case
  std::string sha1 = {};         // of the secret, 40 hex digits in lower case
  std::uint64_t line = 0;        // where it begins, in `path`; 0: not said
  std::string path = {};         // empty: wherever the secret stands
  std::string commit = {};       // with `line`; empty: in whichever
  std::string rule = {};         // for people; no part of what is compared
  auto operator<=>(const KnownSecret&) const = default;
};

class Baseline {
 public:
  void add(KnownSecret known);

  // Is the secret of `finding` known at `location`? Notes that it was seen.
  bool knows(const Finding& finding, const Location& location);

  // Sorted, each once.
  std::vector<KnownSecret> secrets() const;
  // Those of them that knows() was never asked about.
  std::vector<KnownSecret> unseen() const;

 private:
  struct Known {
    KnownSecret secret;
    bool is_seen = false;
  };
  bool knows(const std::string& key, const Location& location);

  // By what knows() has in hand: fingerprint, hash, or place.
  std::unordered_multimap<std::string, Known> by_key_;
  bool has_hashes_ = false;  // some is known by its hash alone
};

// The secrets of a report: with `with_paths` at each of their paths, else
// wherever they stand. Sorted, each once.
std::vector<KnownSecret> known_secrets(const Report& report,
                                       const RuleSet& rules, bool with_paths);

}  // namespace patrol
