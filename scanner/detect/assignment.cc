#include "scanner/detect/assignment.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "scanner/core/codec.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/jwt.h"
#include "scanner/detect/leet.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kShortest = 16;

enum class Kind { kLower, kUpper, kDigit, kSign };

Kind kind_of(char c) {
  if (c >= 'a' && c <= 'z') return Kind::kLower;
  if (c >= 'A' && c <= 'Z') return Kind::kUpper;
  if (c >= '0' && c <= '9') return Kind::kDigit;
  return Kind::kSign;
}

// What tells words from draws.
struct Rhythm {
  std::size_t digits = 0;
  std::size_t signs = 0;
  std::size_t changes = 0;          // stretches of one kind
  std::size_t longest_letters = 0;  // the longest such stretches
  std::size_t longest_digits = 0;
  std::size_t in_words = 0;  // letters in stretches of kWord or more
  std::size_t lower = 0;
  std::size_t upper = 0;
};
constexpr std::size_t kWord = 4;

// `capital`: a capital stands before it, as in "Secret".
void add_stretch(Kind kind, std::size_t length, bool capital, Rhythm& r) {
  ++r.changes;
  if (kind == Kind::kSign) r.signs += length;
  if (kind == Kind::kDigit) {
    r.digits += length;
    r.longest_digits = std::max(r.longest_digits, length);
  }
  if (kind != Kind::kLower && kind != Kind::kUpper) return;
  (kind == Kind::kLower ? r.lower : r.upper) += length;
  r.longest_letters = std::max(r.longest_letters, length);
  const std::size_t word = capital ? length + 1 : length;
  if (word >= kWord) r.in_words += word;
}

Rhythm rhythm_of(std::string_view text) {
  Rhythm r;
  for (std::size_t begin = 0; begin < text.size();) {
    const Kind kind = kind_of(text[begin]);
    std::size_t end = begin + 1;
    while (end < text.size() && kind_of(text[end]) == kind) ++end;
    const bool capital = kind == Kind::kLower && begin > 0 &&
                         kind_of(text[begin - 1]) == Kind::kUpper;
    add_stretch(kind, end - begin, capital, r);
    begin = end;
  }
  return r;
}

void lower(std::string& text) {
  for (char& c : text) {
    if (kind_of(c) == Kind::kUpper) c = static_cast<char>(c - 'A' + 'a');
  }
}

// "0x" in front of them, as languages write numbers and some devices keys.
bool is_hex(std::string_view text) {
  if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
  return text.find_first_not_of("0123456789abcdefABCDEF-:") == text.npos;
}

// Where both cases occur, words show as stretches of one case; where only one
// does, nearly all letters of random text stand in such stretches as well.
bool is_drawn(std::string_view text) {
  const Rhythm r = rhythm_of(text);
  const std::size_t size = text.size();
  const bool mixed = r.lower >= 2 && r.upper >= 2;
  return r.digits >= 2 && r.lower + r.upper >= 4 && r.changes * 3 >= size &&
         r.longest_letters <= 6 && r.longest_digits <= 5 &&
         r.signs * 8 <= size && (!mixed || r.in_words * 2 <= size);
}

// How the tokens begin that RFC 5849, 6749 and 6750 use as samples, and all
// manuals after them.
constexpr std::string_view kPublished[] = {"2YotnFZFEj", "tGzv3JOkF0",
                                           "mF_9.B5f-4", "ad180jjd73",
                                           "kkk9d7dh3k", "SlAV32hkKG"};

bool is_published(std::string_view text) {
  return std::ranges::any_of(kPublished, [&](std::string_view start) {
    return text.starts_with(start);
  });
}

// Base64 of text. What the text holds is judged where it is decoded. Of random
// base64 of sixteen characters one in 100,000 decodes so.
bool is_encoded_text(std::string_view text) {
  const auto decoded = decode_base64(text);
  return decoded && std::ranges::all_of(*decoded, [](char c) {
           return (c >= ' ' && c <= '~') || c == '\n' || c == '\r' || c == '\t';
         });
}

// "AB1C2defGHijkLMNo3PqQRst": typed along the alphabet. Of random neighbours
// one pair in 36 is in order.
bool follows_the_alphabet(std::string_view text) {
  std::size_t in_order = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool letters = kind_of(text[i]) <= Kind::kUpper &&
                         kind_of(text[i - 1]) <= Kind::kUpper;
    in_order += letters && (text[i] & 0x1F) == (text[i - 1] & 0x1F) + 1;
  }
  return in_order * 4 >= text.size();
}

