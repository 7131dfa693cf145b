#include "scanner/decode/escapes.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

#include "tests/unit/decode/decoding.h"

namespace patrol {
namespace {

// One character, written by printf's `format`.
std::string written(const char* format, char c) {
  char text[16];
  std::snprintf(text, sizeof text, format,
                static_cast<unsigned>(static_cast<unsigned char>(c)));
  return text;
}

std::string all_written(const char* format, std::string_view text) {
  std::string out;
  for (char c : text) out += written(format, c);
  return out;
}

// Some of the characters, those that would be read as something else all.
std::string some_written(std::mt19937& random, const char* format,
                         std::string_view text) {
  std::string out;
  for (char c : text) {
    const bool must = c == '\\' || c == '%' || c == '&';
    out += must || random() % 3 == 0 ? written(format, c) : std::string(1, c);
  }
  return out;
}

struct Form {
  const Decoder& decoder;
  const char* format;
};
const Form kForms[] = {
    {kBackslashEscapes, "\\u%04x"}, {kBackslashEscapes, "\\u%04X"},
    {kBackslashEscapes, "\\U%08x"}, {kBackslashEscapes, "\\x%02x"},
    {kBackslashEscapes, "\\%03o"},  {kPercentEscapes, "%%%02x"},
    {kPercentEscapes, "%%%02X"},    {kXmlEntities, "&#%u;"},
    {kXmlEntities, "&#x%x;"},       {kXmlEntities, "&#X%04X;"},
};

TEST(Escapes, ReadTextThatIsWrittenSoAltogether) {
  std::mt19937 random(1);
  for (const Form& form : kForms) {
    for (std::size_t size = kLeastDecoded; size < 60; ++size) {
      const std::string text = random_text(random, size);
      const std::string encoded = all_written(form.format, text);
      ASSERT_TRUE(reads(form.decoder, encoded, text)) << form.format;
      ASSERT_TRUE(reads(form.decoder, "x = '" + encoded + "';\n", text));
    }
  }
}

TEST(Escapes, ReadTextThatIsWrittenSoInPart) {
  std::mt19937 random(2);
  for (const Form& form : kForms) {
    for (int round = 0; round < 100; ++round) {
      const std::string text = "q" + random_word(random, 40) +
                               written("%c", '+') + random_word(random, 40);
      const std::string encoded =
          some_written(random, form.format, text) + written(form.format, '/');
      ASSERT_TRUE(reads(form.decoder, "a " + encoded + " b", text))
          << form.format;
    }
  }
}

TEST(Escapes, LeaveTextAloneThatHasNone) {
  std::mt19937 random(3);
  for (const Form& form : kForms) {
    EXPECT_TRUE(readings(form.decoder, random_word(random, 500)).empty());
    EXPECT_TRUE(readings(form.decoder, "").empty());
  }
}

TEST(Escapes, LeaveShortTextAlone) {
  for (const Form& form : kForms) {
    EXPECT_TRUE(
        readings(form.decoder, "if a" + written(form.format, '+') + "b then")
            .empty())
        << form.format;
  }
}

TEST(Escapes, TakeTheWordsAroundWithThem) {
  std::mt19937 random(4);
  for (const Form& form : kForms) {
    const std::string before = "the word AZURE_DEVOPS_PAT stands ahead: ";
    const std::string text = random_word(random, 40);
    EXPECT_TRUE(reads(form.decoder, before + all_written(form.format, text),
                      before + text))
        << form.format;
  }
}

TEST(Escapes, MergeRunsWhoseContextsMeet) {
  std::mt19937 random(5);
  const std::string word = all_written("%%%02x", random_word(random, 40));
  EXPECT_EQ(
      readings(kPercentEscapes, word + std::string(500, ' ') + word).size(),
      1U);
  EXPECT_EQ(
      readings(kPercentEscapes, word + std::string(600, ' ') + word).size(),
      2U);
}

// What each says in the middle of a word that is read.
struct Case {
  std::string_view encoded;
  std::string_view text;
};

void expect_reads(const Decoder& decoder, std::string_view telling,
                  std::span<const Case> cases) {
  const std::string before =
      "0123456789" + std::string(telling) + "0123456789abcdef";
  for (const Case& c : cases) {
    const std::string text =
        before + std::string(c.encoded) + "ghijklmnopqrstuvwxyz";
    const auto found = readings(decoder, text);
    ASSERT_EQ(found.size(), 1U) << c.encoded;
    EXPECT_EQ(found[0].text.substr(27),
              std::string(c.text) + "ghijklmnopqrstuvwxyz")
        << c.encoded;
  }
}

TEST(BackslashEscapes, ReadEachFormAndLeaveWhatIsMalformed) {
  static constexpr Case kCases[] = {
      {R"(\u002b)", "+"},
      {R"(\u00e4)", "\xC3\xA4"},
      {R"(\u20AC)", "\xE2\x82\xAC"},
      {R"(\U0001F600)", "\xF0\x9F\x98\x80"},
      {R"(\u002)", R"(\u002)"},                // cut short by the g behind it
      {R"(\uD83D\uDE00)", R"(\uD83D\uDE00)"},  // halves of a pair
      {R"(\U00110000)", R"(\U00110000)"},
      {R"(\xZZ)", R"(\xZZ)"},
      {R"(\x4)", R"(\x4)"},
      {R"(\053)", "+"},
      {R"(\400)", R"(\400)"},
      {R"(\08)", R"(\08)"},
      {R"(\n)", "\n"},
      {R"(\t)", "\t"},
      {R"(\")", "\""},
      {R"(\/)", "/"},
      {R"(\=)", "="},
      {R"(\_)", "_"},
      {R"(\\)", "\\"},
      {R"(\\n)", "\\n"},
      {R"(\\u002b)", R"(\u002b)"},
      {R"(\q)", R"(\q)"},
      {"\\\n", ""},
      {"\\\r\n", ""},
      {"\\\n  ", "\\\n  "},
  };
  expect_reads(kBackslashEscapes, R"(\/)", kCases);
}

TEST(BackslashEscapes, LeaveABackslashAtTheEndOfTheText) {
  const std::string text = R"(0123456789\/0123456789)";
  const auto found = readings(kBackslashEscapes, text + "\\");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].text, "0123456789/0123456789\\");
  for (std::string_view cut : {R"(\u)", R"(\u00)", R"(\x)", R"(\x4)", R"(\05)",
                               "\\\n", "\\\r\n", "\\\r"}) {
    const auto cut_short = readings(kBackslashEscapes, text + std::string(cut));
    ASSERT_EQ(cut_short.size(), 1U);
    EXPECT_EQ(cut_short[0].text, "0123456789/0123456789" + std::string(cut));
  }
}

