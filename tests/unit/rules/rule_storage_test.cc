#include "scanner/rules/rule_storage.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace patrol {
namespace {

TEST(RuleStorage, KeepsACopyOfText) {
  RuleStorage storage;
  std::string text = "text";
  const Text kept = storage.keep(text);
  text = "gone";
  EXPECT_EQ(kept, "text");
}

TEST(RuleStorage, KeepsACopyOfEachTextOfAList) {
  RuleStorage storage;
  std::vector<std::string> texts = {"one", "", "three"};
  const View<Text> kept = storage.keep(texts);
  texts = {};
  ASSERT_EQ(kept.size(), 3u);
  EXPECT_EQ(kept[0], "one");
  EXPECT_EQ(kept[1], "");
  EXPECT_EQ(kept[2], "three");
}

TEST(RuleStorage, KeepsArraysAligned) {
  RuleStorage storage;
  storage.keep("x");  // leaves the arena at an odd address
  const View<RunTrigger> kept = storage.keep(std::vector<RunTrigger>(3));
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(kept.data()) % alignof(RunTrigger),
            0u);
  EXPECT_EQ(kept.size(), 3u);
}

TEST(RuleStorage, MovesNothingWhileItGrows) {
  RuleStorage storage;
  std::vector<std::string> texts;
  std::vector<Text> kept;
  for (std::size_t i = 0; i < 5000; ++i) {
    texts.push_back(std::string(i % 100 + 1, 'x') + std::to_string(i));
    kept.push_back(storage.keep(texts.back()));
  }
  for (std::size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i], texts[i]);
}

}  // namespace
}  // namespace patrol