// How a value begins that is made to be seen: Datadog's client tokens, the
// public half of Stripe's and Mapbox's keys, keys of SSH and of X.509 (Ed25519;
// others are longer), digests of Subresource Integrity and of lock files. One
// value in 200,000 begins so by chance.
constexpr std::string_view kMadePublic[] = {"pub",
                                            "pk_live_",
                                            "pk_test_",
                                            "pk.",
                                            "sha256-",
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
  std::string low(text);
  lower(low);
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

// What makes a name that says "token" or "key" one of something else.
constexpr std::string_view kOtherNames[] = {
    "next",         "page",         "paging",        "continuation",
    "cursor",       "resume",       "sync",          "cancel",
    "csrf",         "xsrf",         "verif",         "idempot",
    "client_token", "clienttoken",  "request_token", "requesttoken",
    "public",       "antiforg",     "sample",        "example",
    "mock",         "fake",         "dummy",         "hashed",
    "arn:",         "authenticity", "skiptoken",     "deltatoken",
    "ciphertext"};
// And what ends such a name.
constexpr std::string_view kOtherEndings[] = {
    "id",     "name",   "names", "arn",         "url",       "uri",      "path",
    "file",   "type",   "hash",  "hint",        "digest",    "format",   "ref",
    "class",  "prefix", "label", "size",        "field",     "checksum", "sha1",
    "sha256", "sha512", "md5",   "fingerprint", "thumbprint"};

bool is_name_character(char c) {
  return kind_of(c) != Kind::kSign || c == '_' || c == '-' || c == '.' ||
         c == ':' || c == ' ';
}

// The name that the value is given to, as far as it can be told, in lower case:
// "NextPageToken", "aws:secretsmanager:…:secret".
std::string name_of(const Matched& matched) {
  constexpr std::uint64_t kLongestName = 80;
  const std::uint64_t reach = std::min(matched.whole.begin, kLongestName);
  const std::string_view before =
      matched.text.substr(matched.whole.begin - reach, reach);
  const auto start =
      std::find_if_not(before.rbegin(), before.rend(), is_name_character);
  std::string name(start.base(), before.end());
  const std::string_view rest = matched.text.substr(
      matched.whole.begin, matched.secret.begin - matched.whole.begin);
  name += rest.substr(0, rest.find_first_of("\"'=:> \\]"));
  lower(name);
  return name;
}

// "encrypted_password", which opens nothing without the key. Not "encrypted:
// no, password", nor "unencrypted_password".
bool is_called_encrypted(std::string_view name) {
  const std::string_view word = name.substr(name.find_last_of(" :") + 1);
  const std::size_t at = word.find("encrypted");
  return at != word.npos && !word.substr(0, at).ends_with("un");
}

bool names_something_else(std::string_view name) {
  return is_called_encrypted(name) ||
         std::ranges::any_of(kOtherNames,
                             [&](std::string_view word) {
                               return name.find(word) != name.npos;
                             }) ||
         std::ranges::any_of(kOtherEndings, [&](std::string_view end) {
           return name.ends_with(end);
         });
}

bool is_identifier(std::string_view text) {
  return !text.empty() && kind_of(text.front()) <= Kind::kUpper &&
         std::ranges::all_of(text, [](char c) {
           return kind_of(c) != Kind::kSign || c == '_';
         });
}

// Code without quotes: "keyPair42.Item1". Each piece between the dots is an
// identifier and holds a word. Of random values with one dot, not in quotes,
// one in ten is built so.
bool is_member(const Matched& matched) {
  constexpr std::string_view kQuotes = "\"'`";
  if (matched.secret.begin > 0 &&
      kQuotes.find(matched.text[matched.secret.begin - 1]) != kQuotes.npos) {
    return false;
  }
  const std::string_view text = matched.secret_text();
  if (text.find('.') == text.npos) return false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::string_view piece = text.substr(begin, end - begin);
    if (!is_identifier(piece) || rhythm_of(piece).in_words == 0) return false;
    begin = end + 1;
  }
  return true;
}

// "…:secret:MySecret-a1B2": a list of fields with colons between them.
bool is_field_of_name(const Matched& matched) {
  const std::uint64_t begin = matched.whole.begin;
  return begin > 0 && matched.text[begin - 1] == ':' &&
         matched.secret.begin > begin &&
         matched.text[matched.secret.begin - 1] == ':';
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

}  // namespace

std::optional<Facts> read_assignment(const Matched& matched, const Rule& rule) {
  const std::string_view value = without_padding(matched.secret_text());
  if (value.size() < kShortest || is_hex(value) || !is_drawn(value) ||
      has_wrong_padding(matched.secret_text()) || !is_generated(value, rule) ||
      is_member(matched) || is_type_name(matched) ||
      is_field_of_name(matched) || names_something_else(name_of(matched))) {
    return std::nullopt;
  }
  return Facts{};
}

std::optional<Facts> read_opaque_token(std::string_view secret,
                                       const Rule& rule) {
  constexpr std::size_t kShortestHex = 32;
  const std::string_view value = without_padding(secret);
  // Bytes have two digits each: an odd number of them was edited.
  const bool hex =
      is_hex(value) && value.size() >= kShortestHex && value.size() % 2 == 0;
  const bool shaped =
      hex || (!is_hex(value) && value.size() >= kShortest && is_drawn(value));
  if (!shaped || !is_generated(value, rule)) return std::nullopt;
  return Facts{};
}

}  // namespace patrol
