#include "scanner/detect/password.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "scanner/detect/placeholder.h"

namespace patrol {
namespace {

constexpr std::size_t kShortest = 5;

// What is left of a sample once its decoration is gone: see plain().
constexpr std::string_view kWords[] = {
    "adm",        "admin",       "administrator", "airflow",    "api",
    "app",        "apikey",      "auth",          "azure",      "basic",
    "bar",        "change",      "changeit",      "credential", "credentials",
    "database",   "default",     "demo",          "dev",        "dummy",
    "elastic",    "empty",       "fake",          "foo",        "guest",
    "hello",      "helloworld",  "hunter",        "key",        "letmein",
    "localhost",  "login",       "manager",       "masked",     "minio",
    "minioadmin", "mongo",       "mongodb",       "mypass",     "mypasswd",
    "mypw",       "mysecret",    "mysql",         "name",       "nobody",
    "none",       "nopass",      "null",          "oracle",     "pass",
    "passaword",  "passord",     "passphrase",    "passw",      "passwd",
    "passwort",   "passwrd",     "postgres",      "postgresql", "prod",
    "production", "psw",         "pswd",          "pwd",        "rabbit",
    "rabbitmq",   "redis",       "root",          "secret",     "secrets",
    "server",     "someone",     "somepass",      "something",  "string",
    "super",      "supersecret", "sysadmin",      "system",     "temp",
    "test",       "tester",      "testing",       "testpass",   "token",
    "undefined",  "user",        "username",      "vagrant",    "value",
    "welcome",    "wordpass",    "xyz",           "yourpass",   "yourpassw"};

// First characters of what is filled in later or names something else.
constexpr std::string_view kOpeners = "$<{[(%*.!?&|:;,=#/\\`'\"-_~^+";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

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
  return std::ranges::find(kWords, word) != std::end(kWords);
}

}  // namespace patrol
