#include "scanner/sources/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "scanner/core/memory_input.h"
#include "tests/support/archives.h"
#include "tests/support/trickle.h"

namespace patrol {
namespace {

// Gives `bytes`, then an error.
class FailingInput final : public Input {
 public:
  explicit FailingInput(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    Result<std::size_t> size = bytes_.read(to, capacity);
    if (size && *size == 0) return Error{"the disk is on fire"};
    return size;
  }

 private:
  MemoryInput bytes_;
};

constexpr std::size_t kRead = 1000;  // bytes, as from a pipe

const Members kTwo = {{"a/first", "one"}, {"second", std::string(5000, '2')}};

class ArchiveTest : public testing::Test {
 protected:
  static Result<std::string> content_of(Archive& archive) {
    std::string all;
    std::string block(777, '\0');
    for (;;) {
      const Result<std::size_t> size =
          archive.content().read(block.data(), block.size());
      if (!size) return size.error();
      if (*size == 0) return all;
      all.append(block, 0, *size);
    }
  }

  // Name and content of each; what is not read is in `problems`.
  static Members read_all(ArchiveKind kind, Input& input, ArchiveBudget& budget,
                          Members* problems = nullptr) {
    Members members;
    Archive archive(kind, input, budget);
    while (const auto member = archive.next()) {
      std::string why = member->reason;
      if (member->state == Member::State::kEncrypted) why = "encrypted";
      if (member->state == Member::State::kContent) {
        const Result<std::string> content = content_of(archive);
        if (content) members.emplace_back(member->name, *content);
        if (content) continue;
        why = content.error().message;
      }
      if (problems == nullptr) {
        ADD_FAILURE() << member->name << ": " << why;
      } else {
        problems->emplace_back(member->name, why);
      }
    }
    EXPECT_FALSE(archive.next()) << "the end stays the end";
    return members;
  }

  Members read_all(std::string_view bytes, Members* problems = nullptr) {
    Trickle stream(bytes, kRead);
    ArchiveBudget budget(limits_, stop_);
    return read_all(*archive_kind(bytes), stream, budget, problems);
  }

  ArchiveLimits limits_;
  std::atomic<bool> stop_ = false;
};

TEST_F(ArchiveTest, GivesTheMembersOfEachKindFromAStream) {
  const Members flat = {{"debian-binary", "2.0\n"}, {"second", kTwo[1].second}};
  EXPECT_EQ(read_all(made_zip(kTwo)), kTwo);
  EXPECT_EQ(read_all(made_tar(kTwo)), kTwo);
  EXPECT_EQ(read_all(made_7z(kTwo)), kTwo);
  EXPECT_EQ(read_all(made_ar(flat)), flat);
}

TEST_F(ArchiveTest, GivesACompressionAsOneMemberWithoutAName) {
  const std::string text(100'000, 'x');
  const Members one = {{"", text}};
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_gzip, text)), one);
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_bzip2, text)), one);
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_xz, text)), one);
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_zstd, text)), one);
}

TEST_F(ArchiveTest, UndoesOneCompressionAtATime) {
  const std::string once = compressed(archive_write_add_filter_gzip, "text");
  const std::string twice = compressed(archive_write_add_filter_gzip, once);
  EXPECT_EQ(read_all(twice), (Members{{"", once}}));
}

TEST_F(ArchiveTest, HoldsNothingWhereNothingIsIn) {
  EXPECT_EQ(read_all(made_zip({})), Members{});
  EXPECT_EQ(read_all(made_7z({})), Members{});
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_gzip, "")), Members{});
  EXPECT_EQ(read_all(compressed(archive_write_add_filter_xz, "")), Members{});
}

TEST_F(ArchiveTest, ReadsOverWhatNobodyReads) {
  const std::string zip = made_zip(kTwo);
  Trickle input(zip, kRead);
  ArchiveBudget budget(limits_, stop_);
  Archive archive(ArchiveKind::kZip, input, budget);
  EXPECT_EQ(archive.next()->name, "a/first");
  EXPECT_EQ(archive.next()->name, "second");
  EXPECT_FALSE(archive.next());
}

