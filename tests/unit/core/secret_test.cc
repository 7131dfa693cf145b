#include "scanner/core/secret.h"

#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "scanner/core/utf8.h"

namespace patrol {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// No two characters are alike, so that what is shown can be told.
std::string distinct(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[i];
  }
  return text;
}

// The stem of a private key's frame, so that this file holds none.
std::string frame(std::string_view verb, std::string_view label) {
  return "-----" + std::string(verb) + " " + std::string(label) + "-----";
}

std::string pem(std::string_view label) {
  return frame("BEGIN", label) + "\nhunter2hunter2hunter2\n" +
         frame("END", label) + "\n";
}

TEST(Redact, ShowsAtMostAQuarterAndFourAtEachEnd) {
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string secret = distinct(size);
    const std::string shown = redact(secret);
    if (size < 16) {
      EXPECT_EQ(shown, "***") << size;
      continue;
    }
    const std::size_t gap = shown.find(kEllipsis);
    ASSERT_NE(gap, shown.npos) << size;
    const std::string head = shown.substr(0, gap);
    const std::string tail = shown.substr(gap + kEllipsis.size());
    EXPECT_TRUE(secret.starts_with(head));
    EXPECT_TRUE(secret.ends_with(tail));
    EXPECT_EQ(head.size(), tail.size());
    EXPECT_GE(head.size(), 2U);
    EXPECT_LE(head.size(), 4U);
    EXPECT_LE(4 * (head.size() + tail.size()), size);
  }
}

TEST(Redact, ShowsFourAtEachEndOfALongSecret) {
  EXPECT_EQ(redact(distinct(32)),
            "ABCD\xE2\x80\xA6"
            "cdef");
  EXPECT_EQ(redact(distinct(52)),
            "ABCD\xE2\x80\xA6"
            "wxyz");
  EXPECT_EQ(redact(distinct(16)), "AB\xE2\x80\xA6OP");
}

TEST(Redact, NeverSplitsACodePoint) {
  for (std::string_view letter :
       {"\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x94\x91"}) {
    for (std::size_t shift = 0; shift < 4; ++shift) {
      std::string secret(shift, 'x');
      while (secret.size() < 40) secret += letter;
      EXPECT_TRUE(is_utf8(redact(secret))) << shift;
      EXPECT_TRUE(is_utf8(redact(secret + std::string(shift, 'y'))));
    }
  }
}

TEST(Redact, ShowsLittleOfBytesThatAreNotUtf8) {
  EXPECT_EQ(redact(std::string(40, '\x80')), kEllipsis);
  EXPECT_LE(redact(std::string(40, '\xFF')).size(), 8 + kEllipsis.size());
}

TEST(Redact, ShowsThePrivateKeysKindAlone) {
  for (std::string_view label :
       {"PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK", "SSH2 ENCRYPTED PRIVATE KEY"}) {
    EXPECT_EQ(redact(pem(label)), std::string(label) + std::string(kEllipsis));
  }
}

// A user's rule may isolate anything; a frame around it is no reason to show
// what it frames.
TEST(Redact, TakesNothingElseForAPrivateKeysKind) {
  for (const std::string& secret :
       {frame("BEGIN", "hunter2hunter2hunter2"), frame("BEGIN", "a\nb hunter2"),
        frame("BEGIN", "HUNTER2HUNTER2HUNTER2"),
        frame("BEGIN", "hunter2 PRIVATE KEY"), frame("BEGIN", "")}) {
    EXPECT_EQ(redact(secret).find("unter"), std::string::npos);
    EXPECT_EQ(redact(secret).find("UNTER"), std::string::npos);
  }
}

TEST(Secret, PrintsItselfRedacted) {
  const Secret secret(distinct(20));
  std::ostringstream out;
  out << secret;
  EXPECT_EQ(out.str(), secret.redacted());
  EXPECT_EQ(secret.redacted(), redact(distinct(20)));
}

TEST(Secret, StaysHiddenInTestFailures) {
  for (std::size_t size : {8U, 15U, 40U}) {  // in place, and on the heap
    const Secret secret(distinct(size));
    for (const std::string& printed :
         {testing::PrintToString(secret),
          testing::PrintToString(std::vector<Secret>{secret}),
          testing::PrintToString(std::optional<Secret>(secret)),
          testing::PrintToString(std::make_pair(1, secret))}) {
      EXPECT_EQ(printed.find(distinct(size)), std::string::npos);
      EXPECT_NE(printed.find(secret.redacted()), std::string::npos) << printed;
    }
  }
}

TEST(Secret, GivesItsBytesToThoseWhoAsk) {
  const Secret secret("hunter2");
  EXPECT_EQ(secret.reveal(), "hunter2");
  EXPECT_EQ(secret.size(), 7U);
  EXPECT_EQ(Secret("hunter2"), secret);
  EXPECT_LT(Secret("hunter1"), secret);
}

TEST(Secret, OfAReportStaysAsItWasShown) {
  for (std::size_t size : {0U, 3U, 15U, 16U, 17U, 40U, 52U}) {
    const std::string shown = redact(distinct(size));
    const Secret secret = Secret::reported(shown, size);
    EXPECT_FALSE(secret.is_whole()) << size;
    EXPECT_EQ(secret.redacted(), shown);
    EXPECT_EQ(secret.size(), size);
  }
}

TEST(Secret, OfAReportMayBeThatOfAKey) {
  const Secret key = Secret::reported(
      redact(frame("BEGIN", "RSA PRIVATE KEY") + distinct(20)), 1700);
  EXPECT_FALSE(key.is_whole());
  EXPECT_EQ(key.redacted(), "RSA PRIVATE KEY" + std::string(kEllipsis));
}

TEST(Secret, OfAReportThatShowsItWholeIsRedacted) {
  for (std::size_t size : {1U, 15U, 16U, 40U}) {
    const Secret secret = Secret::reported(distinct(size), size);
    EXPECT_TRUE(secret.is_whole()) << size;
    EXPECT_EQ(secret.redacted(), redact(distinct(size)));
  }
}

// Whatever a report claims: more than a redaction shows is not printed.
TEST(Secret, OfAReportIsNotBelievedToBeRedacted) {
  const std::string dots(kEllipsis);
  for (const std::string& shown :
       {"ABCDE" + dots + "wxyz", "ABCD" + dots + "vwxyz", dots + distinct(9),
        "AB" + dots + "CD" + dots + "EF", distinct(40)}) {
    for (const std::size_t size : {0U, 15U, 16U, 84U, 1000U}) {
      EXPECT_TRUE(Secret::reported(shown, size).is_whole()) << shown;
      EXPECT_NE(Secret::reported(shown, size).redacted(), shown);
    }
    EXPECT_TRUE(Secret::reported(shown, std::nullopt).is_whole()) << shown;
  }
  EXPECT_TRUE(Secret::reported("ABCD" + dots + "wxyz", 16).is_whole());
}

TEST(Secret, OfAReportMayHaveNoLength) {
  for (std::size_t size : {5U, 16U, 52U}) {
    const std::string shown = redact(distinct(size));
    EXPECT_EQ(Secret::reported(shown, std::nullopt).redacted(), shown);
  }
}

}  // namespace
}  // namespace patrol
