// Histories of any shape for tests of walks over commits, and what is reached
// in them by the slow and obvious way.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/changes/commit_walk.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"

namespace patrol {

inline const std::atomic<bool> kGoOn{false};

using Ids = std::vector<std::string>;
using IdSet = std::set<std::string>;

inline std::string hex(const ObjectId& id) { return id.hex(HashKind::kSha1); }

inline Ids hex_of(const CommitWalk& walk) {
  Ids ids;
  for (const WalkedCommit& commit : walk.commits) ids.push_back(hex(commit.id));
  return ids;
}

inline IdSet set_of(const Ids& ids) { return {ids.begin(), ids.end()}; }

// A history of `size` commits, 0 to size - 1, each with up to three parents
// before it. `date` gives a commit's. Commit i is at the branch "ci".
template <typename Date>
void make_history(const Sandbox& sandbox, std::mt19937& random, int size,
                  Date date) {
  std::string text;
  for (int i = 0; i < size; ++i) {
    const std::string number = std::to_string(i);
    text +=
        "commit refs/heads/c" + number + "\nmark :" + std::to_string(i + 1) +
        "\ncommitter A <a@example.com> " + std::to_string(date(i)) +
        " +0000\ndata " + std::to_string(number.size()) + "\n" + number + "\n";
    const int parents = i == 0 || random() % 20 == 0
                            ? 0
                            : 1 + static_cast<int>(random() % 8 / 6);
    std::set<unsigned long> chosen;
    for (int k = 0; k < parents; ++k) {
      const auto back =
          random() % static_cast<unsigned long>(std::min(i, k == 0 ? 3 : 12));
      chosen.insert(static_cast<unsigned long>(i) -
                    back);  // marks count from 1
    }
    bool is_first = true;
    for (const unsigned long parent : chosen) {
      text += (is_first ? "from :" : "merge :") + std::to_string(parent) + "\n";
      is_first = false;
    }
    text += "\n";
  }
  sandbox.git({"init", "-q"});
  import_history(sandbox, text);
}

// All that a commit reaches, by the obvious way.
struct History {
  explicit History(const Sandbox& sandbox) {
    for (const auto& line :
         lines_of(sandbox.git({"rev-list", "--all", "--parents"}))) {
      std::istringstream words(line);
      std::string commit;
      words >> commit;
      Ids& to = parents[commit];
      for (std::string parent; words >> parent;) to.push_back(parent);
    }
  }
  IdSet reached(const Ids& tips) const {
    IdSet all;
    Ids open = tips;
    while (!open.empty()) {
      const std::string commit = open.back();
      open.pop_back();
      if (!all.insert(commit).second) continue;
      const Ids& more = parents.at(commit);
      open.insert(open.end(), more.begin(), more.end());
    }
    return all;
  }
  std::map<std::string, Ids> parents;
};

inline IdSet without(const IdSet& all, const IdSet& some) {
  IdSet left;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(),
                      std::inserter(left, left.end()));
  return left;
}

inline std::vector<ObjectId> ids_of(const Ids& hex_ids) {
  std::vector<ObjectId> ids;
  for (const std::string& id : hex_ids) ids.push_back(id_of(id));
  return ids;
}

// A repository with what is needed to walk in it.
struct Walker {
  explicit Walker(const Sandbox& sandbox) : Walker(sandbox.root()) {}
  explicit Walker(const std::string& path)
      : objects(path), commits(objects, objects.hash(), objects.shallow()) {}

  CommitWalk walk(const std::vector<ObjectId>& wanted,
                  const std::vector<ObjectId>& unwanted) {
    return walk_commits(commits, wanted, unwanted, kGoOn);
  }

  StoredObjects objects;
  CommitReader commits;
};

// Some random commits of the history.
inline Ids pick(const History& history, std::mt19937& random,
                std::size_t count) {
  Ids picked;
  for (std::size_t i = 0; i < count; ++i) {
    auto one = history.parents.begin();
    std::advance(one, static_cast<long>(random() % history.parents.size()));
    picked.push_back(one->first);
  }
  return picked;
}

}  // namespace patrol
