#include "scanner/detect/password.h"

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/detect/entropy.h"
#include "scanner/detect/leet.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr auto kNpos = std::string_view::npos;
constexpr std::size_t kShortest = 5;
constexpr std::size_t kLongestWord = 8;

// What samples are made of, once their decoration is gone: see stem_of().
constexpr std::string_view kWords[] = {
    "ab",         "abc",        "access",     "account",
    "acme",       "adm",        "admin",      "administrator",
    "airflow",    "alice",      "anon",       "anonymous",
    "api",        "apikey",     "app",        "auth",
    "azure",      "bad",        "bar",        "basic",
    "baz",        "bob",        "bogus",      "change",
    "changeit",   "client",     "cloud",      "code",
    "connection", "correct",    "credential", "credentials",
    "cvs",        "data",       "database",   "db",
    "default",    "demo",       "dev",        "docker",
    "dummy",      "elastic",    "email",      "empty",
    "fake",       "foo",        "for",        "git",
    "go",         "grafana",    "guest",      "hello",
    "helloworld", "here",       "hidden",     "hunter",
    "id",         "incorrect",  "insecure",   "internal",
    "invalid",    "is",         "jenkins",    "just",
    "kafka",      "key",        "letmein",    "local",
    "localhost",  "login",      "mail",       "manager",
    "mariadb",    "masked",     "me",         "mine",
    "minio",      "mongo",      "mongodb",    "monty",
    "mosquitto",  "mq",         "my",         "mysql",
    "name",       "new",        "nobody",     "none",
    "nopass",     "not",        "null",       "of",
    "old",        "one",        "open",       "oracle",
    "our",        "pa",         "pass",       "passaword",
    "passord",    "passphrase", "passw",      "passwd",
    "passwor",    "password",   "passwort",   "passwrd",
    "plain",      "postgres",   "postgresql", "prod",
    "production", "proxy",      "psw",        "pswd",
    "pub",        "public",     "pw",         "pwd",
    "rabbit",     "rabbitmq",   "random",     "real",
    "redacted",   "redis",      "remote",     "root",
    "sa",         "sample",     "secret",     "secrets",
    "secure",     "server",     "service",    "sesame",
    "so",         "some",       "someone",    "something",
    "sql",        "staging",    "string",     "strong",
    "super",      "sys",        "sysadmin",   "system",
    "temp",       "test",       "tester",     "testing",
    "text",       "the",        "this",       "to",
    "token",      "top",        "two",        "undefined",
    "unsafe",     "user",       "username",   "vagrant",
    "valid",      "value",      "very",       "web",
    "welcome",    "word",       "world",      "wrong",
    "x",          "xyz",        "xyzzy",      "you",
    "your"};

// First characters of what is filled in later or names something else.
constexpr std::string_view kOpeners = "$<{[(%*.!?&|:;,=#/\\`'\"-_~^+";

std::string letters_of(std::string_view text) {
  std::string letters;
  for (char c : text) {
    if (is_letter(c)) letters += c;
  }
  return letters;
}

// What is appended to satisfy a policy is cut off: "Passw0rd!123".
std::string_view stem_of(std::string_view password) {
  const auto last = password.find_last_not_of("0123456789!#$%&*_-.?");
  return password.substr(0, last == password.npos ? 0 : last + 1);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

// "DB_PASSWORD", "password_here", "os.environ", "config.password": words
// joined by signs, of one case, without a digit.
bool is_name(std::string_view text) {
  bool joined = false;
  for (char c : text) {
    joined = joined || c == '_' || c == '.' || c == '-';
    const bool letter = is_letter(c);
    if (!letter && c != '_' && c != '.' && c != '-') return false;
  }
  return joined;
}

// "os.getenv(", which a quote follows, "db.password()": names, and the bracket
// of a call. A person's password with a bracket has more about it.
bool is_call(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == kNpos || open == 0) return false;
  const std::string_view name = text.substr(0, open);
  return (open + 1 == text.size() || text.back() == ')') &&
         std::ranges::all_of(
             name, [](char c) { return is_letter(c) || c == '_' || c == '.'; });
}

// Whether `text` is words of kWords in a row: "mytestpassword".
bool is_made_of_words(std::string_view text) {
  std::vector<bool> reached(text.size() + 1, false);
  reached[0] = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!reached[i]) continue;
    for (std::string_view word : kWords) {
      if (text.substr(i).starts_with(word)) reached[i + word.size()] = true;
    }
  }
  return reached[text.size()];
}

