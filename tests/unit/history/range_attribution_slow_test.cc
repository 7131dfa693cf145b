// Attribution of a range against git, read in full.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scanner/history/range_attribution.h"
#include "tests/support/sandbox.h"
#include "tests/support/stored_objects.h"
#include "tests/unit/history/range_attribution_cases.h"

namespace patrol {
namespace {

// The same from git alone, by the slow and obvious way: every file of every
// commit is read.
class Slow {
 public:
  Slow(const Sandbox& sandbox, const std::string& range,
       const std::string& to) {
    for (const auto& line : lines_of(sandbox.git(
             {"log", "--date-order", "--format=%H %ct %P", range}))) {
      std::istringstream words(line);
      Entry entry;
      words >> entry.commit >> entry.date;
      for (std::string parent; words >> parent;)
        entry.parents.push_back(parent);
      range_.push_back(entry);
    }
    for (const auto& commit : lines_of(sandbox.git({"rev-list", "--all"}))) {
      read(sandbox, commit);
    }
    head_ = git_line(sandbox, {"rev-parse", to});
  }

  std::vector<Told> run() {
    std::map<std::pair<std::string, std::uint32_t>, Told> all;
    for (const Entry& entry : range_) introduce(entry, all);
    std::vector<Told> told;
    for (auto& [key, one] : all) {
      one.versions = versions(one);
      one.at_head = holds(head_, one);
      if (!one.at_head) one.removal = removal(one);
      told.push_back(one);
    }
    return told;
  }

 private:
  struct Entry {
    std::string commit;
    long date = 0;
    std::vector<std::string> parents;
  };
  using Files = std::map<std::string, std::string>;  // path, blob

  void read(const Sandbox& sandbox, const std::string& commit) {
    for (const auto& line : lines_of(sandbox.git({"ls-tree", "-r", commit}))) {
      const std::string blob = line.substr(12, 40);
      files_[commit][line.substr(53)] = blob;
      if (!secrets_.count(blob)) {
        secrets_[blob] = secrets_in(sandbox.git({"cat-file", "blob", blob}));
      }
    }
  }
  bool holds(const std::string& commit, const Told& one) {
    const Files& files = files_[commit];
    const auto file = files.find(one.path);
    if (file == files.end()) return false;
    const Secrets& secrets = secrets_[file->second];
    return std::count(secrets.begin(), secrets.end(), one.secret) > 0;
  }
  void introduce(const Entry& entry,
                 std::map<std::pair<std::string, std::uint32_t>, Told>& all) {
    for (const auto& [path, blob] : files_[entry.commit]) {
      for (const std::uint32_t secret : secrets_[blob]) {
        Told told{path, secret, entry.commit, blob, 1, false, "", false};
        if (std::any_of(
                entry.parents.begin(), entry.parents.end(),
                [&](const std::string& one) { return holds(one, told); })) {
          continue;
        }
        const auto [old, is_new] = all.try_emplace({path, secret}, told);
        const Entry& other = *std::find_if(
            range_.begin(), range_.end(), [&old = old](const Entry& one) {
              return one.commit == old->second.commit;
            });
        if (std::tie(entry.date, entry.commit) <
            std::tie(other.date, other.commit)) {
          old->second = told;
        }
      }
    }
  }
  // Blobs that differ from those of all parents, and hold it.
  std::uint32_t versions(const Told& one) {
    std::set<std::string> blobs;
    for (const Entry& entry : range_) {
      if (!holds(entry.commit, one)) continue;
      const std::string& blob = files_[entry.commit][one.path];
      if (std::none_of(entry.parents.begin(), entry.parents.end(),
                       [&](const std::string& parent) {
                         return files_[parent][one.path] == blob;
                       })) {
        blobs.insert(blob);
      }
    }
    return static_cast<std::uint32_t>(blobs.size());
  }
  std::string removal(const Told& one) {
    std::string from_one;
    for (const Entry& entry : range_) {
      if (holds(entry.commit, one)) continue;
      const auto count = std::count_if(
          entry.parents.begin(), entry.parents.end(),
          [&](const std::string& parent) { return holds(parent, one); });
      if (count == 0) continue;
      if (count == std::ssize(entry.parents)) return entry.commit;
      if (from_one.empty()) from_one = entry.commit;
    }
    return from_one;
  }

  std::vector<Entry> range_;
  std::map<std::string, Files> files_;
  std::map<std::string, Secrets> secrets_;
  std::string head_;
};

// Commits with files of random digits, merges of any content among them.
std::string random_history(std::mt19937& random, unsigned size) {
  std::vector<unsigned> dates;
  for (unsigned i = 0; i < size; ++i) dates.push_back(1'700'000'000 + i);
  if (random() % 2 == 0) std::shuffle(dates.begin(), dates.end(), random);
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += "commit refs/heads/c" + std::to_string(i) +
            "\nmark :" + std::to_string(i + 1) +
            "\ncommitter A <a@example.com> " + std::to_string(dates[i]) +
            " +0000\ndata 0\n\n";
    if (i > 0) {
      const auto first = i - random() % std::min(i, 3U);
      const auto second = i - random() % std::min(i, 5U);
      text += "from :" + std::to_string(first) + "\n";
      if (first != second && random() % 2 == 0) {
        text += "merge :" + std::to_string(second) + "\n";
      }
    }
    for (auto files = 1 + random() % 3; files > 0; --files) {
      const std::string path = std::string(random() % 2 ? "d/" : "") +
                               static_cast<char>('a' + random() % 2);
      const std::string content = {static_cast<char>('0' + random() % 2),
                                   static_cast<char>('x' + random() % 2),
                                   static_cast<char>('1' + random() % 2)};
      text += random() % 4 == 0
                  ? "D " + path + "\n"
                  : "M 100644 inline " + path + "\ndata " + std::to_string(2) +
                        "\n" + content.substr(random() % 2, 2) + "\n";
    }
    text += "\n";
  }
  return text;
}

TEST(RangeAttribution, IsWhatReadingEveryFileOfEveryCommitGives) {
  std::mt19937 random(1);
  for (int round = 0; round < 12; ++round) {
    const Sandbox sandbox;
    sandbox.git({"init", "-q"});
    import_history(sandbox, random_history(random, 14));
    const std::string to = "c13";
    const std::string from = "c" + std::to_string(random() % 8);
    EXPECT_EQ(attribute(sandbox, from, to),
              Slow(sandbox, from + ".." + to, to).run())
        << sandbox.git({"log", "--graph", "--format=%H %s", to});
  }
}

}  // namespace
}  // namespace patrol
