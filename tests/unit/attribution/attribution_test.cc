#include "scanner/attribution/attribution.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/fake_history.h"
#include "tests/support/slow_attribution.h"

namespace patrol {
namespace {

using Files = FakeHistory::Files;
using Secrets = std::map<std::string, std::set<std::uint32_t>>;  // by content

// Contents name their secrets: "k1" and "12 k1" hold 1, "k1 k2" both.
std::set<std::uint32_t> secrets_in(const std::string& content) {
  std::set<std::uint32_t> secrets;
  for (std::size_t at = content.find('k'); at != content.npos;
       at = content.find('k', at + 1)) {
    secrets.insert(static_cast<std::uint32_t>(content[at + 1] - '0'));
  }
  return secrets;
}

// A history that is told twice: to patrol, and to the obvious way.
class TwoHistories {
 public:
  std::string commit(const Files& files,
                     const std::vector<std::string>& parents,
                     std::optional<std::int64_t> date,
                     bool is_at_border = false) {
    const std::string raw =
        fake_.commit(fake_.tree_of(files), parents, date, is_at_border);
    SlowCommit slow{raw, parents, date, is_at_border, {}};
    for (const auto& [path, content] : files) {
      const std::string blob = fake_.blob(content);
      slow.files[path] = blob;
      if (!secrets_in(content).empty()) secrets_[blob] = secrets_in(content);
    }
    slow_.push_back(slow);
    return raw;
  }

  void read(std::uint32_t seed = 1) {
    std::mt19937 random(seed);
    fake_.read(random);
  }

  Attribution attributed(const std::string& head) const {
    std::vector<WantedBlob> wanted;
    for (const auto& [raw, secrets] : secrets_) {
      wanted.push_back({fake_.number(raw), {secrets.begin(), secrets.end()}});
    }
    return attribute(fake_.facts(head), wanted);
  }

  std::vector<SlowPlace> places(const std::string& head) const {
    std::vector<SlowPlace> out;
    for (const AttributedPlace& place : attributed(head).places) {
      out.push_back({place.path, place.secret, fake_.raw_id(place.commit),
                     fake_.raw_id(place.blob), place.is_at_border,
                     place.versions, place.is_at_head,
                     fake_.raw_id(place.removed_by)});
    }
    return out;
  }

  std::vector<SlowPlace> slow_places(const std::string& head) const {
    return SlowAttribution(slow_, secrets_, head).places();
  }

  FakeHistory& fake() { return fake_; }

