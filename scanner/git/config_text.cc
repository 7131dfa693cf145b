#include "scanner/git/config_text.h"

#include <algorithm>
#include <utility>

#include "scanner/core/ascii.h"

namespace patrol {
namespace {

// As git has them, whatever the locale: no '\v', no '\f'.
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_key_character(char c) { return is_alnum(c) || c == '-'; }

// What a backslash and `c` stand for. False: nothing.
bool unescape(char& c) {
  constexpr std::string_view kWritten = "tbn\\\"";
  constexpr std::string_view kMeant = "\t\b\n\\\"";
  const std::size_t at = kWritten.find(c);
  if (at == kWritten.npos) return false;
  c = kMeant[at];
  return true;
}

// Of a number, with an optional sign and unit. nullopt: it is none.
std::optional<bool> is_not_zero(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  constexpr std::string_view kUnits = "kmg";
  if (!text.empty() && kUnits.find(lower(text.back())) != kUnits.npos) {
    text.remove_suffix(1);
  }
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  return text.find_first_not_of('0') != text.npos;
}

}  // namespace

// Takes the text apart from the front, character by character, as git does:
// what a character means depends on those before it (a quote, a backslash).
class ConfigText::Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  Result<ConfigText> parse() {
    while (!rest_.empty()) {
      const std::size_t line = line_;
      if (!take_one()) {
        return Error{"line " + std::to_string(line) + ": " + fault_};
      }
    }
    return std::move(config_);
  }

 private:
  // False: it is not what it has to be, which is then `fault_`.
  bool take_one() {
    const char c = next();
    if (is_space(c)) return true;
    if (c == '#' || c == ';') return skip_comment();
    if (c == '[') return take_section();
    fault_ = "not a key";
    return is_letter(c) && take_entry(c);
  }

  bool skip_comment() {
    while (next() != '\n') {
    }
    return true;
  }

  // [name], [name.name] or [name "subsection"]
  bool take_section() {
    fault_ = "not a section";
    section_.clear();
    char c = next();
    for (; is_key_character(c) || c == '.'; c = next()) section_ += lower(c);
    if (c == ']') {
      section_ += '.';
      return section_.size() > 1;
    }
    while (is_space(c) && c != '\n') c = next();
    return c == '"' && take_subsection() && next() == ']';
  }

  bool take_subsection() {
    section_ += '.';
    for (char c = next(); c != '"'; c = next()) {
      if (c == '\\') c = next();
      if (c == '\n') return false;
      section_ += c;
    }
    section_ += '.';
    return true;
  }

  bool take_entry(char first) {
    ConfigEntry entry{section_ + lower(first), std::nullopt};
    char c = next();
    for (; is_key_character(c); c = next()) entry.key += lower(c);
    while (c == ' ' || c == '\t') c = next();
    if (c == '=') {
      fault_ = "not a value";
      if (!take_value(entry.value.emplace())) return false;
    } else if (c != '\n') {
      return false;
    }
    config_.entries_.push_back(std::move(entry));
    return true;
  }

  // Blanks at both ends go, unless they are quoted.
  bool take_value(std::string& value) {
    bool is_quoted = false;
    std::size_t kept = 0;  // up to here, what follows is blank
    for (char c = next(); c != '\n'; c = next()) {
      if (!is_quoted && (c == '#' || c == ';')) {
        skip_comment();
        break;
      }
      if (!is_quoted && is_space(c)) {
        if (!value.empty()) value += c;
        continue;
      }
      if (!take_character(c, value, is_quoted)) return false;
      kept = value.size();
    }
    value.resize(kept);
    return !is_quoted;
  }

  // A quote, an escape or what stands for itself.
  bool take_character(char c, std::string& value, bool& is_quoted) {
    if (c == '"') {
      is_quoted = !is_quoted;
      return true;
    }
    if (c == '\\') {
      c = next();
      if (c == '\n') return true;  // the value goes on in the next line
      if (!unescape(c)) return false;
    }
    value += c;
    return true;
  }

  // The next character; '\n' for '\r' '\n', and for the end of the text.
  char next() {
    if (rest_.starts_with("\r\n")) rest_.remove_prefix(1);
    const char c = rest_.empty() ? '\n' : rest_[0];
    if (!rest_.empty()) rest_.remove_prefix(1);
    if (c == '\n') ++line_;
    return c;
  }

  std::string_view rest_;  // what was not taken yet
  std::size_t line_ = 1;   // of its beginning
  std::string section_;    // the current one, with a '.' at its end
  const char* fault_ = "";
  ConfigText config_;
};

Result<ConfigText> ConfigText::parse(std::string_view text) {
  return Parser(text).parse();
}

const ConfigEntry* ConfigText::find(std::string_view key) const {
  const auto at =
      std::find_if(entries_.rbegin(), entries_.rend(),
                   [&](const ConfigEntry& entry) { return entry.key == key; });
  return at == entries_.rend() ? nullptr : &*at;
}

std::optional<std::string> ConfigText::text(std::string_view key) const {
  const ConfigEntry* entry = find(key);
  return entry == nullptr ? std::nullopt : entry->value;
}

std::optional<bool> ConfigText::yes(std::string_view key) const {
  const ConfigEntry* entry = find(key);
  if (entry == nullptr) return std::nullopt;
  if (!entry->value) return true;
  const std::string word = lowered(*entry->value);
  if (word == "true" || word == "yes" || word == "on") return true;
  if (word.empty() || word == "false" || word == "no" || word == "off") {
    return false;
  }
  return is_not_zero(word);
}

}  // namespace patrol
