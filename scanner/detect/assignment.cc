#include "scanner/detect/assignment.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "scanner/core/ascii.h"
#include "scanner/core/codec.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/given_name.h"
#include "scanner/detect/jwt.h"
#include "scanner/detect/leet.h"
#include "scanner/detect/password.h"
#include "scanner/detect/placeholder.h"
#include "scanner/detect/secret_score.h"

namespace patrol {
namespace {

// The expressions count nothing, which costs an automaton a state a byte.
constexpr std::size_t kShortest = 16;
constexpr std::size_t kLongest = 120;
constexpr std::size_t kLongestPassword = 64;
constexpr std::uint64_t kLongestHead = 120;  // name, and what is behind it

// "0x" in front of them, as languages write numbers and some devices keys.
bool is_hex(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  return text.find_first_not_of("0123456789abcdefABCDEF-:") == text.npos;
}

// Digits alone, letters of one case alone: numbers, words, names.
bool is_one_kind(std::string_view text) {
  const auto is_small = [](char c) { return is_letter(c) && lower(c) == c; };
  const auto is_capital = [](char c) { return is_letter(c) && lower(c) != c; };
  const auto rest = [](char c) { return !is_alnum(c); };
  const bool digits = std::ranges::any_of(text, is_digit);
  const bool small = std::ranges::any_of(text, is_small);
  const bool capital = std::ranges::any_of(text, is_capital);
  return digits + small + capital < 2 || std::ranges::all_of(text, rest);
}

// How the tokens begin that RFC 5849, 6749 and 6750 use as samples, and all
// manuals after them; and the secret key of Amazon's manuals, of which there
// are variants.
constexpr std::string_view kPublished[] = {
    "2YotnFZFEj", "tGzv3JOkF0", "mF_9.B5f-4",   "ad180jjd73",
    "kkk9d7dh3k", "SlAV32hkKG", "wJalrXUtnFEMI"};

bool is_published(std::string_view text) {
  return std::ranges::any_of(kPublished, [&](std::string_view start) {
    return text.starts_with(start);
  });
}

// Base64 or base32 of text. What the text holds is judged where it is decoded.
// Of random base64 of sixteen characters one in 100,000 decodes so.
bool is_encoded_text(std::string_view text) {
  const auto is_text = [](const std::optional<std::string>& decoded) {
    return decoded && std::ranges::all_of(*decoded, [](char c) {
             return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' ||
                    c == '\t';
           });
  };
  return is_text(decode_base64(text)) || is_text(decode_base32(text));
}

// "AB1C2defGHijkLMNo3PqQRst": typed along the alphabet. Of random neighbours
// one pair in 36 is in order.
bool follows_the_alphabet(std::string_view text) {
  std::size_t in_order = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool letters = is_letter(text[i]) && is_letter(text[i - 1]);
    in_order += letters && (text[i] & 0x1F) == (text[i - 1] & 0x1F) + 1;
  }
  return in_order * 4 >= text.size();
}

// How a value begins that is made to be seen: Datadog's client tokens, the
// public half of Stripe's and Mapbox's keys, keys of SSH and of X.509 (Ed25519;
// others are longer), digests of Subresource Integrity and of lists of files,
// signatures by ECDSA. One value in 100,000 begins so by chance.
constexpr std::string_view kMadePublic[] = {"pub",
                                            "pk_live_",
                                            "pk_test_",
                                            "pk.",
                                            "sha256-",
                                            "sha256=",
                                            "sha384=",
                                            "sha512=",
                                            "MEQCI",
                                            "MEUCI",
                                            "MEYCI",
                                            "sha384-",
                                            "sha512-",
                                            "AAAAC3NzaC1lZDI1NTE5",
                                            "MCowBQYDK2VwAyEA"};

bool is_made_public(std::string_view text) {
  return std::ranges::any_of(kMadePublic, [&](std::string_view start) {
    return text.starts_with(start);
  });
}

// "eyJhbGciOiJI...M3A90LCkxx": a manual that shows both ends.
bool is_cut_short(std::string_view text) {
  return text.find("...") != text.npos;
}

// "S4mpl3-P4ssw0rd-2024". Of random values of 32 characters fewer than one in
// 10,000 reads so; a test draws them.
bool has_leet_word(std::string_view text) {
  return std::ranges::any_of(kLeetReadings, [&](const LeetReading& reading) {
    return has_placeholder_word(unleeted(text, reading));
  });
}

// "523l5j523l5jk234": fingers that go back and forth over a few keys. A sixth
// of all triples come again. Of random values of sixteen lower-case letters and
// digits one in 200,000 is so, of 32 hex digits none in as many (measured).
bool goes_in_circles(std::string_view text) {
  constexpr std::size_t kTriple = 3;
  constexpr std::size_t kLeastRepeated = 3;
  constexpr std::size_t kShare = 6;
  std::set<std::string_view> known;
  std::size_t repeated = 0;
  for (std::size_t i = 0; i + kTriple <= text.size(); ++i) {
    repeated += !known.insert(text.substr(i, kTriple)).second;
  }
  return repeated >= kLeastRepeated && repeated * kShare >= text.size();
}

// "ghp_FakeSeederToken4DevOrg2026" says so itself. The two words are too short
// to be believed of every token; of random values of 32 characters one in
// 30,000 holds one.
bool is_called_fake(std::string_view text) {
  const std::string low = lowered(text);
  return low.find("fake") != low.npos || low.find("dummy") != low.npos;
}

// "eyJhbGciOiJIUzI1NiJ9.eyJzdWIi": what a literal holds of a JSON Web Token
// that goes on in the next one. Where they are joined it is read whole. One of
// five parts is encrypted, and no other rule's.
bool begins_as_jwt(std::string_view text) {
  constexpr int kMostDots = 2;
  const std::size_t dot = text.find('.');
  if (!text.starts_with("eyJ") || dot == text.npos) return false;
  if (std::ranges::count(text, '.') > kMostDots) return false;
  const auto header = decode_base64(text.substr(0, dot));
  return header && header->find("\"alg\"") != header->npos;
}

// A JSON Web Token is left to the rules that read what it says.
bool is_generated(std::string_view text, const Rule& rule) {
  return !is_published(text) && !is_made_public(text) && !is_cut_short(text) &&
         !is_called_fake(text) && !has_leet_word(text) &&
         !goes_in_circles(text) && !is_encoded_text(text) &&
         !follows_the_alphabet(text) && !has_jwt_form(text) &&
         !begins_as_jwt(text) && !is_unsigned_jwt(text) &&
         !is_placeholder(text) && looks_random(text, rule.entropy);
}

std::string_view without_padding(std::string_view text) {
  return text.substr(0, text.find_last_not_of('=') + 1);
}

// Base64 fills its last four characters up, so a padded text of another length
// was shortened or made up by hand: most of all in manuals.
bool has_wrong_padding(std::string_view text) {
  constexpr std::size_t kGroup = 4;
  const std::string_view value = without_padding(text);
  return value.size() < text.size() && text.size() % kGroup != 0 &&
         std::ranges::all_of(
             value, [](char c) { return base64_value(c).has_value(); });
}

bool is_identifier(std::string_view text) {
  return !text.empty() && is_letter(text.front()) &&
         std::ranges::all_of(text,
                             [](char c) { return is_alnum(c) || c == '_'; });
}

// Whether a word stands in it: a letter, and three small ones behind it.
bool has_word(std::string_view text) {
  constexpr std::size_t kShortestWord = 4;
  std::size_t length = 0;
  for (char c : text) {
    const bool small = is_letter(c) && lower(c) == c;
    length = small ? length + 1 : static_cast<std::size_t>(is_letter(c));
    if (length >= kShortestWord) return true;
  }
  return false;
}

// Code without quotes: "keyPair42.Item1". Each piece between the dots is an
// identifier and holds a word. Of random values with one dot, not in quotes,
// one in ten is built so.
bool is_member(std::string_view text) {
  if (text.find('.') == text.npos) return false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view piece = text.substr(begin, end - begin);
    if (!is_identifier(piece) || !has_word(piece)) return false;
    begin = end + 1;
  }
  return true;
}

