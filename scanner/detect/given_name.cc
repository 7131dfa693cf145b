#include "scanner/detect/given_name.h"

#include <algorithm>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// What makes a name that says "token" or "key" one of something else.
constexpr std::string_view kOtherNames[] = {
    "next",         "page",        "paging",        "continuation",
    "cursor",       "resume",      "sync",          "cancel",
    "csrf",         "xsrf",        "verif",         "idempot",
    "client_token", "clienttoken", "request_token", "requesttoken",
    "antiforg",     "sample",      "example",       "mock",
    "fake",         "dummy",       "hashed",        "arn:",
    "authenticity", "skiptoken",   "deltatoken",    "ciphertext",
    "-----begin",   "-----end"};
// And what ends such a name.
constexpr std::string_view kOtherEndings[] = {
    "id",          "name",       "names",       "arn",
    "url",         "uri",        "path",        "file",
    "type",        "hash",       "hint",        "digest",
    "format",      "ref",        "class",       "prefix",
    "label",       "size",       "field",       "checksum",
    "sha1",        "sha256",     "sha512",      "md5",
    "fingerprint", "thumbprint", "certificate", "certificatechain"};

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

bool is_name_character(char c) {
  constexpr std::string_view kJoins = "_-.: ";
  return is_alnum(c) || kJoins.find(c) != kJoins.npos;
}

// "encrypted_password", which opens nothing without the key. Not "encrypted:
// no, password", nor "unencrypted_password".
bool is_called_encrypted(std::string_view name) {
  const std::string_view word = name.substr(name.find_last_of(" :") + 1);
  const std::size_t at = word.find("encrypted");
  return at != word.npos && !word.substr(0, at).ends_with("un");
}

// "api_key_public"; not "public const string api_key" of C# and Java.
bool is_called_public(std::string_view name) {
  return has(name.substr(name.find_last_of(' ') + 1), "public");
}

// What stands before the match and belongs to the name: "NextPage" of
// "NextPageToken", "aws:secretsmanager:…:" of "aws:secretsmanager:…:secret".
std::string_view name_before(const Matched& matched) {
  constexpr std::uint64_t kLongestName = 80;
  const std::uint64_t reach = std::min(matched.whole.begin, kLongestName);
  const std::string_view before =
      matched.text.substr(matched.whole.begin - reach, reach);
  const auto start =
      std::find_if_not(before.rbegin(), before.rend(), is_name_character);
  return {start.base(), before.end()};
}

// The match up to the secret.
std::string_view head_of(const Matched& matched) {
  return matched.text.substr(matched.whole.begin,
                             matched.secret.begin - matched.whole.begin);
}

// Where the name ends in it. "api key" has a blank in it.
std::size_t name_end(std::string_view head) {
  constexpr std::string_view kKey = " key";
  const std::size_t blank = head.find(' ');
  const bool goes_on =
      blank != head.npos && lowered(head.substr(blank, kKey.size())) == kKey;
  const std::size_t end = head.find_first_of("\"'`=:,(<>|*{}\n\t \\])",
                                             goes_on ? blank + kKey.size() : 0);
  return std::min(end, head.size());
}

bool is_fallback(std::string_view gap) {
  constexpr std::string_view kSigns[] = {"||", "??", "?:",       " or ",
                                         ":-", ":=", "unwrap_or"};
  return std::ranges::any_of(
      kSigns, [&](std::string_view sign) { return has(gap, sign); });
}

// `gap`: what stands between name and value.
Giving giving_of(std::string_view gap) {
  if (has(gap, "value") || has(gap, "default")) return Giving::kElsewhere;
  const std::size_t sign = gap.find_first_of("=:<,(|>");
  if (gap.starts_with(":=") || has(gap, " :=")) return Giving::kAssigned;
  if (is_fallback(gap)) return Giving::kFallback;
  if (sign == gap.npos) return Giving::kBlanks;
  const char c = gap[sign];
  if (c == ',' || c == '(') return Giving::kArgument;
  const bool arrow = gap.substr(sign).starts_with("<-");
  return c == '>' || c == '|' || (c == '<' && !arrow) ? Giving::kMarkup
                                                      : Giving::kAssigned;
}

}  // namespace

GivenName given_name(const Matched& matched) {
  constexpr std::string_view kQuotes = "\"'`";
  const std::string_view head = head_of(matched);
  const std::size_t end = name_end(head);
  std::string name(name_before(matched));
  name += head.substr(0, end);
  const bool quoted =
      !head.empty() && kQuotes.find(head.back()) != kQuotes.npos;
  return {lowered(name), giving_of(head.substr(end)), quoted};
}

bool names_something_else(std::string_view name) {
  return is_called_encrypted(name) || is_called_public(name) ||
         std::ranges::any_of(
             kOtherNames,
             [&](std::string_view word) { return has(name, word); }) ||
         std::ranges::any_of(kOtherEndings, [&](std::string_view end) {
           return name.ends_with(end);
         });
}

bool is_field_of_name(const Matched& matched) {
  const std::uint64_t begin = matched.whole.begin;
  return begin > 0 && matched.text[begin - 1] == ':' &&
         matched.secret.begin > begin &&
         matched.text[matched.secret.begin - 1] == ':';
}

}  // namespace patrol