TEST(BackslashEscapes, PairUpInARowOfThem) {
  const std::string text = R"(01234567890123456789\/)";
  for (std::size_t size = 0; size < 20; ++size) {
    const auto found = readings(
        kBackslashEscapes, text + std::string(size, '\\') + "u002b 0123456789");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].text, "01234567890123456789/" +
                                 std::string(size / 2, '\\') +
                                 (size % 2 ? "+" : "u002b") + " 0123456789");
  }
}

TEST(BackslashEscapes, LeaveQuotesAndLineEndsAlone) {
  EXPECT_TRUE(readings(kBackslashEscapes,
                       R"("{\"key\": \"abcdefghijklmnopqrstuvwxyz\"}\n")")
                  .empty());
}

TEST(PercentEscapes, ReadEachFormAndLeaveWhatIsMalformed) {
  static constexpr Case kCases[] = {
      {"%2F", "/"},           {"%2f", "/"},     {"%zz", "%zz"},
      {"%2", "%2"},           {"%", "%"},       {"%%2F", "%/"},
      {"%25", "%"},           {"%252F", "%2F"}, {"%00", {"\0", 1}},
      {"%C3%A4", "\xC3\xA4"},
  };
  expect_reads(kPercentEscapes, "%2F", kCases);
}

TEST(PercentEscapes, LeaveASignAtTheEndOfTheText) {
  for (std::string_view cut : {"%", "%4"}) {
    const auto found =
        readings(kPercentEscapes, "0123456789%2F0123456789" + std::string(cut));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].text, "0123456789/0123456789" + std::string(cut));
  }
}

TEST(XmlEntities, ReadEachFormAndLeaveWhatIsMalformed) {
  static constexpr Case kCases[] = {
      {"&amp;", "&"},
      {"&lt;", "<"},
      {"&gt;", ">"},
      {"&quot;", "\""},
      {"&apos;", "'"},
      {"&plus;", "+"},
      {"&sol;", "/"},
      {"&equals;", "="},
      {"&#43;", "+"},
      {"&#x2b;", "+"},
      {"&#X2B;", "+"},
      {"&#x10FFFF;", "\xF4\x8F\xBF\xBF"},
      {"&#0;", "&#0;"},
      {"&#x0;", "&#x0;"},
      {"&#x110000;", "&#x110000;"},
      {"&#xD800;", "&#xD800;"},
      {"&#9999999;", "&#9999999;"},
      {"&#;", "&#;"},
      {"&#x;", "&#x;"},
      {"&;", "&;"},
      {"&", "&"},
      {"&#43", "&#43"},
      {"&nosuch;", "&nosuch;"},
      {"&amp;amp;", "&amp;"},
      {"&&amp;", "&&"},
      {"&#1a;", "&#1a;"},
  };
  expect_reads(kXmlEntities, "&#43;", kCases);
}

}  // namespace
}  // namespace patrol