// "password: XmlStringMaxLen256;" of TypeScript and Pascal, never of YAML.
bool is_type_name(const Matched& matched) {
  const std::uint64_t end = matched.secret.end;
  const std::string_view before = matched.text.substr(
      matched.whole.begin, matched.secret.begin - matched.whole.begin);
  const std::size_t last = before.find_last_not_of(' ');
  return last != before.npos && before[last] == ':' &&
         end < matched.text.size() && matched.text[end] == ';' &&
         is_identifier(matched.secret_text());
}

// Bytes have two digits each: an odd number of them was edited.
bool is_hex_of_bytes(std::string_view value) {
  constexpr std::size_t kShortestHex = 32;
  return value.size() >= kShortestHex && value.size() % 2 == 0 &&
         value.find_first_of("-:xX") == value.npos;
}

bool may_be_drawn(std::string_view value) {
  return value.size() >= kShortest &&
         (is_hex(value) ? is_hex_of_bytes(value) : !is_one_kind(value));
}

// Without quotes: a member, a type, or what is behind the bracket of a call.
bool is_code(const Matched& matched, const GivenName& given) {
  if (given.quoted) return false;
  const bool in_call = given.giving == Giving::kArgument &&
                       matched.text[matched.secret.begin - 1] == '(';
  return in_call || is_member(matched.secret_text()) || is_type_name(matched);
}

