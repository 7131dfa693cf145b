// Which commit brought a secret in and which took it out, told the obvious way:
// all files of all commits, compared as sets.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace patrol {

struct SlowCommit {
  std::string id;
  std::vector<std::string> parents;
  std::optional<std::int64_t> date;
  bool is_at_border = false;
  std::map<std::string, std::string> files;  // path -> blob
};

struct SlowPlace {
  std::string path;
  std::uint32_t secret = 0;
  std::string commit;
  std::string blob;
  bool is_at_border = false;
  std::uint32_t versions = 0;
  bool is_at_head = false;
  std::string removed_by;  // "": nobody

  bool operator==(const SlowPlace&) const = default;
  friend std::ostream& operator<<(std::ostream& out, const SlowPlace& place) {
    return out << place.path << " " << place.secret << " by " << place.commit
               << " in " << place.blob << (place.is_at_border ? " border" : "")
               << ", " << place.versions << " versions"
               << (place.is_at_head ? ", at HEAD" : "") << ", removed by "
               << place.removed_by;
  }
};

class SlowAttribution {
 public:
  using Pair = std::pair<std::string, std::uint32_t>;  // path, secret

  // `secrets`: by blob. `head`: "" if there is none.
  SlowAttribution(std::vector<SlowCommit> commits,
                  std::map<std::string, std::set<std::uint32_t>> secrets,
                  std::string head)
      : commits_(std::move(commits)),
        secrets_(std::move(secrets)),
        head_(std::move(head)) {
    for (const SlowCommit& commit : commits_) {
      by_id_[commit.id] = &commit;
      pairs_[commit.id] = pairs_of(commit);
    }
    mark_ancestors(head_);
  }

  // By path, then secret.
  std::vector<SlowPlace> places() const {
    std::set<Pair> all;
    for (const auto& [id, pairs] : pairs_)
      all.insert(pairs.begin(), pairs.end());
    std::vector<SlowPlace> out;
    for (const Pair& pair : all) out.push_back(place(pair));
    return out;
  }

 private:
  std::set<Pair> pairs_of(const SlowCommit& commit) const {
    std::set<Pair> pairs;
    for (const auto& [path, blob] : commit.files) {
      const auto at = secrets_.find(blob);
      if (at == secrets_.end()) continue;
      for (const std::uint32_t secret : at->second)
        pairs.insert({path, secret});
    }
    return pairs;
  }

  void mark_ancestors(const std::string& id) {
    if (!by_id_.contains(id) || !in_head_.insert(id).second) return;
    if (by_id_.at(id)->is_at_border) return;
    for (const std::string& parent : by_id_.at(id)->parents) {
      mark_ancestors(parent);
    }
  }

  bool parent_has(const SlowCommit& commit, const Pair& pair) const {
    if (commit.is_at_border) return false;
    return std::ranges::any_of(commit.parents, [&](const std::string& parent) {
      const auto at = pairs_.find(parent);
      return at != pairs_.end() && at->second.contains(pair);
    });
  }

  bool all_parents_have(const SlowCommit& commit, const Pair& pair) const {
    return std::ranges::all_of(commit.parents, [&](const std::string& parent) {
      const auto at = pairs_.find(parent);
      return at != pairs_.end() && at->second.contains(pair);
    });
  }

  // Earlier is less; a commit without a date comes last.
  static auto by_age(const SlowCommit& commit) {
    return std::tuple(!commit.date, commit.date.value_or(0), commit.id);
  }
  // The best remover is less.
  auto by_removal(const SlowCommit& commit, const Pair& pair) const {
    return std::tuple(!in_head_.contains(commit.id),
                      !all_parents_have(commit, pair), !commit.date,
                      -commit.date.value_or(0), commit.id);
  }

  SlowPlace place(const Pair& pair) const {
    SlowPlace out{pair.first, pair.second, "", "", false, 0, false, ""};
    const SlowCommit* introduced = nullptr;
    const SlowCommit* removed = nullptr;
    std::set<std::string> versions;
    for (const SlowCommit& commit : commits_) {
      const bool has = pairs_.at(commit.id).contains(pair);
      const bool parent = parent_has(commit, pair);
      if (has) versions.insert(commit.files.at(pair.first));
      if (has && !parent &&
          (introduced == nullptr || by_age(commit) < by_age(*introduced))) {
        introduced = &commit;
      }
      if (!has && parent &&
          (removed == nullptr ||
           by_removal(commit, pair) < by_removal(*removed, pair))) {
        removed = &commit;
      }
    }
    out.versions = static_cast<std::uint32_t>(versions.size());
    out.commit = introduced->id;
    out.blob = introduced->files.at(pair.first);
    out.is_at_border = introduced->is_at_border;
    out.is_at_head = pairs_.contains(head_) && pairs_.at(head_).contains(pair);
    if (removed != nullptr && !out.is_at_head) out.removed_by = removed->id;
    return out;
  }

  std::vector<SlowCommit> commits_;
  std::map<std::string, std::set<std::uint32_t>> secrets_;
  std::string head_;
  std::map<std::string, const SlowCommit*> by_id_;
  std::map<std::string, std::set<Pair>> pairs_;
  std::set<std::string> in_head_;
};

}  // namespace patrol
