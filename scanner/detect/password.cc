#include "scanner/detect/password.h"

#include <algorithm>
#include <string>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kShortest = 5;

// What samples are made of, once their decoration is gone: see plain().
constexpr std::string_view kWords[] = {
    "ab",         "abc",         "access",     "account",
    "acme",       "adm",         "admin",      "administrator",
    "airflow",    "alice",       "anon",       "anonymous",
    "api",        "apikey",      "app",        "auth",
    "azure",      "bar",         "basic",      "baz",
    "bob",        "bogus",       "change",     "changeit",
    "client",     "cloud",       "code",       "connection",
    "credential", "credentials", "cvs",        "data",
    "database",   "db",          "default",    "demo",
    "dev",        "docker",      "dummy",      "elastic",
    "email",      "empty",       "fake",       "foo",
    "for",        "git",         "go",         "grafana",
    "guest",      "hello",       "helloworld", "here",
    "hidden",     "hunter",      "id",         "insecure",
    "internal",   "is",          "jenkins",    "just",
    "kafka",      "key",         "letmein",    "local",
    "localhost",  "login",       "mail",       "manager",
    "mariadb",    "masked",      "me",         "mine",
    "minio",      "mongo",       "mongodb",    "monty",
    "mosquitto",  "mq",          "my",         "mysql",
    "name",       "new",         "nobody",     "none",
    "nopass",     "not",         "null",       "of",
    "old",        "one",         "open",       "oracle",
    "our",        "pa",          "pass",       "passaword",
    "passord",    "passphrase",  "passw",      "passwor",
    "x",          "passwd",      "password",   "passwort",
    "passwrd",    "plain",       "postgres",   "postgresql",
    "prod",       "production",  "proxy",      "psw",
    "pswd",       "pub",         "public",     "pw",
    "pwd",        "rabbit",      "rabbitmq",   "random",
    "real",       "redacted",    "redis",      "remote",
    "root",       "sa",          "sample",     "secret",
    "secrets",    "secure",      "server",     "service",
    "sesame",     "some",        "someone",    "something",
    "sql",        "staging",     "string",     "strong",
    "super",      "sys",         "sysadmin",   "system",
    "temp",       "test",        "tester",     "testing",
    "text",       "the",         "this",       "to",
    "token",      "top",         "two",        "undefined",
    "unsafe",     "user",        "username",   "vagrant",
    "value",      "very",        "web",        "welcome",
    "word",       "world",       "xyz",        "xyzzy",
    "you",        "your"};

// First characters of what is filled in later or names something else.
constexpr std::string_view kOpeners = "$<{[(%*.!?&|:;,=#/\\`'\"-_~^+";

// The letter that a digit or sign is written for: "P@ssw0rd".
char letter_of(char c) {
  switch (c) {
    case '@':
      return 'a';
    case '0':
      return 'o';
    case '$':
      return 's';
    case '3':
      return 'e';
    default:
      return lower(c);
  }
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// Letters alone, signs read as letters; what is appended to satisfy a policy
// is cut off: "Passw0rd!123" becomes "password".
std::string plain(std::string_view password) {
  const auto last = password.find_last_not_of("0123456789!#$%&*_-.?");
  password = password.substr(0, last == password.npos ? 0 : last + 1);
  std::string letters;
  for (char c : password) {
    if (is_letter(letter_of(c))) letters += letter_of(c);
  }
  return letters;
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
    const bool letter = is_letter(lower(c));
    if (!letter && c != '_' && c != '.' && c != '-') return false;
  }
  return joined;
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

bool is_one_letter(std::string_view text) {
  return text.find_first_not_of(text.front()) == text.npos;
}

}  // namespace

bool is_sample_password(std::string_view password, std::string_view user) {
  if (password.size() < kShortest || is_one_letter(password)) return true;
  if (kOpeners.find(password.front()) != kOpeners.npos) return true;
  if (is_placeholder(password) || is_name(password)) return true;
  if (equal_ignoring_case(password, user)) return true;
  const std::string word = plain(password);
  if (word.size() < 3 && password.size() < 10) return true;  // "1234abc"
  if (is_placeholder(word)) return true;
  return is_made_of_words(word);
}

}  // namespace patrol