// Those that neither names nor paths nor base64 have.
bool has_sign_of_passwords(std::string_view text) {
  return text.find_first_of("!#$%&*@^?") != text.npos;
}

// A password in quotes may begin with a sign, which elsewhere begins what is
// filled in later; so may "%PASSWORD%".
std::string_view without_leading_signs(std::string_view text) {
  return text.substr(
      std::min(text.find_first_not_of("!#$%&*@^?-_"), text.size()));
}

bool is_within_reach(const Matched& matched, std::size_t longest) {
  return matched.secret.size() <= longest &&
         matched.secret.begin - matched.whole.begin <= kLongestHead;
}

Facts facts_of(const Score& score) { return {{"score", to_text(score)}}; }

}  // namespace

std::optional<Facts> read_assignment(const Matched& matched, const Rule& rule) {
  const std::string_view value = without_padding(matched.secret_text());
  // Nearly all matches are words, which the model tells soonest.
  if (!is_within_reach(matched, kLongest) || !may_be_drawn(value) ||
      !rate_assignment(matched)) {
    return std::nullopt;
  }
  const GivenName given = given_name(matched);
  if (has_wrong_padding(matched.secret_text()) || !is_generated(value, rule) ||
      is_code(matched, given) || is_field_of_name(matched) ||
      names_something_else(given.name)) {
    return std::nullopt;
  }
  return facts_of(score_of_assignment(matched, value));
}

std::optional<Confidence> rate_assignment(const Matched& matched) {
  return confidence_of(
      score_of_assignment(matched, without_padding(matched.secret_text())));
}

std::optional<Facts> read_given_password(const Matched& matched, const Rule&) {
  const std::string_view value = matched.secret_text();
  const GivenName given = given_name(matched);
  if (!is_within_reach(matched, kLongestPassword) ||
      !has_sign_of_passwords(value) || !given.quoted ||
      value.find("://") != value.npos || is_placeholder(value) ||
      is_sample_password(without_leading_signs(value), "") ||
      has_leet_word(value) || goes_in_circles(value) || is_cut_short(value) ||
      follows_the_alphabet(value) || names_something_else(given.name)) {
    return std::nullopt;
  }
  return facts_of(score_of_password(matched, value));
}

std::optional<Confidence> rate_given_password(const Matched& matched) {
  return confidence_of(score_of_password(matched, matched.secret_text()));
}

std::optional<Facts> read_opaque_token(std::string_view secret,
                                       const Rule& rule) {
  const std::string_view value = without_padding(secret);
  if (!may_be_drawn(value) || !is_generated(value, rule)) return std::nullopt;
  return facts_of(score_of_opaque_token(value));
}

std::optional<Confidence> rate_opaque_token(const Matched& matched) {
  return confidence_of(
      score_of_opaque_token(without_padding(matched.secret_text())));
}

}  // namespace patrol
