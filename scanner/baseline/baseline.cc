#include "scanner/baseline/baseline.h"

#include <algorithm>
#include <utility>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

std::string place_key(std::string_view path, std::uint64_t line) {
  return std::to_string(line) + ':' + std::string(path);
}

std::string key_of(const KnownSecret& known) {
  if (!known.fingerprint.empty()) return known.fingerprint;
  if (!known.sha1.empty()) return known.sha1;
  return place_key(known.path, known.line);
}

// Nothing: the secret is not whole, as in a report that was read.
std::string sha1_of(const Secret& secret) {
  return secret.is_whole() ? sha1_hex(secret.reveal()) : "";
}

bool is_at(const KnownSecret& known, const Location& location) {
  if (!known.path.empty() && known.path != location.path) return false;
  if (known.commit.empty()) return true;
  const auto& introduction = location.provenance.introduction;
  return introduction && introduction->commit == known.commit;
}

}  // namespace

void Baseline::add(KnownSecret known) {
  std::string key = key_of(known);
  const auto [begin, end] = by_key_.equal_range(key);
  const bool is_there = std::any_of(begin, end, [&](const auto& named) {
    return named.second.secret == known;
  });
  has_hashes_ = has_hashes_ || key == known.sha1;
  if (!is_there) by_key_.emplace(std::move(key), Known{std::move(known)});
}

std::vector<KnownSecret> Baseline::secrets() const {
  std::vector<KnownSecret> out;
  for (const auto& [key, known] : by_key_) out.push_back(known.secret);
  std::ranges::sort(out);
  return out;
}

bool Baseline::knows(const std::string& key, const Location& location) {
  bool is_known = false;
  const auto [begin, end] = by_key_.equal_range(key);
  for (auto it = begin; it != end; ++it) {
    if (!is_at(it->second.secret, location)) continue;
    it->second.is_seen = true;
    is_known = true;
  }
  return is_known;
}

// All that know it are seen.
bool Baseline::knows(const Finding& finding, const Location& location) {
  const bool by_name = knows(finding.fingerprint, location);
  const std::string hash = has_hashes_ ? sha1_of(finding.secret) : "";
  const bool by_hash = !hash.empty() && knows(hash, location);
  const bool by_place =
      knows(place_key(location.path, location.begin.line), location);
  return by_name || by_hash || by_place;
}

std::vector<KnownSecret> Baseline::unseen() const {
  std::vector<KnownSecret> out;
  for (const auto& [key, known] : by_key_) {
    if (!known.is_seen) out.push_back(known.secret);
  }
  std::ranges::sort(out);
  return out;
}

std::vector<KnownSecret> known_secrets(const Report& report,
                                       const RuleSet& rules, bool with_paths) {
  std::vector<KnownSecret> out;
  for (const Finding& finding : report.findings) {
    KnownSecret known{.fingerprint = finding.fingerprint,
                      .rule = std::string(rules[finding.rule].id)};
    if (!with_paths) out.push_back(known);
    for (const Location& location : finding.locations) {
      if (!with_paths) break;
      known.path = location.path;
      out.push_back(known);
    }
  }
  std::ranges::sort(out);
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace patrol
