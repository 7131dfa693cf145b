#include "scanner/baseline/baseline_text.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <optional>
#include <utility>

#include "scanner/baseline/baseline_json.h"
#include "scanner/core/ascii.h"
#include "scanner/core/hex_digits.h"

namespace patrol {
namespace {

constexpr std::string_view kMark = "# patrol baseline ";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kDigits = 32;

std::string escaped(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\\') {
      out += "\\\\";
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return out;
}

// The text up to the next blank, which is taken as well.
std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::optional<KnownSecret> known_of(std::string_view line) {
  const std::string_view digits = take_word(line);
  if (digits.size() != kDigits || !all_hex(digits)) return std::nullopt;
  KnownSecret known{.fingerprint = lowered(digits)};
  known.rule = take_word(line);
  known.path = unescaped(line);
  return known;
}

bool is_of_another_version(std::string_view line) {
  if (!line.starts_with(kMark)) return false;
  line.remove_prefix(kMark.size());
  return line.substr(0, line.find(':')) != kVersion;
}

Result<void> read_lines(std::string_view text, const std::string& name,
                        Baseline& baseline) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    if (is_of_another_version(line)) {
      return Error{name + ":" + std::to_string(number) +
                   ": is a baseline of another version of patrol"};
    }
    if (line.empty() || line.starts_with('#')) continue;
    auto known = known_of(line);
    if (!known) {
      return Error{name + ":" + std::to_string(number) +
                   ": is no line of a baseline: a fingerprint, a rule and "
                   "perhaps a path"};
    }
    baseline.add(*std::move(known));
  }
  return {};
}

}  // namespace

std::string baseline_text(const std::vector<KnownSecret>& secrets) {
  std::string out(kMark);
  out.append(kVersion);
  out +=
      ": secrets that are known, by their fingerprints, which say nothing of "
      "them\n";
  for (const KnownSecret& known : secrets) {
    assert(!known.fingerprint.empty());
    out += known.fingerprint + ' ' + known.rule;
    if (!known.path.empty()) out += ' ' + escaped(known.path);
    out += '\n';
  }
  return out;
}

Result<void> read_baseline(std::string_view text, const std::string& name,
                           Baseline& baseline) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  const bool is_json =
      begin != text.npos && (text[begin] == '{' || text[begin] == '[');
  return is_json ? read_baseline_json(text, name, baseline)
                 : read_lines(text, name, baseline);
}

}  // namespace patrol