TEST_F(ArchiveTest, PassesOverWhatHoldsNoContent) {
  const std::string tar = made_tar({{"file", "text"}});
  std::string link = tar;
  link[156] = '2';                              // the type: a symbolic link
  link.replace(124, 11, std::string(11, '0'));  // its size
  unsigned sum = 8 * ' ';
  for (std::size_t i = 0; i < 512; ++i) {
    if (i < 148 || i >= 156) sum += static_cast<unsigned char>(link[i]);
  }
  std::string digits(6, '0');
  for (std::size_t i = 6; i-- > 0; sum /= 8) {
    digits[i] = static_cast<char>('0' + sum % 8);
  }
  link.replace(148, 6, digits);
  EXPECT_EQ(read_all(link.substr(0, 512) + tar), (Members{{"file", "text"}}));
}

TEST_F(ArchiveTest, SaysNamesAsTheyAre) {
  const std::string accented = "\xC3\xBC/\xE2\x82\xAC";
  const std::string latin = "\xFC";
  EXPECT_EQ(read_all(made_tar({{latin, "x"}})), (Members{{latin, "x"}}));
  EXPECT_EQ(read_all(made_tar({{accented, "x"}})), (Members{{accented, "x"}}));
  // The writer marks a name as UTF-8 only in such a locale; so the mark (bit
  // 11 of the flags, at 6) is set here.
  std::string zip = made_zip({{accented, "x"}});
  zip[7] = static_cast<char>(zip[7] | 8);
  EXPECT_EQ(read_all(zip), (Members{{accented, "x"}}));
}

TEST_F(ArchiveTest, ReadsAnArchiveBehindAnArchive) {
  EXPECT_EQ(read_all(made_tar({{"a", "1"}}) + made_tar({{"b", "2"}})),
            (Members{{"a", "1"}, {"b", "2"}}));
}

// What is broken.

TEST_F(ArchiveTest, KeepsWhatStoodBeforeTheCut) {
  const Members both = {{"a", std::string(3000, 'a')},
                        {"b", std::string(3000, 'b')}};
  for (const std::string& whole : {made_tar(both), made_zip(both)}) {
    const std::string cut = whole.substr(0, whole.find('b') + 20);
    Members problems;
    const Members members = read_all(cut, &problems);
    ASSERT_EQ(members.size(), 1U);
    EXPECT_EQ(members[0], both[0]);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_TRUE(problems[0].second.ends_with("; the rest of it was not read"))
        << problems[0].second;
  }
}

TEST_F(ArchiveTest, SaysThatACompressionIsCut) {
  const std::string text = "what no compression can make much shorter";
  for (const std::string& whole :
       {compressed(archive_write_add_filter_gzip, text),
        compressed(archive_write_add_filter_bzip2, text),
        compressed(archive_write_add_filter_xz, text),
        compressed(archive_write_add_filter_zstd, text)}) {
    Members problems;
    read_all(whole.substr(0, whole.size() - 14), &problems);
    EXPECT_EQ(problems.size(), 1U) << to_text(*archive_kind(whole));
  }
}

TEST_F(ArchiveTest, GivesTheContentWhoseCheckSumDoesNotHoldAndSaysSo) {
  std::string zip = made_zip({{"a", "one"}, {"b", "two"}});
  const std::size_t descriptor = zip.find("PK\x07\x08");
  ASSERT_NE(descriptor, zip.npos);
  ++zip[descriptor + 4];
  Trickle input(zip, kRead);
  ArchiveBudget budget(limits_, stop_);
  Archive archive(ArchiveKind::kZip, input, budget);
  ASSERT_TRUE(archive.next());
  char text[3];
  EXPECT_EQ(*archive.content().read(text, 3), 3U);
  EXPECT_EQ(std::string(text, 3), "one");
  const Result<std::size_t> more = archive.content().read(text, 3);
  ASSERT_FALSE(more);
  EXPECT_NE(more.error().message.find("CRC"), std::string::npos);
  EXPECT_EQ(archive.next()->name, "b");
}

