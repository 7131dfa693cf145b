#include "scanner/findings/fingerprint.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scanner/core/digest.h"

namespace patrol {
namespace {

std::string quick(const std::string& secret) {
  return fingerprint(Secret(secret), false);
}

// A private key in name only, its lines ended by `line_end`.
std::string key_with(const std::string& line_end) {
  return "-----BEGIN "
         "PRIVATE KEY-----" +
         line_end + "TUlJRXZ3" + line_end + "QkFEQU4/" + line_end +
         "-----END "
         "PRIVATE KEY-----" +
         line_end;
}

TEST(Fingerprint, IsThirtyTwoLowerCaseHexDigits) {
  for (const bool human : {false, true}) {
    const std::string text = fingerprint(Secret("a secret of no one"), human);
    EXPECT_EQ(text.size(), 32u);
    EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), text.npos);
  }
}

TEST(Fingerprint, IsTheSameHoweverAKeyIsWrapped) {
  const std::vector<std::string> forms = {
      key_with("\n"),         // a file
      key_with("\r\n"),       // a file from Windows
      key_with("\n      "),   // indented in YAML
      key_with("\\n"),        // one line, in JSON or .env
      key_with("\\r\\n"),     // the same from Windows
      key_with("\\\\n"),      // JSON in JSON
      key_with("\\u000a"),    // a careful JSON writer
      key_with("\n\t"),       //
      key_with("\\n") + "\n"  // and a line end of its own
  };
  for (const std::string& form : forms) {
    EXPECT_EQ(quick(form), quick(forms[0])) << form;
  }
}

TEST(Fingerprint, DiffersBetweenSecrets) {
  EXPECT_NE(quick("abcdefgh12345678"), quick("abcdefgh12345679"));
  EXPECT_NE(quick("abcdefgh12345678"), quick("ABCDEFGH12345678"));
}

TEST(Fingerprint, OfAHumanChosenSecretIsNotThatOfAGeneratedOne) {
  const Secret secret("correct horse battery staple");
  EXPECT_NE(fingerprint(secret, true), fingerprint(secret, false));
  EXPECT_EQ(fingerprint(secret, true),
            fingerprint(Secret("correcthorsebatterystaple"), true));
}

// Baselines are kept for years: whoever changes these values breaks them.
TEST(Fingerprint, StaysWhatItIs) {
  const std::string secret = "abcdefgh12345678";
  EXPECT_EQ(
      quick(secret),
      sha256_hex("patrol fingerprint/1 generated:" + secret).substr(0, 32));
  EXPECT_EQ(fingerprint(Secret(secret), true),
            to_hex(scrypt(secret, "patrol fingerprint/1 human-chosen",
                          {.n = 16384, .r = 8, .p = 1}))
                .substr(0, 32));
}

TEST(NormalizedSecret, UndoesEscapes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {" a b\tc\r\n", "abc"},
      {R"(a\/b\"c\\d)", R"(a/b"c\d)"},
      {R"(a\u002Fb\u00e9)", "a/b\xc3\xa9"},
      {R"(\ud83d\ude00)", "\xf0\x9f\x98\x80"},
      {R"(\ud83d)", R"(\ud83d)"},              // half a pair stays
      {R"(\ude00\ud83d)", R"(\ude00\ud83d)"},  // and a pair the wrong way
      {R"(\u00zz)", R"(\u00zz)"},
      {R"(\u00)", R"(\u00)"},
      {R"(\x41\)", R"(\x41\)"},  // not escapes of JSON
      {R"(\\\\n)", ""},          // three layers, and the line end is gone
  };
  for (const auto& [secret, expected] : cases) {
    EXPECT_EQ(normalized_secret(secret), expected) << secret;
  }
}

}  // namespace
}  // namespace patrol
