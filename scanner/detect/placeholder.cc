// Chances are given for one random text of 84 characters, the longest token
// without structure, over 62 characters, and of 52 over base32.
#include "scanner/detect/placeholder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <string>

#include "scanner/core/ascii.h"
#include "scanner/detect/published_sample.h"

namespace patrol {
namespace {

// Six or more letters: "ghp_ExampleTokenForTheDocs1234567890abcd". Found in
// any case and anywhere: the chance of one word is 80 * (2/62)^6 = 9e-8, in
// base32 47 / 32^6 = 4e-8.
constexpr std::string_view kLongWords[] = {
    "example",   "placeholder", "changeme",  "changethis", "redacted",
    "sample",    "insert",      "replace",   "dummytoken", "notreal",
    "invalid",   "removed",     "testtest",  "yourtoken",  "yourkey",
    "mytoken",   "secrettoken", "password",  "loremipsum", "qwerty",
    "asdfgh",    "foobar",      "deadbeef",  "cafebabe",   "accesstoken",
    "tokenhere", "goeshere",    "keyhere",   "obfuscated", "masked",
    "truncated", "abcdef12345", "abc123abc", "censored",   "scrubbed"};

// Shorter ones, found in one piece between characters that are no letters or
// digits: "my-fake-token", "github_pat_YOUR_TOKEN". A base62 token has such
// places only at its ends, where a word that fills the rest is no token.
constexpr std::string_view kShortWords[] = {
    "your", "todo", "fake", "dummy", "test", "tests", "here", "token",
    "xxx",  "xxxx", "none", "null",  "foo",  "bar",   "baz",  "secret",
    "demo", "mock", "abc",  "stub",  "temp", "fixme"};

// Template syntax of shells, CI systems and languages. None of these pairs is
// in an alphabet of tokens: "${TOKEN}", "{{ token }}", "#{token}", "%{token}",
// "[[token]]".
constexpr std::string_view kTemplates[] = {"${", "{{", "}}", "#{",
                                           "%{", "[[", "]]"};

// Those whose signs are in the alphabet of Django's keys, where one in fifty
// has each pair: so there must be a name between them, and nothing else.
struct Template {
  std::string_view open;
  std::string_view close;  // or the text ends
};
constexpr Template kTemplatesOfNames[] = {
    {"$(", ")"}, {"%(", ")"}, {"@@", "@@"}};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

bool is_name(char c) {
  return is_alnum(c) ||
         std::string_view(" _.:/-").find(c) != std::string_view::npos;
}

// "$(cat token.txt)", and not "$(v8&j" of a random key.
bool holds(std::string_view secret, const Template& form) {
  std::size_t at = secret.find(form.open);
  while (at != secret.npos) {
    std::string_view rest = secret.substr(at + form.open.size());
    while (!rest.empty() && is_name(rest.front())) rest.remove_prefix(1);
    if (rest.empty() || rest.starts_with(form.close)) return true;
    at = secret.find(form.open, at + 1);
  }
  return false;
}

// "%s" at an end or between signs: "token-%s".
bool has_conversion(std::string_view secret) {
  constexpr std::string_view kMark = "%s";
  for (std::size_t at = 0; (at = secret.find(kMark, at)) != secret.npos; ++at) {
    const std::size_t end = at + kMark.size();
    if (at == 0 || end == secret.size()) return true;
    if (!is_alnum(secret[at - 1]) && !is_alnum(secret[end])) return true;
  }
  return false;
}

bool has_template(std::string_view secret) {
  for (std::string_view mark : kTemplates) {
    if (contains(secret, mark)) return true;
  }
  for (const Template& form : kTemplatesOfNames) {
    if (holds(secret, form)) return true;
  }
  if (has_conversion(secret)) return true;
  const std::size_t open = secret.find('<');  // "<token>"
  return open != secret.npos && secret.find('>', open) != secret.npos;
}

// "ghp_****", "ghp_abc…", "ghp_abcd...", "…wxyz": no token has a star or
// an ellipsis. Three dots count only at an end: Entra's secrets have dots, and
// three in a row somewhere in 40 of 66 characters come by 1e-4.
bool is_masked(std::string_view secret) {
  return contains(secret, "***") || contains(secret, "\u2026") ||
         contains(secret, "\u2022\u2022") || secret.starts_with("...") ||
         secret.ends_with("...");
}

bool has_long_word(std::string_view low) {
  for (std::string_view word : kLongWords) {
    if (contains(low, word)) return true;
  }
  return false;
}

// Words that are also the fixed part of a token: "sk_test_…" of Stripe,
// "secret_…" of Notion, "sk-None-…" of OpenAI. With so much behind them they
// stand for nothing.
constexpr std::string_view kWordsOfFormats[] = {"test", "secret", "none"};
constexpr std::size_t kTokenBehind = 20;

bool is_fixed_part(std::string_view word, std::string_view behind) {
  return behind.size() >= kTokenBehind &&
         std::ranges::find(kWordsOfFormats, word) != std::end(kWordsOfFormats);
}

bool has_short_word(std::string_view low) {
  std::size_t begin = 0;
  for (std::size_t end = 0; end <= low.size(); ++end) {
    if (end < low.size() && is_alnum(low[end])) continue;
    const std::string_view piece = low.substr(begin, end - begin);
    for (std::string_view word : kShortWords) {
      if (piece == word && !is_fixed_part(word, low.substr(end))) return true;
    }
    begin = end + 1;
  }
  return false;
}

// "xxxxx" of one case: 80 * 2 / 62^5 = 2e-7, in base32 1e-6. In a private key
// of 3,000 characters 6e-6; four would be 4e-4.
bool is_crossed_out(std::string_view secret) {
  return contains(secret, "xxxxx") || contains(secret, "XXXXX");
}

// Six neighbours alike, ascending or descending ("000000", "abcdef",
// "987654"), or an eighth of a longer text. Three kinds of 80 / 62^5 = 3e-7,
// in base32 4e-6, in 40 hex digits 1e-4, in 64 (eight neighbours) 1e-6. The
// eighth spares keys whose bytes hold zeros in fixed fields: base64 writes
// them "AAAAAAA", an OpenSSH key of 400 characters has twenty of them.
bool has_run(std::string_view secret) {
  const std::size_t least = std::max<std::size_t>(6, secret.size() / 8);
  constexpr std::array<int, 3> kSteps = {-1, 0, 1};
  std::array<std::size_t, kSteps.size()> length = {1, 1, 1};  // by step
  for (std::size_t i = 1; i < secret.size(); ++i) {
    const int step = secret[i] - secret[i - 1];
    for (std::size_t kind = 0; kind < length.size(); ++kind) {
      const bool goes_on = step == kSteps[kind] && is_alnum(secret[i]);
      length[kind] = goes_on ? length[kind] + 1 : 1;
      if (length[kind] >= least) return true;
    }
  }
  return false;
}

// Half of the text repeats a piece of at most 16 characters:
// "deadbeefdeadbeef", "1234567890123456789012345678". At least eight characters
// must repeat: 16 pieces * 84 / 62^8 = 6e-12, in 40 hex digits 1e-7.
bool repeats_a_piece(std::string_view secret) {
  constexpr std::size_t kLongestPiece = 16;
  constexpr std::size_t kLeastRepeated = 8;
  for (std::size_t period = 1; period <= kLongestPiece; ++period) {
    const std::size_t least =
        std::max(secret.size() / 2, period + kLeastRepeated);
    std::size_t stretch = period;
    for (std::size_t i = period; i < secret.size(); ++i) {
      stretch = secret[i] == secret[i - period] ? stretch + 1 : period;
      if (stretch >= least) return true;
    }
  }
  return false;
}

}  // namespace

bool has_placeholder_word(std::string_view secret) {
  const std::string low = lowered(secret);
  return has_long_word(low) || has_short_word(low);
}

bool is_placeholder(std::string_view secret) {
  return has_template(secret) || is_masked(secret) || is_crossed_out(secret) ||
         has_run(secret) || repeats_a_piece(secret) ||
         has_placeholder_word(secret) ||
         is_published_sample(
             secret.substr(0, secret.find_last_not_of('=') + 1));
}

}  // namespace patrol