TEST_F(ArchiveTest, SaysOfAnUnreadMemberThatItIsBroken) {
  std::string zip = made_zip({{"a", "one"}});
  ++zip[zip.find("PK\x07\x08") + 4];
  Trickle input(zip, kRead);
  ArchiveBudget budget(limits_, stop_);
  Archive archive(ArchiveKind::kZip, input, budget);
  EXPECT_EQ(archive.next()->state, Member::State::kContent);
  const auto again = archive.next();
  ASSERT_TRUE(again);
  EXPECT_EQ(again->state, Member::State::kBroken);
  EXPECT_EQ(again->name, "a");
}

TEST_F(ArchiveTest, PassesOnTheErrorOfItsInput) {
  const std::string tar = made_tar(kTwo);
  FailingInput input(std::string_view(tar).substr(0, 3000));
  ArchiveBudget budget(limits_, stop_);
  Members problems;
  const Members members = read_all(ArchiveKind::kTar, input, budget, &problems);
  EXPECT_EQ(members, (Members{{"a/first", "one"}}));
  EXPECT_EQ(problems, (Members{{"second", "the disk is on fire"}}));
}

TEST_F(ArchiveTest, TellsWhatIsEncrypted) {
  std::string zip = made_zip({{"a", "one"}, {"b", "two"}});
  zip[6] = static_cast<char>(zip[6] | 1);  // bit 0 of the first header's flags
  Members problems;
  EXPECT_EQ(read_all(zip, &problems), (Members{{"b", "two"}}));
  EXPECT_EQ(problems, (Members{{"a", "encrypted"}}));
}

// Limits.

TEST_F(ArchiveTest, EndsWhereItExpandsTooMuch) {
  limits_.free_bytes = 100'000;
  limits_.steep_ratio = 0;
  Members problems;
  read_all(
      compressed(archive_write_add_filter_gzip, std::string(1'000'000, '\0')),
      &problems);
  EXPECT_EQ(problems,
            (Members{{"",
                      "limit: an archive that expands too much; the rest of it "
                      "was not read"}}));
}

TEST_F(ArchiveTest, EndsAfterTooManyMembers) {
  limits_.members = 3;
  const Members many(10, {"name", "x"});
  Members problems;
  EXPECT_EQ(read_all(made_tar(many), &problems).size(), 3U);
  EXPECT_EQ(problems,
            (Members{{"",
                      "limit: too many members in an archive; the rest of it "
                      "was not read"}}));
}

TEST_F(ArchiveTest, EndsWhereADecompressorWantsTooMuchMemory) {
  limits_.memory = 1 << 20;
  Members problems;
  read_all(compressed(archive_write_add_filter_xz, "text"), &problems);
  EXPECT_EQ(problems, (Members{{"",
                                "limit: an archive that needs too much memory "
                                "to be unpacked; the rest of it was not "
                                "read"}}));
}

TEST_F(ArchiveTest, CopiesNoLarge7zToMemory) {
  const std::string seven = made_7z(kTwo);
  limits_.copied_bytes = seven.size() - 1;
  Members problems;
  read_all(seven, &problems);
  EXPECT_EQ(problems, (Members{{"",
                                "limit: a 7z that is no file of its own and "
                                "too large"}}));
  MemoryInput seekable(seven);
  ArchiveBudget budget(limits_, stop_);
  EXPECT_EQ(read_all(ArchiveKind::kSevenZip, seekable, budget), kTwo);
}

TEST_F(ArchiveTest, CountsTheCopyOfA7zAsMemory) {
  limits_.memory = 200'000;
  std::string noise(1'000'000, ' ');
  for (std::size_t i = 0; i < noise.size(); ++i) {
    noise[i] = static_cast<char>(i * i * i >> 7);
  }
  Members problems;
  read_all(made_7z({{"noise", noise}}).append(noise), &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_TRUE(problems[0].second.starts_with(
      "limit: an archive that needs too much memory"))
      << problems[0].second;
}

TEST_F(ArchiveTest, EndsWhenTheScanIsToStop) {
  stop_ = true;
  Members problems;
  EXPECT_EQ(read_all(made_zip(kTwo), &problems), Members{});
  EXPECT_EQ(problems, (Members{{"", "interrupted"}}));
}

}  // namespace
}  // namespace patrol
