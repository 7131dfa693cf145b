#include "scanner/detect/bip39.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scanner/detect/bip39_words.h"

namespace patrol {
namespace {

using Words = std::vector<std::string>;

std::string phrase(const Words& words, const std::string& between = " ") {
  std::string text = words[0];
  for (std::size_t i = 1; i < words.size(); ++i) text += between + words[i];
  return text;
}

// Of the published test vectors.
const Words kVector = {"legal", "winner", "thank", "year",   "wave",  "sausage",
                       "worth", "useful", "legal", "winner", "thank", "yellow"};
// Drawn for these tests.
const Words kTwelve = {"differ",  "orient", "reason",  "aisle",
                       "arctic",  "call",   "layer",   "punch",
                       "fantasy", "cover",  "general", "gorilla"};
const Words kEighteen = {"provide", "symptom", "author", "grass", "poem",
                         "board",   "pool",    "raven",  "split", "laugh",
                         "pet",     "then",    "slim",   "ring",  "ivory",
                         "okay",    "stem",    "fever"};
const Words kTwentyFour = {"casual",  "dismiss", "oyster",  "spend",  "moral",
                           "keen",    "inquiry", "bottom",  "moment", "impose",
                           "will",    "zone",    "cry",     "doctor", "impulse",
                           "luggage", "thrive",  "thunder", "chest",  "kid",
                           "flip",    "hotel",   "demand",  "shield"};

bool holds(const std::string& text) { return bip39_digits_hold(text, {}); }

std::optional<Facts> read(const std::string& text) {
  return read_bip39(text, Rule{});
}

TEST(Bip39, KnowsCheckDigitsOfPublishedVectors) {
  EXPECT_TRUE(holds(phrase(kVector)));
  Words abandon(12, "abandon");
  abandon.back() = "about";
  EXPECT_TRUE(holds(phrase(abandon)));
  Words zoo(24, "zoo");
  zoo.back() = "vote";
  EXPECT_TRUE(holds(phrase(zoo)));
  zoo.back() = "zone";
  EXPECT_FALSE(holds(phrase(zoo)));
}

TEST(Bip39, TellsHowManyWordsThereAre) {
  EXPECT_TRUE(holds(phrase(kTwelve)));
  EXPECT_EQ(read(phrase(kTwelve)), (Facts{{"words", "12"}}));
  EXPECT_TRUE(holds(phrase(kEighteen)));
  EXPECT_EQ(read(phrase(kEighteen)), (Facts{{"words", "18"}}));
  EXPECT_TRUE(holds(phrase(kTwentyFour)));
  EXPECT_EQ(read(phrase(kTwentyFour)), (Facts{{"words", "24"}}));
}

TEST(Bip39, DoesNotMindWhatStandsBetweenTheWords) {
  for (const char* between : {", ", "\", \"", "\n", "-", "\n 7. "}) {
    EXPECT_TRUE(holds(phrase(kTwelve, between))) << between;
    EXPECT_TRUE(read(phrase(kTwelve, between))) << between;
  }
}

TEST(Bip39, DoesNotMindCapitals) {
  Words words = kTwelve;
  for (std::string& word : words) word[0] = static_cast<char>(word[0] - 32);
  EXPECT_TRUE(holds(phrase(words)));
}

TEST(Bip39, SeesWordsThatChangedPlaces) {
  Words words = kTwentyFour;
  std::swap(words[3], words[17]);
  EXPECT_FALSE(holds(phrase(words)));
  EXPECT_TRUE(read(phrase(words)));
}

TEST(Bip39, RefusesWordsThatAreNotInTheList) {
  Words words = kTwelve;
  words[5] = "blockchain";
  EXPECT_FALSE(holds(phrase(words)));
  EXPECT_FALSE(read(phrase(words)));
}

TEST(Bip39, RefusesOtherNumbersOfWords) {
  EXPECT_FALSE(read(""));
  for (const std::size_t size : {1U, 3U, 9U, 11U, 13U, 14U, 23U}) {
    const Words words(kTwentyFour.begin(),
                      kTwentyFour.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(read(phrase(words))) << size;
    EXPECT_FALSE(holds(phrase(words))) << size;
  }
  EXPECT_FALSE(read(phrase(kTwentyFour) + " " + phrase(kTwelve)));
}

TEST(Bip39, DropsPhrasesThatAreNobodys) {
  EXPECT_FALSE(read(phrase(kVector)));
  Words test(12, "test");
  test.back() = "junk";
  EXPECT_FALSE(read(phrase(test)));
  EXPECT_FALSE(
      read("abandon ability able about above absent absorb abstract "
           "absurd abuse access accident"));
  EXPECT_FALSE(
      read("Candy maple cake sugar pudding cream honey rich smooth "
           "crumble sweet treat"));
}

TEST(Bip39Words, NumbersTheListFromZero) {
  EXPECT_EQ(bip39_number("abandon"), 0U);
  EXPECT_EQ(bip39_number("ability"), 1U);
  EXPECT_EQ(bip39_number("zoo"), kBip39Words - 1);
  for (const char* word : {"", "a", "zzz", "Zoo", "abandoned", "aban"}) {
    EXPECT_FALSE(bip39_number(word)) << word;
  }
}

}  // namespace
}  // namespace patrol
