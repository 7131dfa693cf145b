#include "scanner/detect/pem.h"

#include <utility>

#include "scanner/core/codec.h"

namespace patrol {
namespace {

constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

// With line ends as '\n' and without other escapes and white space; spaces
// stay, because headers have them.
std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      plain.push_back(text[i] == '\r' ? '\n' : text[i]);
      continue;
    }
    while (i + 1 < text.size() && text[i + 1] == '\\') ++i;
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (next != 'n' && next != 'r' && next != 't') continue;
    plain.push_back(next == 't' ? ' ' : '\n');
    ++i;
  }
  return plain;
}

std::string without_blanks(std::string_view line) {
  std::string packed;
  for (char c : line) {
    if (c != ' ' && c != '\t') packed.push_back(c);
  }
  return packed;
}

// OpenPGP ends its base64 with a line "=" and the CRC-24 in four characters.
bool is_pgp_checksum(std::string_view line) {
  return line.size() == 5 && line[0] == '=' && line[1] != '=';
}

// Calls take(line) for each line of `text`, without its blanks at both ends.
template <typename Take>
void each_line(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == line.npos) continue;
    take(line.substr(first, line.find_last_not_of(" \t") - first + 1));
  }
}

}  // namespace

std::optional<Pem> read_pem(std::string_view text) {
  if (!text.starts_with(kBegin) || !text.ends_with(kDashes)) {
    return std::nullopt;
  }
  text =
      text.substr(kBegin.size(), text.size() - kBegin.size() - kDashes.size());
  const std::size_t label_end = text.find(kDashes);
  const std::size_t end = text.rfind(kEnd);
  if (label_end == text.npos || end == text.npos ||
      end < label_end + kDashes.size()) {
    return std::nullopt;
  }
  Pem pem;
  pem.label = text.substr(0, label_end);
  if (text.substr(end + kEnd.size()) != pem.label) return std::nullopt;
  const std::size_t inside = label_end + kDashes.size();
  std::string base64;
  each_line(unescape(text.substr(inside, end - inside)),
            [&](std::string_view line) {
              if (line.find(':') != line.npos) {
                pem.headers.emplace_back(line);
              } else if (!is_pgp_checksum(line)) {
                base64 += without_blanks(line);
              }
            });
  std::optional<std::string> body = decode_base64(base64);
  if (!body) return std::nullopt;
  pem.body = std::move(*body);
  return pem;
}

}  // namespace patrol