 private:
  FakeHistory fake_;
  std::vector<SlowCommit> slow_;
  std::map<std::string, std::set<std::uint32_t>> secrets_;  // by blob
};

std::string some_path(std::mt19937& random) {
  std::string path(1, "abc"[random() % 3]);
  while (random() % 2 == 0) path += std::string("/") + "abc"[random() % 3];
  return path;
}

// A file may not be a folder as well.
void put(Files& files, const std::string& path, const std::string& content) {
  std::erase_if(files, [&](const auto& file) {
    return file.first.starts_with(path + "/") ||
           path.starts_with(file.first + "/");
  });
  files[path] = content;
}

std::string some_content(std::mt19937& random) {
  std::string content = std::to_string(random() % 12);
  if (random() % 3 == 0) content += " k" + std::to_string(random() % 3);
  if (random() % 6 == 0) content += " k" + std::to_string(random() % 3);
  return content;
}

void edit(Files& files, std::mt19937& random) {
  for (auto edits = random() % 4; edits > 0; --edits) {
    if (random() % 3 == 0 && !files.empty()) {
      auto at = files.begin();
      std::advance(at, random() % files.size());
      const std::string content = at->second;
      files.erase(at);
      if (random() % 2 == 0) put(files, some_path(random), content);
    } else {
      put(files, some_path(random), some_content(random));
    }
  }
}

// Merges take files of all parents, and may put in what none has.
void make_random_history(TwoHistories& both, std::vector<std::string>& ids,
                         std::mt19937& random) {
  std::vector<Files> files_of;
  for (auto count = 1 + random() % 60; count > 0; --count) {
    std::vector<std::string> parents;
    Files files;
    for (auto n = ids.empty() ? 0 : random() % 4; n > 0; --n) {
      const std::size_t from =
          ids.size() - 1 - random() % std::min<std::size_t>(ids.size(), 5);
      parents.push_back(ids[from]);
      for (const auto& [path, content] : files_of[from]) {
        if (random() % 8 != 0) put(files, path, content);
      }
    }
    if (random() % 15 == 0) parents.push_back(FakeHistory::missing());
    if (random() % 3 != 0) edit(files, random);
    std::optional<std::int64_t> date = random() % 6;
    if (random() % 10 == 0) date.reset();
    ids.push_back(both.commit(files, parents, date, random() % 12 == 0));
    files_of.push_back(files);
  }
}

TEST(Attribution, IsThatOfLookingAtAllFilesOfAllCommits) {
  std::mt19937 random(1);
  std::size_t places = 0;
  for (std::uint32_t round = 0; round < 200; ++round) {
    TwoHistories both;
    std::vector<std::string> ids;
    make_random_history(both, ids, random);
    both.read(round);
    const std::string head =
        random() % 5 == 0 ? "" : ids[random() % ids.size()];
    ASSERT_EQ(both.places(head), both.slow_places(head)) << round;
    ASSERT_TRUE(both.attributed(head).strays.empty());
    places += both.places(head).size();
  }
  EXPECT_GT(places, 1'000U);
}

TEST(Attribution, NamesTheCommitThatIntroducesAndTheOneThatRemoves) {
  TwoHistories both;
  const std::string one = both.commit({{"a", "1"}}, {}, 1);
  const std::string two = both.commit({{"a", "1 k1"}}, {one}, 2);
  const std::string three = both.commit({{"a", "2 k1"}}, {two}, 3);
  const std::string four = both.commit({{"a", "2"}}, {three}, 4);
  both.read();
  const std::vector<SlowPlace> expected = {
      {"a", 1, two, both.fake().blob("1 k1"), false, 2, false, four}};
  EXPECT_EQ(both.places(four), expected);
}

TEST(Attribution, SaysWhatIsAtHead) {
  TwoHistories both;
  const std::string one = both.commit({{"a", "k1"}, {"b", "k2"}}, {}, 1);
  const std::string two = both.commit({{"a", "k1"}}, {one}, 2);
  both.read();
  const std::vector<SlowPlace> at_two = both.places(two);
  ASSERT_EQ(at_two.size(), 2U);
  EXPECT_TRUE(at_two[0].is_at_head);
  EXPECT_EQ(at_two[0].removed_by, "");
  EXPECT_FALSE(at_two[1].is_at_head);
  EXPECT_EQ(at_two[1].removed_by, two);
  EXPECT_EQ(both.places(one)[1].removed_by, "");  // as of then
  EXPECT_FALSE(both.places("")[0].is_at_head);    // there is no HEAD
}

// Several commits may introduce the same on branches of their own.
TEST(Attribution, PrefersTheEarliestDateAndThenTheLeastId) {
  TwoHistories both;
  const std::string base = both.commit({{"b", "1"}}, {}, 1);
  std::vector<std::string> same;
  for (int i = 0; i < 4; ++i) {
    same.push_back(both.commit({{"a", "k1"}}, {base}, 7));
  }
  both.commit({{"a", "k1"}}, {base}, 8);
  both.commit({{"a", "k1"}}, {base}, std::nullopt);
  both.read();
  EXPECT_EQ(both.places(base)[0].commit, *std::ranges::min_element(same));
}

TEST(Attribution, PrefersToSayWhoRemovedItOnTheWayToHead) {
  TwoHistories both;
  const std::string one = both.commit({{"a", "k1"}}, {}, 1);
  const std::string removed = both.commit({{"b", "1"}}, {one}, 2);
  const std::string again = both.commit({{"a", "k1"}}, {removed}, 3);
  const std::string later = both.commit({{"b", "1"}}, {again}, 4);
  const std::string elsewhere = both.commit({{"c", "1"}}, {one}, 9);
  both.read();
  EXPECT_EQ(both.places(later)[0].removed_by, later);
  EXPECT_EQ(both.places(removed)[0].removed_by, removed);
  EXPECT_EQ(both.places(elsewhere)[0].removed_by, elsewhere);
  EXPECT_EQ(both.places("")[0].removed_by, elsewhere);
}

// As git merge -s ours does.
TEST(Attribution, SaysThatAMergeRemovedWhatItLeftOut) {
  TwoHistories both;
  const std::string one = both.commit({{"b", "1"}}, {}, 1);
  const std::string side = both.commit({{"a", "k1"}}, {one}, 2);
  const std::string merge = both.commit({{"b", "1"}}, {one, side}, 3);
  both.read();
  EXPECT_EQ(both.places(merge)[0].removed_by, merge);
}

TEST(Attribution, DoesNotSayThatTheMergeOfAnOldBranchRemovedIt) {
  TwoHistories both;
  const std::string one = both.commit({{"a", "k1"}}, {}, 1);
  const std::string removed = both.commit({{"b", "1"}}, {one}, 2);
  const std::string old = both.commit({{"a", "k1"}, {"c", "1"}}, {one}, 3);
  const std::string merge =
      both.commit({{"b", "1"}, {"c", "1"}}, {removed, old}, 4);
  both.read();
  EXPECT_EQ(both.places(merge)[0].removed_by, removed);
}

TEST(Attribution, SaysWhereAShallowBorderMayHideMore) {
  TwoHistories both;
  const std::string border =
      both.commit({{"a", "k1"}}, {FakeHistory::missing()}, 1, true);
  const std::string later =
      both.commit({{"a", "k1"}, {"b", "k2"}}, {border}, 2);
  both.read();
  const std::vector<SlowPlace> places = both.places(later);
  EXPECT_TRUE(places[0].is_at_border);
  EXPECT_FALSE(places[1].is_at_border);
}

TEST(Attribution, KnowsThePathOfABlobThatOnlyAnUnreachableTreeHas) {
  TwoHistories both;
  const std::string head = both.commit({{"a", "1"}}, {}, 1);
  FakeHistory& fake = both.fake();
  fake.tree_of({{"x/y/key", "k1"}, {"z", "k2"}});
  const std::string nowhere = fake.blob("k3");
  both.read();
  const std::vector<WantedBlob> wanted = {{fake.number(fake.blob("k1")), {1}},
                                          {fake.number(nowhere), {3}},
                                          {fake.number(fake.blob("k2")), {2}}};
  const Attribution found = attribute(fake.facts(head), wanted);
  EXPECT_TRUE(found.places.empty());
  std::map<std::string, std::string> strays;
  for (const StrayBlob& stray : found.strays) {
    strays[fake.raw_id(stray.blob)] = stray.path;
  }
  EXPECT_EQ(strays,
            (std::map<std::string, std::string>{{fake.blob("k1"), "x/y/key"},
                                                {fake.blob("k2"), "z"},
                                                {nowhere, ""}}));
}

TEST(Attribution, OfNothingIsNothing) {
  const TwoHistories empty;
  EXPECT_TRUE(empty.attributed("").places.empty());
  TwoHistories clean;
  const std::string head = clean.commit({{"a", "1"}}, {}, 1);
  clean.read();
  const Attribution found = clean.attributed(head);
  EXPECT_TRUE(found.places.empty());
  EXPECT_TRUE(found.strays.empty());
}

TEST(Attribution, TakesABlobThatIsNamedTwiceForOne) {
  TwoHistories both;
  const std::string head = both.commit({{"a", "1"}}, {}, 1);
  both.read();
  const ObjectNumber blob = both.fake().number(both.fake().blob("1"));
  const Attribution found =
      attribute(both.fake().facts(head), {{blob, {2}}, {blob, {1, 2}}});
  ASSERT_EQ(found.places.size(), 2U);
  EXPECT_EQ(found.places[0].secret, 1U);
  EXPECT_EQ(found.places[1].versions, 1U);
}

TEST(Attribution, HasPathsOfAnyBytes) {
  TwoHistories both;
  const std::string name("\xFF\n ", 3);
  const std::string head = both.commit({{name + "/" + name, "k1"}}, {}, 1);
  both.read();
  EXPECT_EQ(both.places(head)[0].path, name + "/" + name);
}

}  // namespace
}  // namespace patrol