// "pa?sword": a test of how signs are read puts one in a word's place.
bool is_word_with_a_sign(std::string_view low) {
  constexpr std::size_t kShortestWord = 6;
  return std::ranges::any_of(kWords, [&](std::string_view word) {
    if (word.size() < kShortestWord || word.size() != low.size()) return false;
    const auto [at, in_word] = std::ranges::mismatch(low, word);
    return at != low.end() && !is_alnum(*at) &&
           std::equal(at + 1, low.end(), in_word + 1);
  });
}

bool is_one_letter(std::string_view text) {
  return text.find_first_not_of(text.front()) == text.npos;
}

// `user` "app@host" and `password` "pass@host": what they differ in.
std::string_view without_shared_end(std::string_view password,
                                    std::string_view user) {
  const std::size_t at = password.rfind('@');
  if (at == password.npos || at == 0) return password;
  return user.ends_with(password.substr(at)) ? password.substr(0, at)
                                             : password;
}

// "ferret:ferret" is "ferret".
std::string_view without_repetition(std::string_view password) {
  constexpr std::string_view kBetween = ":;,.|/+-_@";
  const std::size_t half = password.size() / 2;
  if (password.size() % 2 == 0 || kBetween.find(password[half]) == kNpos) {
    return password;
  }
  const std::string_view first = password.substr(0, half);
  return password.substr(half + 1) == first ? first : password;
}

// Digits that stand for no letter are left out.
bool has_sample_words(std::string_view stem) {
  return std::ranges::any_of(kLeetReadings, [&](const LeetReading& reading) {
    const std::string word = letters_of(unleeted(stem, reading));
    return is_placeholder(word) || is_made_of_words(word);
  });
}

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != kNpos; }

// Words have vowels and consonants by turns. Of eight letters drawn at random
// one text in three has, too (measured).
bool can_be_said(std::string_view low) {
  constexpr std::size_t kMostAlike = 3;
  std::size_t alike = 0;
  for (std::size_t i = 0; i < low.size(); ++i) {
    const bool goes_on = i > 0 && is_vowel(low[i]) == is_vowel(low[i - 1]);
    alike = goes_on ? alike + 1 : 1;
    if (alike > kMostAlike) return false;
  }
  return true;
}

}  // namespace

bool is_sample_password(std::string_view password, std::string_view user) {
  if (password.size() < kShortest || is_one_letter(password)) return true;
  if (kOpeners.find(password.front()) != kOpeners.npos) return true;
  if (is_placeholder(password) || is_name(password) || is_call(password)) {
    return true;
  }
  if (equal_ignoring_case(password, user)) return true;
  if (is_word_with_a_sign(lowered(password))) return true;
  const std::string_view core =
      without_repetition(without_shared_end(password, user));
  if (core.size() < password.size()) return is_sample_password(core, user);
  const std::string_view stem = stem_of(password);
  const std::string word = letters_of(unleeted(stem, kLeetReadings.front()));
  if (word.size() < 3 && password.size() < 10) return true;     // "1234abc"
  return has_sample_words(stem) || has_sample_words(password);  // "s3cr37"
}

// Three dots or an ellipsis: a manual that shows a part.
std::optional<Facts> read_plain_password(std::string_view secret,
                                         const Rule& rule) {
  const bool is_address = secret.find("://") != kNpos;
  const bool is_cut = secret.find("..") != kNpos ||
                      secret.find("\u2026") != kNpos ||
                      secret.find("**") != kNpos;
  if (is_address || is_cut || is_sample_password(secret, "") ||
      !looks_random(secret, rule.entropy)) {
    return std::nullopt;
  }
  return Facts{};
}

bool is_short_word(std::string_view password) {
  password = without_repetition(password);
  if (password.empty() || password.size() > kLongestWord) return false;
  const std::string low = lowered(password);
  // "opensesame", "Opensesame"; not "opEnsEsA".
  const bool one_case = password.substr(1) == std::string_view(low).substr(1);
  return one_case &&
         std::ranges::all_of(low, [](char c) { return is_letter(c); }) &&
         can_be_said(low);
}

}  // namespace patrol
