#include "scanner/detect/snippet.h"

#include <algorithm>

#include "scanner/core/secret.h"

namespace patrol {
namespace {

constexpr std::string_view kMask = "***";
constexpr std::string_view kLineEnds = "\r\n";

bool continues_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Where the part of the line before `secret` begins.
std::uint64_t line_begin(std::string_view text, const Span& secret) {
  std::uint64_t begin =
      secret.begin > kSnippetSide ? secret.begin - kSnippetSide : 0;
  const std::size_t line_end =
      text.substr(begin, secret.begin - begin).find_last_of(kLineEnds);
  if (line_end != text.npos) return begin + line_end + 1;
  while (begin < secret.begin && continues_utf8(text[begin])) ++begin;
  return begin;
}

std::uint64_t line_end(std::string_view text, const Span& secret) {
  std::uint64_t end =
      std::min<std::uint64_t>(text.size(), secret.end + kSnippetSide);
  const std::size_t next =
      text.substr(secret.end, end - secret.end).find_first_of(kLineEnds);
  if (next != text.npos) return secret.end + next;
  while (end < text.size() && end > secret.end && continues_utf8(text[end])) {
    --end;
  }
  return end;
}

// text[shown] without the bytes of any secret.
std::string masked(std::string_view text, const Span& shown,
                   const std::vector<Span>& secrets) {
  std::string out;
  std::uint64_t at = shown.begin;
  for (const Span& secret : secrets) {
    if (secret.begin >= shown.end) break;
    if (secret.end <= at) continue;
    if (secret.begin > at) out += text.substr(at, secret.begin - at);
    out += kMask;
    at = std::min(secret.end, shown.end);
  }
  if (at < shown.end) out += text.substr(at, shown.end - at);
  return out;
}

}  // namespace

Snippet make_snippet(std::string_view text, const std::vector<Span>& secrets,
                     std::size_t i) {
  const Span& secret = secrets[i];
  Snippet snippet;
  snippet.before =
      masked(text, {line_begin(text, secret), secret.begin}, secrets);
  snippet.masked = redact(text.substr(secret.begin, secret.size()));
  snippet.after = masked(text, {secret.end, line_end(text, secret)}, secrets);
  return snippet;
}

}  // namespace patrol
